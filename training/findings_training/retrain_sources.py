"""What retraining learns from: decisions, what the corpus knows, and stored findings that nobody has read."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

import findings
from findings.errors import Code, FindingsError
from findings.identity import key
from findings.relabel import STRUCTURAL, Around, surroundings
from findings.schemas import Finding, Label
from findings.store import tables as t
from findings.store.report_queries import analysis
from findings.store.session import Database
from findings_training.carried import themes_now
from findings_training.corpus import LabelRow, read_labels
from findings_training.retrain import CORRECTION, JOINED, UNREAD, Lesson
from findings_training.sources import UNSURE, Example, examples

MOST = {JOINED: 3_000, UNREAD: 2_000}
MOST_REPORTS = 150  # read for what nobody decided, unless there is enough before; those with decisions are all read
HERE = Path(findings.__file__).parent


def corpus_folder() -> Path | None:
    """Where the corpus is: inside the installed package, else in the checkout; none where neither has it."""
    places = (HERE / "_corpus", HERE.parents[1] / "corpus")
    return next((place for place in places if (place / "authored").is_dir()), None)


def gather(database: Database, corpus: Path | None, *, named: bool = False) -> list[Lesson]:
    """Everything that there is to learn from. Raises FindingsError where nobody has decided on anything.

    named: whether there are decisions on entities, which are learned by themselves.
    """
    known = {row.key: row for row in read_labels(corpus)} if corpus else {}
    found = list(_stored(database, known))
    if not named and not any(lesson.example.sample == CORRECTION for lesson in found):
        raise FindingsError(Code.CONFLICT, "There are no corrections to learn from yet. Review some findings first.")
    authored = [Lesson(example) for example in examples(None, corpus)] if corpus else []
    return [*authored, *found]


def _stored(database: Database, known: Mapping[str, LabelRow]) -> Iterator[Lesson]:
    taken = Counter[str]()
    decided, others = _reports(database)
    for at, report in enumerate([*decided, *others[:MOST_REPORTS]]):
        if at >= len(decided) and all(taken[sample] >= most for sample, most in MOST.items()):
            return
        with database.read() as session:
            try:
                read = analysis(session, report)
            except FindingsError:  # it was removed meanwhile
                continue
            rows = session.execute(
                select(col(t.Finding.id), col(t.Finding.human)).where(col(t.Finding.report_id) == report)
            )
            human = {name: fields or [] for name, fields in rows}
        around = surroundings(read.findings, read.text)
        for finding, place in zip(read.findings, around, strict=True):
            lesson = _lesson(finding, place, human.get(finding.id, []), known.get(key(finding.text)))
            taken[lesson.example.sample] += 1
            if taken[lesson.example.sample] <= MOST.get(lesson.example.sample, sys.maxsize):
                yield lesson


def _reports(database: Database) -> tuple[list[str], list[str]]:
    """The reports that people decided on, and the others by lot."""
    f = t.Finding
    with database.read() as session:
        decided = set(session.scalars(select(col(f.report_id)).where(col(f.reviewed_at).is_not(None)).distinct()))
        every = session.scalars(select(col(t.Report.id))).all()
    drawn = sorted(every, key=lambda each: sha256(each.encode()).hexdigest())
    return [each for each in drawn if each in decided], [each for each in drawn if each not in decided]


def _lesson(finding: Finding, place: Around, human: Sequence[str], known: LabelRow | None) -> Lesson:
    """What a stored finding teaches: a person's decision, else what the corpus knows of it, else what is said of it."""
    if "label" in human or "themes" in human:
        themes = themes_now((tag.id for tag in finding.themes), finding.text) if "themes" in human else None
        example = _example(finding, place, CORRECTION, finding.label, themes)
        return Lesson(example, labelled="label" in human and not _by_heading_alone(finding))
    if known is not None:
        themes = themes_now(known.themes, finding.text)
        return Lesson(_example(finding, place, JOINED, known.label, themes, 1.0 if known.sure else UNSURE))
    return Lesson(_example(finding, place, UNREAD, finding.label, None), labelled=False)


def _example(
    finding: Finding, place: Around, sample: str, label: str, themes: tuple[str, ...] | None, weight: float = 1.0
) -> Example:
    return Example(finding.text, label, themes, *place, weight=weight, sample=sample)


def _by_heading_alone(finding: Finding) -> bool:
    """Whether only its heading makes it a priority action: its words say no such thing, and must not learn to."""
    printed = any(reason.kind in STRUCTURAL and reason.effect == finding.label for reason in finding.reasons)
    return printed and finding.label is Label.PRIORITY_ACTION
