"""Short documents of kinds that inspectorates and councils write, with exactly the findings that their structure gives.

`label` is what the structure alone decides, `words` where it leaves that to the words. Headings are read by a model
that learned from the corpus only.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
import srsly
from spacy.language import Language
from spacy.tokens import Span

import findings.pipeline.encoder
import findings.pipeline.findings
import findings.pipeline.labels
import findings.pipeline.reasons  # noqa: F401
from findings.intake import read
from findings.pipeline.documents import FINDINGS, make_doc
from findings.pipeline.outline import UNLISTED
from findings.pipeline.parts import part
from findings.pipeline.segments import Segments
from findings_training.evaluate_headings import read_all
from findings_training.headings import headings_in, learn_again, learn_headings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(path for path in (ROOT / "tests/data/documents").iterdir() if path.suffix != ".jsonl")
UNSEEN = [row for name in ("unseen", "fresh") for row in headings_in(ROOT / f"tests/data/{name}_headings.jsonl")]


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    for name in ("segments", "findings", "encoder", "labels", "reasons"):
        nlp.add_pipe(f"findings_{name}")
    learn_headings(nlp, ROOT / "corpus", [])
    return nlp


def label(span: Span) -> str:
    undecided = span._.cue is None or span._.cue.effect in ("prose", "mixed", UNLISTED)
    return "words" if undecided else str(span.label_)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.stem))
def test_exactly_these_findings(nlp: Language, path: Path) -> None:
    doc = nlp(make_doc(nlp.tokenizer, read(path.read_bytes(), path.name)))
    found = [
        {
            "text": span.text,
            "unit": str(span._.unit),
            "heading": span._.section[-1] if span._.section else None,
            "label": label(span),
        }
        for span in doc.spans[FINDINGS]
    ]
    assert found == list(srsly.read_jsonl(path.with_suffix(".jsonl")))


def test_most_unseen_headings_are_read_right(nlp: Language) -> None:
    right = [each.right for each in read_all(UNSEEN, part(nlp, Segments))]
    assert sum(right) >= 0.85 * len(right)


def test_findings_about_the_safeguarding_board_are_told_apart(nlp: Language) -> None:
    path = ROOT / "tests/data/documents/lscb.txt"
    doc = nlp(make_doc(nlp.tokenizer, read(path.read_bytes(), path.name)))
    found = [span.text[:30] for span in doc.spans[FINDINGS] if any("LSCB" in heading for heading in span._.section)]
    assert found == ["Agree with partners how neglec", "The independent chair holds pa"]


def test_headings_can_be_taught_again(nlp: Language) -> None:
    segments = part(nlp, Segments)
    before = segments.headings
    learn_again(nlp, ROOT / "corpus")
    assert len(segments.headings.lexicon.words) == len(before.lexicon.words)
    assert segments.headings.chances("What pleased us") == pytest.approx(before.chances("What pleased us"), abs=0.02)
    segments.headings = before
