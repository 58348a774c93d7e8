"""How far reviewers agree, how far the suggestion pulls them, and what is left to settle between them."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.schemas import Label
from findings.store import tables as t
from findings.store.human import QUIET
from findings.store.queries import finding
from findings.store.values import FindingDetail
from findings.taxonomy import taxonomy

ThemeSet = frozenset[str]


class Pair(BaseModel):
    """Two reviewers: how many findings both labelled, the share they label alike, Cohen's kappa (null: undefined)."""

    reviewers: tuple[str, str]
    findings: int
    alike: float
    kappa: float | None


class Pull(BaseModel):
    """Of first decisions on a label, how many there are and the share that equals the machine's label."""

    decisions: int
    as_suggested: float | None


class Agreement(BaseModel):
    """`themes_alpha` is Krippendorff's alpha with the MASI distance over all reviewers (null: undefined)."""

    labels: list[Pair]
    themes_alpha: float | None
    themes_findings: int
    blind: Pull
    shown: Pull


class Reader(BaseModel):
    """What one reviewer decided about a finding."""

    actor: str
    at: dt.datetime
    label: Label | None
    themes: list[str] | None


class Disagreement(BaseModel):
    """A finding that reviewers read differently."""

    finding: FindingDetail
    readers: list[Reader]


class Disagreements(BaseModel):
    """All that nobody adjudicated."""

    items: list[Disagreement]


@dataclass(slots=True)
class Reading:
    """The last decisions of one reviewer on one finding."""

    at: dt.datetime
    label: str | None = None
    themes: ThemeSet | None = None


Readings = dict[str, dict[str, Reading]]


def agreement(session: Session) -> Agreement:
    """The figures over all stored decisions that stand."""
    records = _standing(session)
    by_finding = readings(records)
    labels = _pairs(by_finding)
    sets = [[each.themes for each in own.values() if each.themes is not None] for own in by_finding.values()]
    doubled = [values for values in sets if len(values) > 1]
    return Agreement(
        labels=[_pair(names, both) for names, both in sorted(labels.items())],
        themes_alpha=alpha(doubled),
        themes_findings=len(doubled),
        blind=_pull(records, blind=True),
        shown=_pull(records, blind=False),
    )


def _standing(session: Session) -> list[t.Correction]:
    c = t.Correction
    records = session.scalars(select(c).order_by(col(c.id))).all()
    undone = {record.undoes for record in records if record.undoes}
    return [record for record in records if record.action not in QUIET and record.group_id not in undone]


def readings(records: Sequence[t.Correction]) -> Readings:
    """Each reviewer's last decisions by finding; what settled a disagreement is nobody's reading."""
    found: Readings = defaultdict(dict)
    for record in records:
        if record.action == "adjudicate" or ("human" in record.after and record.action != "add"):
            continue
        own = found[record.finding_id].setdefault(record.actor, Reading(record.at))
        own.at = record.at
        if "label" in record.after:
            own.label = record.after["label"]
        if "themes" in record.after:
            own.themes = frozenset(taxonomy().decided(tag["id"] for tag in record.after["themes"]))
    return found


def _pairs(by_finding: Readings) -> dict[tuple[str, str], list[tuple[str, str]]]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for own in by_finding.values():
        labelled = {actor: each.label for actor, each in sorted(own.items()) if each.label is not None}
        for one, other in combinations(labelled, 2):
            found[one, other].append((labelled[one], labelled[other]))
    return found


def _pair(names: tuple[str, str], both: Sequence[tuple[str, str]]) -> Pair:
    alike = sum(one == other for one, other in both) / len(both)
    return Pair(reviewers=names, findings=len(both), alike=alike, kappa=kappa(both))


def kappa(both: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two readers' labels; None where chance alone would make them agree always."""
    from sklearn.metrics import cohen_kappa_score

    if len({label for pair in both for label in pair}) < 2:
        return None
    score = float(cohen_kappa_score(*zip(*both, strict=True)))
    return None if math.isnan(score) else score


def masi(one: ThemeSet, other: ThemeSet) -> float:
    """The MASI distance of two sets (Passonneau 2006): 0 for equal ones, 1 for those that share nothing."""
    if one == other:
        return 0.0
    shared = len(one & other)
    monotonic = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - monotonic * shared / len(one | other)


def alpha(units: Sequence[Sequence[ThemeSet]]) -> float | None:
    """Krippendorff's alpha with the MASI distance; a unit holds two or more readers' sets. None where undefined."""
    counts = Counter(value for unit in units for value in unit)
    total = counts.total()
    observed = sum(2 * _spread(unit) / (len(unit) - 1) for unit in units) / max(total, 1)
    pairs = sum(2 * n * m * masi(one, other) for (one, n), (other, m) in combinations(counts.items(), 2))
    expected = pairs / max(total * (total - 1), 1)
    return 1 - observed / expected if expected else None


def _spread(unit: Sequence[ThemeSet]) -> float:
    return sum(masi(one, other) for one, other in combinations(unit, 2))


def _pull(records: Sequence[t.Correction], *, blind: bool) -> Pull:
    first: dict[str, t.Correction] = {}
    for record in records:
        if "label" in record.after and "label" in record.before and "human" not in record.after:
            first.setdefault(record.finding_id, record)
    same = [each.after["label"] == each.before["label"] for each in first.values() if each.blind is blind]
    return Pull(decisions=len(same), as_suggested=sum(same) / len(same) if same else None)


def disagreements(session: Session, limit: int = 100) -> list[Disagreement]:
    """Findings that reviewers labelled or tagged differently and that nobody adjudicated, latest first."""
    c, f = t.Correction, t.Finding
    several = select(col(c.finding_id)).group_by(col(c.finding_id)).having(func.count(col(c.actor).distinct()) > 1)
    stored = set(session.scalars(select(col(f.id)).where(col(f.id).in_(several))))
    records = _standing(session)
    settled = {record.finding_id for record in records if record.action == "adjudicate"}
    open_ones = {name: own for name, own in readings(records).items() if name in stored - settled}
    shown = _differing(open_ones)[:limit]
    return [Disagreement(finding=finding(session, name), readers=list(_readers(own))) for name, own in shown]


def _differing(by_finding: Mapping[str, dict[str, Reading]]) -> list[tuple[str, dict[str, Reading]]]:
    found = [
        (name, own)
        for name, own in by_finding.items()
        if len({each.label for each in own.values() if each.label}) > 1
        or len({each.themes for each in own.values() if each.themes is not None}) > 1
    ]
    return sorted(found, key=lambda each: max(reading.at for reading in each[1].values()), reverse=True)


def _readers(own: Mapping[str, Reading]) -> Iterator[Reader]:
    for actor, each in sorted(own.items()):
        themes = None if each.themes is None else sorted(each.themes)
        yield Reader(actor=actor, at=each.at, label=Label(each.label) if each.label else None, themes=themes)
