"""Learns which passage of a later inspection is of the matter of a point: `python -m findings_training.pairs --help`.

The pairs are `corpus/labels/pairs.jsonl`: two reports, the keys of two passages, and what a reader said of them,
`same`, `part` or `other`, with the outcome. The reports that hold them are read from a database. A pair of which a part
was answered teaches a little of both sides, but a link is right only where all of it was. What is learned is measured
across authorities: each is judged by what the others taught, and from that it is chosen how sure a link must be to be
claimed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import srsly
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.pairs import Seen, alike, seen, strays
from findings.reason.sure import EVERYTHING, OUTCOMES, SHIPPED, Glance, Model, Weighed, kind_of, to_json
from findings.reason.told import told
from findings.schemas import Finding, Label, ThemeTag, Unit
from findings.store import tables as t
from findings.store.session import Database

SHARES = {"same": 1.0, "part": 0.25, "other": 0.0}
STRENGTH_OF_MATTER, STRENGTH_OF_OUTCOME = 0.1, 0.3  # inverse of the penalty; chosen across authorities
MOST_FEATURES = 56
FOLDS = 8
# Share of claimed links that is to be right in pair and outcome. What is wrong of praise mostly answers a part: at a
# higher share hardly any praise is claimed, and no link would say that a point is resolved.
WANTED = {"fault": 0.81, "praise": 0.75}
FEWEST = 15  # links below which a share is not believed
NEVER = 1.0  # no link is that sure
MISSED = 0.02  # share of the links that could be claimed that a glance may miss
GLIMPSED = (
    "words shared with the core",
    "words shared",
    "nearness of meaning",
    "told as a fault",
    "printed",
    "length of the point",
    "length of the core",
    "length of the passage",
)

Floats = NDArray[np.float64]


class Pair(NamedTuple):
    """A judged pair: what is seen of it and of how it is told, the share that was answered, and the outcome read."""

    authority: str
    seen: Seen
    told: Seen
    share: float
    outcome: str | None


def pairs(session: Session, rows: Iterable[dict[str, Any]]) -> Iterator[Pair]:
    """The judged pairs whose reports the database holds."""
    for row in rows:
        point = _passage(session, row["point_report"], row["point"])
        passage = _passage(session, row["later_report"], row["passage"])
        if point is None or passage is None or passage[1].label is Label.NOT_A_FINDING:
            continue
        authority, asked = point
        like = alike([asked.text], [passage[1].text])
        found = seen(asked, passage[1], like, 0, 0)
        outcome = "repeated" if row["outcome"] == "escalated" else row["outcome"]
        yield Pair(authority, found, told(passage[1]), SHARES[row["verdict"]], outcome)


def _passage(session: Session, report: str, key: str) -> tuple[str, Finding] | None:
    f = t.Finding
    row = session.scalars(select(f).where(col(f.report_id) == report, col(f.key) == key)).first()
    if row is None:
        return None
    themes = session.scalars(select(t.FindingTheme).where(col(t.FindingTheme.finding_pk) == row.pk)).all()
    tags = [ThemeTag(id=each.theme, confidence=each.confidence) for each in themes]
    label, unit = Label(row.label), Unit(row.unit)
    finding = Finding.model_construct(text=row.text, section=row.section, label=label, unit=unit, themes=tags)
    return row.authority or "", finding


def learn(found: Sequence[Pair], names: Sequence[str]) -> Model:
    """What the pairs teach; `names` are the features that tell whether a pair is of one matter."""
    spoken = [pair for pair in found if pair.share and pair.outcome in OUTCOMES]
    matter = _matter([pair.seen for pair in found], np.asarray([pair.share for pair in found]), names)
    read = [OUTCOMES.index(pair.outcome or "") for pair in spoken]
    return Model(matter, _outcomes([pair.told for pair in spoken], np.asarray(read)), {})


def _matter(rows: Sequence[Seen], shares: Floats, names: Sequence[str]) -> Weighed:
    """A pair of which a share was answered stands on both sides, with that share and the rest of it."""
    values, usual, spread = _scaled(rows, names)
    sides = np.repeat([1, 0], len(rows))
    weights = np.concatenate([shares, 1 - shares])
    model = LogisticRegression(C=STRENGTH_OF_MATTER, max_iter=3000)
    kept = weights > 0
    model.fit(np.vstack([values, values])[kept], sides[kept], sample_weight=weights[kept])
    return _weighed(names, model.coef_[0], float(model.intercept_[0]), usual, spread)


def _outcomes(rows: Sequence[Seen], read: NDArray[np.int64]) -> dict[str, Weighed]:
    names = list(rows[0])
    values, usual, spread = _scaled(rows, names)
    model = LogisticRegression(C=STRENGTH_OF_OUTCOME, max_iter=3000).fit(values, read)
    each = zip(OUTCOMES, model.coef_, model.intercept_, strict=True)
    return {name: _weighed(names, row, float(start), usual, spread) for name, row, start in each}


def _scaled(rows: Sequence[Seen], names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    values = np.asarray([[row[name] for name in names] for row in rows])
    usual, spread = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
    return (values - usual) / spread, usual, spread


def _weighed(names: Sequence[str], row: Floats, start: float, usual: Floats, spread: Floats) -> Weighed:
    weights = {name: float(each) for name, each in zip(names, row / spread, strict=True)}
    return Weighed(start, weights, {name: float(each) for name, each in zip(names, usual, strict=True)})


def telling(found: Sequence[Pair], most: int = MOST_FEATURES) -> list[str]:
    """The features that pull most: the weakest are left out a few at a time, and the rest learned again."""
    names, shares = list(found[0].seen), np.asarray([pair.share for pair in found])
    rows = [pair.seen for pair in found]
    while len(names) > most:
        weighed, (_, _, spread) = _matter(rows, shares, names), _scaled(rows, names)
        pulls = {name: abs(weighed.weights[name]) * each for name, each in zip(names, spread, strict=True)}
        weakest = sorted(names, key=pulls.__getitem__)[: min(len(names) - most, max(1, len(names) // 12))]
        names = [name for name in names if name not in weakest]
    return names


class Held(NamedTuple):
    """How sure a link was for who had not learned from its authority, and how right it was, from 0 to 1."""

    sure: Floats
    right: Floats


def held_out(found: Sequence[Pair], names: Sequence[str]) -> Held:
    """Each pair judged by what the other authorities teach."""
    sure, right = np.zeros(len(found)), np.zeros(len(found))
    for taught, kept in GroupKFold(FOLDS).split(found, groups=[pair.authority for pair in found]):
        model = learn([found[at] for at in taught], names)
        for at in kept:
            outcome, chance = model.outcome(found[at].told)
            sure[at] = model.chance(found[at].seen) * chance
            right[at] = found[at].share == SHARES["same"] and outcome == found[at].outcome
    return Held(sure, right)


def enough(held: Held, wanted: float) -> float:
    """How sure a link must be for `wanted` of those claimed to be right; never, where too few tell."""
    order = np.argsort(-held.sure)
    shares = np.cumsum(held.right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero((shares >= wanted) & (np.arange(len(order)) >= FEWEST - 1))
    return float(held.sure[order][good[-1]]) if len(good) else NEVER


def of_kind(found: Sequence[Pair], held: Held, kind: str) -> Held:
    """What was held out of pairs of a kind that can be claimed: those of prose that tells of two sides cannot."""
    may = [kind_of(each.told) == kind and (each.told["printed"] or not each.told["two sides"]) for each in found]
    kept = np.flatnonzero([each and not strays(pair.seen) for each, pair in zip(may, found, strict=True)])
    return Held(held.sure[kept], held.right[kept])


def glance(found: Sequence[Pair], held: Held, needed: Mapping[str, float]) -> Glance:
    """What tells at a glance that a pair is not worth a closer look, so that hardly any that is claimed is missed."""
    weighed = _matter([pair.seen for pair in found], np.asarray([pair.share for pair in found]), GLIMPSED)
    claimed = [
        weighed.log_odds(pair.seen)
        for pair, sure in zip(found, held.sure, strict=True)
        if sure >= needed[kind_of(pair.told)] and not strays(pair.seen)
    ]
    return Glance(weighed, float(np.quantile(claimed, MISSED))) if claimed else EVERYTHING


def report(kind: str, held: Held, at: float) -> None:
    """Say how right links of a kind are from several chances on, and how many."""
    for chance in sorted({round(at, 3), 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85}):
        claimed = held.sure >= chance
        if claimed.any():
            print(
                f"{kind} from {chance:.3f}: {claimed.sum()} of {len(claimed)}, {held.right[claimed].mean():.3f} right"
            )


def main() -> None:
    """Learn, measure, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, default=Path("corpus/labels/pairs.jsonl"))
    parser.add_argument("--database", default="sqlite:///findings.db")
    parser.add_argument("--without", nargs="+", default=[], metavar="AUTHORITY", help="learn nothing from these")
    parser.add_argument("--to", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    with Database(asked.database).read() as session:
        read = list(pairs(session, srsly.read_jsonl(asked.labels)))
    found = [pair for pair in read if pair.authority not in asked.without]
    names = telling(found)
    held = held_out(found, names)
    needed = {kind: enough(of_kind(found, held, kind), wanted) for kind, wanted in WANTED.items()}
    for kind, chance in needed.items():
        report(kind, of_kind(found, held, kind), chance)
    model = learn(found, names)._replace(enough=needed, glance=glance(found, held, needed))
    asked.to.write_text(to_json(model))


if __name__ == "__main__":
    main()
