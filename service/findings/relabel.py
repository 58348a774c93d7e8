"""Labels stored findings again with another model: from their text and section, and the reasons that were kept.

The file a report came from is not stored. What the structure said of each finding is, in its reasons; so the
document is put together again as far as labels and themes depend on it, and read by the same components.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from findings.analyse import Mentions
from findings.intake.document import Block, BlockKind, Document
from findings.pipeline.context import BACK, FORWARD, HEADINGS
from findings.pipeline.documents import BLOCKS, FINDINGS, make_doc, text_of, word_tokenizer
from findings.pipeline.outline import UNLISTED, Decision
from findings.pipeline.parts import part
from findings.pipeline.reasons import EFFECTS
from findings.pipeline.segments import Segments
from findings.schemas import EntityTag, Finding, Kind, Label, Metadata, Reason, ThemeTag, Unit
from findings.taxonomy import taxonomy

READERS = ("findings_encoder", "findings_labels", "findings_themes", "findings_reasons")
STRUCTURAL = ("heading", "lead_in", "table")
MEANT = {told: effect for effect, told in EFFECTS.items()}
KINDS = {Unit.SENTENCE: BlockKind.PARAGRAPH, Unit.LIST_ITEM: BlockKind.LIST_ITEM, Unit.TABLE_CELL: BlockKind.TABLE_CELL}


class Relabelled(NamedTuple):
    """What a model makes of a stored finding; its entities are None where nobody asked for them."""

    label: Label
    confidence: float
    scores: dict[Label, float]
    themes: list[ThemeTag]
    reasons: list[Reason]
    entities: list[EntityTag] | None = None


def relabel(
    nlp: Language, findings: Sequence[Finding], kind: Kind, text: str, *, entities: bool = False
) -> list[Relabelled]:
    """What `nlp` makes of all `findings` of a report, in their order; `text` is the report's.

    entities: whether to read these as well.
    Call it inside `nlp.memory_zone()`; nothing that it returns belongs to the zone.
    """
    doc = restore(nlp, findings, kind, text)
    for name in READERS:
        doc = nlp.get_pipe(name)(doc)
    spans = list(doc.spans[FINDINGS])
    if not entities:
        return [_relabelled(span, None) for span in spans]
    mentions = Mentions(nlp.get_pipe("findings_entities")(doc))
    return [_relabelled(span, mentions.inside(span)) for span in spans]


def _relabelled(span: Span, entities: list[EntityTag] | None) -> Relabelled:
    themes = taxonomy().given(span._.themes or {}, text_of(span))
    return Relabelled(
        Label(span.label_),
        span._.scores[span.label_],
        {Label(name): score for name, score in span._.scores.items()},
        [ThemeTag(id=theme, confidence=confidence) for theme, confidence in themes.items()],
        list(span._.reasons),
        entities,
    )


def restore(nlp: Language, findings: Sequence[Finding], kind: Kind, text: str) -> Doc:
    """The Doc of a stored report, as far as what stands around its findings and what their structure says go."""
    groups = _paragraphs(findings, text)
    titles = dict.fromkeys(heading for finding in findings for heading in finding.section)
    blocks = [_block(BlockKind.HEADING, title) for title in titles]
    blocks += [_block(KINDS[group[0].unit], " ".join(each.text for each in group)) for group in groups]
    doc = make_doc(word_tokenizer(nlp), Document("", "text/plain", text, tuple(blocks)))
    doc._.metadata = Metadata(kind=kind)
    segments = part(nlp, Segments)
    spans = list[Span]()
    for at, group in enumerate(groups, len(titles)):
        start = doc.spans[BLOCKS][at].start_char
        for finding in group:
            spans.append(_span(doc, start, at, finding, segments))
            start += len(finding.text) + 1
    doc.spans[FINDINGS] = SpanGroup(doc, name=FINDINGS, spans=spans)
    return doc


class Around(NamedTuple):
    """The texts that a finding is read with: the finding before it, the headings above it, its paragraph."""

    before: str
    heading: str
    around: str


def surroundings(findings: Sequence[Finding], text: str) -> list[Around]:
    """What stands around each of a report's findings, as `restore` would place them."""
    found, before = list[Around](), None
    for group in _paragraphs(findings, text):
        for at, finding in enumerate(group):
            near = [*group[max(0, at - BACK) : at], *group[at + 1 : at + 1 + FORWARD]]
            previous = before.text if before is not None and before.section == finding.section else ""
            heading = " ".join(finding.section[-HEADINGS:])
            found.append(Around(previous, heading, " ".join(each.text for each in near)))
            before = finding
    return found


def _block(kind: BlockKind, text: str) -> Block:
    return Block(kind, text, ())


def _paragraphs(findings: Sequence[Finding], text: str) -> list[list[Finding]]:
    """Findings that were printed on one line of the report's text, which is how a paragraph is kept there."""
    groups = [[finding] for finding in findings[:1]]
    for before, finding in pairwise(findings):
        prose = before.unit is finding.unit is Unit.SENTENCE and before.section == finding.section
        if prose and "\n" not in text[before.end : finding.start]:
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return groups


def _span(doc: Doc, start: int, block: int, finding: Finding, segments: Segments) -> Span:
    span = doc.char_span(start, start + len(finding.text), alignment_mode="expand")
    assert span is not None
    span._.block = span._.last_block = block
    span._.section, span._.unit = tuple(finding.section), finding.unit
    span._.cue = said_by_structure(finding, segments)
    return span


def said_by_structure(finding: Finding, segments: Segments) -> Decision | None:
    """What the structure made of a finding, as its reasons tell it."""
    told = next((reason for reason in finding.reasons if reason.kind in STRUCTURAL), None)
    if told is None:
        read = segments.read(finding.section[-1]) if finding.section else None
        return read if read is not None and read.effect == UNLISTED else None
    if any(reason.kind == "model" for reason in finding.reasons):
        read = segments.read(told.detail)
        if read is not None and read.chances is not None:
            return read
    return Decision(MEANT.get(told.effect, told.effect), told.kind, told.detail)
