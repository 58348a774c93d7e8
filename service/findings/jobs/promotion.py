"""Which model is current, and that stored findings follow it."""

from __future__ import annotations

from pathlib import Path

import srsly
from sqlalchemy.orm import Session

from findings.errors import Code, FindingsError
from findings.jobs import table
from findings.jobs.table import Job, JobKind
from findings.pipeline import registry
from findings.pipeline.gate_values import Decision, Gate, gate_of
from findings.pipeline.load import current_model, shipped_model
from findings.settings import Settings
from findings.store import audit
from findings.store.session import Database

SHIPPED = "shipped"


def folder_of(version: str, settings: Settings) -> Path:
    """The folder of a model by version; `shipped` is the one that came with the product. Raises where there is none."""
    if version == SHIPPED:
        return shipped_model()
    return settings.models / registry.kept_model(version, settings.models).version


def current_version(settings: Settings) -> str:
    """The version of the current model."""
    return registry.pointer(settings.models).version or SHIPPED


def promote(database: Database, settings: Settings, version: str, *, confirmed: bool, actor: str) -> Job | None:
    """Make a kept model current, where its comparison with the one before allows it; the job that relabels."""
    refuse_override(settings)
    check_gate(version, settings, confirmed=confirmed)
    registry.promote(version, settings.models)
    return _follow(database, settings, "model.promoted", actor)


def roll_back(database: Database, settings: Settings, *, actor: str) -> Job | None:
    """Make the model current that was before; the job that relabels."""
    refuse_override(settings)
    registry.roll_back(settings.models)
    return _follow(database, settings, "model.rolled_back", actor)


def _follow(database: Database, settings: Settings, action: str, actor: str) -> Job | None:
    with database.write() as session:
        audit.record(session, actor, action, "model", current_version(settings))
    return reconcile(database, settings, actor=actor)


def check_gate(version: str, settings: Settings, *, confirmed: bool) -> None:
    """Raise FindingsError where a model's comparison refuses it, or asks for a person who has not confirmed."""
    gate = judged(version, settings)
    why = "; ".join(gate.reasons[:3]) if gate else "it was never compared with the current model"
    if gate and gate.decision is Decision.REFUSED:
        told = f"{version} is refused: {why}. Look at its corrections (/review/slips), then train again."
        raise FindingsError(Code.CONFLICT, told)
    if not confirmed and (gate is None or gate.decision is Decision.CONFIRM):
        raise FindingsError(Code.CONFLICT, f"{version} needs a person's word: {why}. Confirm it to promote it.")


def judged(version: str, settings: Settings) -> Gate | None:
    """A model's comparison; one with a model that is not current any more leaves it to a person."""
    gate = gate_of(folder_of(version, settings))
    if gate is None or gate.decision is not Decision.ACCEPTED or version == current_version(settings):
        return gate
    now = current_name(settings)
    if gate.current == now:
        return gate
    told = f"it was compared with {gate.current}, and {now} is current now"
    return gate.model_copy(update={"decision": Decision.CONFIRM, "reasons": [told]})


def current_name(settings: Settings) -> str:
    """The name of the current model, as findings carry it and comparisons tell it."""
    meta = srsly.read_json(current_model(settings) / registry.META)
    return f"{meta['name']}-{meta['version']}"


def refuse_override(settings: Settings) -> None:
    """Raise FindingsError where a setting says which model is current."""
    if settings.model is not None:
        told = f"The model is set to be {settings.model}. Unset FINDINGS_MODEL, so that a kept one can be current."
        raise FindingsError(Code.CONFLICT, told)


def reconcile(database: Database, settings: Settings, *, actor: str) -> Job | None:
    """A job that labels what is stored with the current model, where the last such job was for another one.

    So it does not matter who promoted a model, or whether the service ran then. None where nothing has to be done.
    """
    if settings.model is not None:
        return None
    version = current_version(settings)
    with database.read() as session:
        last = table.latest(session, JobKind.RECLASSIFY)
    if (last.arguments["version"] if last else SHIPPED) == version:
        return None
    token = f"{version} after {last.id if last else 0}"  # two services that notice at once make one job
    return table.enqueue(database, JobKind.RECLASSIFY, {"version": version}, actor=actor, token=token)


def unfinished(session: Session, settings: Settings) -> Job | None:
    """The job that was to label what is stored with the current model, and failed; none where nothing is amiss."""
    last = table.latest(session, JobKind.RECLASSIFY)
    if last is None or last.state != "failed" or last.arguments["version"] != current_version(settings):
        return None
    return last


def resume(database: Database, settings: Settings, *, actor: str) -> Job | None:
    """Try anew to label what is stored, where that failed: what kept it from it may be mended by now."""
    with database.read() as session:
        failed = unfinished(session, settings)
    return table.again(database, failed.id, actor=actor) if failed and settings.model is None else None
