"""How well the items that inspectors publish under their own headings come out as findings with that label.

The truth is `sections.jsonl`: one published list item or table cell a row, labelled by the heading it is printed
under. A row is *found* when a finding of the report is as similar as `SIMILAR` by normalised text; its label is then
compared. *Never an item* are findings that structure put under such a heading and that match no published row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import srsly

from findings.identity import normalise
from findings.intake.document import Document
from findings.schemas import Finding, Label
from findings_training.calibration import reliability

SIMILAR = 0.95
STRUCTURE = ("heading", "table", "lead_in")
Row = dict[str, Any]
ReadFindings = Callable[[Document], list[Finding]]
ReadDocument = Callable[[Path], Document]


@dataclass(slots=True)
class SectionReport:
    """Counts by (group, what): `rows`, `found`, `right`, `listed` (findings under label-bearing headings), `stray`.

    `decided` are the confidence of each label that structure decided, and whether it was right; `warned` counts the
    found by whether they carry a warning.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[tuple[Row, str]] = field(default_factory=list)
    strays: list[tuple[str, str]] = field(default_factory=list)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    decided: list[tuple[float, bool]] = field(default_factory=list)
    warned: Counter[bool] = field(default_factory=Counter)

    def add(self, row: Row, finding: Finding | None) -> None:
        """Count one published row and the finding that matched it."""
        groups = ("all", f"kind {row['framework']}", f"label {row['label']}")
        self._count(groups, "rows")
        if finding is None:
            self.misses.append((row, "not found"))
            return
        self._count(groups, "found")
        self.confusion[row["label"], finding.label] += 1
        self.warned[any(reason.kind == "warning" for reason in finding.reasons)] += 1
        if by_structure(finding):
            self.decided.append((finding.confidence, finding.label == row["label"]))
        if finding.label == row["label"]:
            self._count(groups, "right")
        else:
            self.misses.append((row, f"read as {finding.label}"))

    def add_listed(self, pdf: str, framework: str, finding: Finding, *, stray: bool) -> None:
        """Count one finding that stands under a label-bearing heading."""
        groups = ("all", f"kind {framework}", f"label {finding.label}")
        self._count(groups, "listed")
        if stray:
            self._count(groups, "stray")
            self.strays.append((pdf, finding.text))

    def _count(self, groups: Iterable[str], what: str) -> None:
        for group in groups:
            self.counts[group, what] += 1

    def share(self, group: str, part: str, whole: str) -> float:
        """The share of `whole` that is `part` in a group; 0 where there is none."""
        return self.counts[group, part] / max(1, self.counts[group, whole])

    def f1(self, label: Label) -> float:
        """F1 of a label over the rows found."""
        right = self.confusion[label, label]
        said = sum(n for (_, read), n in self.confusion.items() if read == label)
        true = sum(n for (truth, _), n in self.confusion.items() if truth == label)
        return 2 * right / max(1, said + true)

    def render(self) -> str:
        """A table of shares by kind of report and by label."""
        lines = [f"{'':28}{'rows':>6}{'found':>8}{'right':>8}{'stray':>8}"]
        lines += [self._line(group) for group in sorted({group for group, _ in self.counts})]
        lines.append(f"F1 of priority actions among the found: {self.f1(Label.PRIORITY_ACTION):.3f}")
        lines.append(f"found, with a warning that their words read otherwise: {self.warned[True]}")
        lines.append(reliability(self.decided).render("labels decided by structure"))
        return "\n".join(lines)

    def _line(self, group: str) -> str:
        shares = (("found", "rows"), ("right", "found"), ("stray", "listed"))
        figures = "".join(f"{self.share(group, part, whole):8.2%}" for part, whole in shares)
        return f"{group:28}{self.counts[group, 'rows']:6}{figures}"


def evaluate_sections(
    rows: Iterable[Row], read: ReadDocument, find: ReadFindings, *, progress: Callable[[str], None] = lambda _: None
) -> SectionReport:
    """Score published rows, grouped by the report they come from (`pdf`, relative to what `read` resolves)."""
    report = SectionReport()
    for pdf, group in _by_pdf(rows).items():
        passages = find(read(Path(pdf)))
        findings = [finding for finding in passages if finding.label != Label.NOT_A_FINDING]
        _score(report, pdf, group, findings)
        progress(pdf)
    return report


def section_rows(gold: Path, *, fold: int | None = None) -> list[Row]:
    """The published rows of a gold folder, of one fold or of all."""
    rows: Iterator[Row] = srsly.read_jsonl(gold / "sections.jsonl")
    return [row for row in rows if fold is None or row["fold"] == fold]


def _by_pdf(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["pdf"]].append(row)
    return groups


def _score(report: SectionReport, pdf: str, rows: list[Row], findings: list[Finding]) -> None:
    texts = [normalise(finding.text) for finding in findings]
    wanted = [normalise(row["text"]) for row in rows]
    for row, text in zip(rows, wanted, strict=True):
        index = most_similar(text, texts)
        report.add(row, findings[index] if index is not None else None)
    for finding, text in zip(findings, texts, strict=True):
        if by_structure(finding):
            report.add_listed(pdf, rows[0]["framework"], finding, stray=most_similar(text, wanted) is None)


def by_structure(finding: Finding) -> bool:
    """Whether a heading, a lead-in or a table says what the finding is."""
    return any(reason.kind in STRUCTURE and reason.effect == finding.label for reason in finding.reasons)


def most_similar(text: str, texts: list[str], threshold: float = SIMILAR) -> int | None:
    """The index of the text most similar to `text`, or None below the threshold (difflib's ratio)."""
    if text in texts:
        return texts.index(text)
    matcher = SequenceMatcher(None, "", text, autojunk=False)
    best, best_ratio = None, threshold
    for index, other in enumerate(texts):
        if abs(len(other) - len(text)) > (1 - threshold) * (len(other) + len(text)):
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() >= best_ratio and (ratio := matcher.ratio()) >= best_ratio:
            best, best_ratio = index, ratio
    return best
