"""The models that there are, as people see them: which is current, how each compared, what each changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.jobs import table
from findings.jobs.promotion import SHIPPED, current_version, folder_of, judged, refuse_override
from findings.jobs.table import Job, JobKind
from findings.pipeline import registry
from findings.pipeline.gate_values import Decision, Gate
from findings.pipeline.load import shipped_model
from findings.review.flips import Flips, ShownFlip, shown
from findings.settings import Settings
from findings.store import tables as t
from findings.store.session import Database

OFFERED = 10


class Model(BaseModel):
    """A model: `decision` is what its comparison came to, null where it was never compared; `damaged` says how."""

    version: str
    current: bool
    made_at: dt.datetime
    hash: str | None
    decision: Decision | None
    damaged: str | None
    gate: Gate | None


class Models(BaseModel):
    """All models; `before` were current before the current one, latest last; `fixed` where a setting overrides them."""

    current: str
    before: list[str]
    fixed: str | None
    items: list[Model]


class Confirmation(BaseModel):
    """A person's word that a model may become current."""

    model_config = ConfigDict(extra="forbid")

    confirm: bool = Field(default=False, description="True: promote it although too few examples could tell.")


class Pair(BaseModel):
    """Two models to compare."""

    model_config = ConfigDict(extra="forbid")

    before: str = Field(max_length=100)
    after: str = Field(max_length=100)


class Current(BaseModel):
    """Which model is current now, and the job that labels stored findings with it, where there is anything to do."""

    current: str
    job: Job | None


class Comparison(BaseModel):
    """How two models differ on a sample of stored findings; `labels` and `themes` count those that change.

    Of those that were kept, which are the surest, `undecided` count those whose label nobody decided; they come first.
    """

    before: str
    after: str
    sampled: int
    labels: int
    themes: int
    moves: dict[str, int]
    decided: int
    undecided: int
    items: list[ShownFlip]


def models(settings: Settings) -> Models:
    """Every model, the kept ones latest first."""
    home = settings.models
    pointer = registry.pointer(home)
    kept = [_model(home / each.version, each.version, settings) for each in registry.kept_models(home)]
    return Models(
        current=current_version(settings),
        before=[each or SHIPPED for each in pointer.before],
        fixed=str(settings.model) if settings.model else None,
        items=[*kept, _model(shipped_model(), SHIPPED, settings)],
    )


def model(settings: Settings, version: str) -> Model:
    """One model. Raises FindingsError where there is none of that version."""
    return _model(folder_of(version, settings), version, settings)


def _model(folder: Path, version: str, settings: Settings) -> Model:
    sealed, damaged, gate = None, None, None
    try:
        sealed = registry.check(folder).hash if (folder / registry.MANIFEST).exists() else None
        gate = judged(version, settings)
    except FindingsError as error:
        damaged = error.message
    made = (folder / registry.META).stat().st_mtime if (folder / registry.META).exists() else 0.0
    return Model(
        version=version,
        current=settings.model is None and version == current_version(settings),
        made_at=dt.datetime.fromtimestamp(made, dt.UTC),
        hash=sealed,
        decision=gate.decision if gate else None,
        damaged=damaged,
        gate=gate,
    )


def must_be_current(settings: Settings, version: str) -> None:
    """Raise FindingsError where another model is current: two people must not roll back twice."""
    now = current_version(settings)
    if version != now:
        raise FindingsError(Code.CONFLICT, f"{version} is not current, {now} is. Look at /models again.")


def start_training(database: Database, *, actor: str) -> Job:
    """The job that retrains; the one that is there already, if any."""
    with database.read() as session:
        if known := table.open_job(session, JobKind.TRAIN):
            return known
        told = session.scalar(select(col(t.Finding.pk)).where(col(t.Finding.reviewed_at).is_not(None)).limit(1))
    if told is None:
        raise FindingsError(Code.CONFLICT, "There are no corrections to learn from yet. Review some findings first.")
    return table.enqueue(database, JobKind.TRAIN, {}, actor=actor)


def start_relabelling(database: Database, settings: Settings, *, actor: str) -> Job:
    """The job that labels anew what another model or an older taxonomy labelled; the one that is there, if any."""
    refuse_override(settings)
    with database.read() as session:
        if known := table.open_job(session, JobKind.RECLASSIFY):
            return known
    return table.enqueue(database, JobKind.RECLASSIFY, {"version": current_version(settings)}, actor=actor)


def start_comparison(database: Database, settings: Settings, pair: Pair, *, actor: str) -> Job:
    """The job that compares two models."""
    for version in (pair.before, pair.after):
        folder_of(version, settings)
    return table.enqueue(database, JobKind.COMPARE, pair.model_dump(), actor=actor)


def comparison(session: Session, version: str, against: str | None, limit: int) -> Comparison:
    """The latest comparison of a model. Raises FindingsError where there is none."""
    before, after, found = _latest(session, version, against)
    kept = shown(session, found, limit)
    return Comparison(before=before, after=after, **kept._asdict(), **found.model_dump(exclude={"items"}))


def flipped(session: Session, version: str) -> list[str]:
    """The ids of the findings that a model reads differently. Raises FindingsError where it was never compared."""
    return [each.id for each in _latest(session, version, None)[2].items]


def compared(session: Session) -> list[str]:
    """The models of which it is known what they read differently, latest comparison first."""
    return list(dict.fromkeys(after for _, after, _ in islice(_comparisons(session), OFFERED)))


def _comparisons(session: Session) -> Iterator[tuple[str, str, Flips]]:
    j = t.Job
    done = select(j).where(col(j.state) == "done", col(j.kind).in_([JobKind.TRAIN, JobKind.COMPARE]))
    latest = done.order_by(col(j.id).desc()).execution_options(yield_per=1)  # each holds hundreds of findings
    yield from map(_compared, session.scalars(latest))


def _latest(session: Session, version: str, against: str | None) -> tuple[str, str, Flips]:
    for before, after, found in _comparisons(session):
        if after == version and against in (None, before):
            return before, after, found
    told = f"Nobody compared {version}{f' with {against}' if against else ''} yet; POST /models/compare does."
    raise FindingsError(Code.NOT_FOUND, told)


def _compared(row: t.Job) -> tuple[str, str, Flips]:
    result: dict[str, Any] = row.result or {}
    if row.kind == JobKind.COMPARE:
        return row.arguments["before"], row.arguments["after"], Flips.model_validate(result)
    return result["current"], result["version"], Flips.model_validate(result["flips"])
