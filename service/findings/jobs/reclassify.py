"""The job that labels what is stored with the current model; what people decided stays as they decided it."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.analyse import model_name
from findings.jobs.promotion import current_version, folder_of
from findings.jobs.work import Work
from findings.pipeline.load import load
from findings.relabel import Relabelled, relabel
from findings.schemas import Analysis
from findings.store import audit
from findings.store import tables as t
from findings.store.mapping import storable, uncertainty
from findings.store.report_queries import analysis
from findings.store.rows import set_tags, value_of
from findings.store.taxonomy_list import given_now
from findings.taxonomy.loader import taxonomy

SPOKEN = 20  # reports between two lines of the log


def reclassify(work: Work) -> dict[str, Any]:
    """Label every report that another model labelled; begun anew, it goes on where it was stopped."""
    version = str(work.job.arguments["version"])
    nlp = load(folder_of(version, work.settings))
    waiting = _waiting(work, model_name(nlp))
    work.say(f"Reports to label with {model_name(nlp)}: {len(waiting)}", 0.0)
    changed = 0
    for at, report in enumerate(waiting):
        if at % SPOKEN == 0:
            if current_version(work.settings) != version:
                work.say(f"{version} is current no more: the rest is left to the next job")
                return {"reports": at, "changed": changed, "superseded": True}
            work.say(f"Reports labelled: {at} of {len(waiting)}; findings changed: {changed}", at / len(waiting))
        changed += relabel_report(work, nlp, report)
    work.say(f"Findings that changed: {changed}", 1.0)
    return {"reports": len(waiting), "changed": changed, "superseded": False}


def _waiting(work: Work, model: str) -> list[str]:
    r = t.Report
    other = or_(col(r.model) != model, col(r.taxonomy) != taxonomy().version)
    with work.database.read() as session:
        return list(session.scalars(select(col(r.id)).where(other).order_by(col(r.id))))


def relabel_report(work: Work, nlp: Language, report_id: str) -> int:
    """Label one report with `nlp`; returns how many of its findings changed."""
    with work.database.read() as session:
        if session.get(t.Report, report_id) is None:
            return 0
        read = analysis(session, report_id)
    with nlp.memory_zone():
        made = relabel(nlp, read.findings, read.report.kind, read.text, entities=True)
    with work.database.write() as session:
        return _write(session, read, dict(zip((each.id for each in read.findings), made, strict=True)), nlp, work)


def _write(session: Session, read: Analysis, made: dict[str, Relabelled], nlp: Language, work: Work) -> int:
    report = session.get(t.Report, read.report.id, with_for_update=True)
    if report is None or report.model != read.report.model:
        return 0  # removed, or read anew meanwhile
    before = report.model
    report.model, report.taxonomy = model_name(nlp), taxonomy().version
    rows = session.scalars(select(t.Finding).where(col(t.Finding.report_id) == report.id)).all()
    changed = sum(_apply(session, row, made[row.id], report) for row in rows if row.id in made)
    detail = {"before": before, "model": report.model, "changed": changed}
    audit.record(session, work.job.actor, "report.relabelled", "report", report.id, **detail)
    return changed


def _apply(session: Session, row: t.Finding, new: Relabelled, report: t.Report) -> bool:
    """Put what a model makes of a finding onto its row, but for the fields that a person decided."""
    human, old = row.human or [], value_of(session, row)
    changed = False
    row.model, row.taxonomy = report.model, report.taxonomy
    if row.scores:  # a finding that a person added has none
        row.scores, row.uncertainty = {label.value: each for label, each in new.scores.items()}, uncertainty(new.scores)
    kept = [reason for reason in row.reasons if reason["kind"] == "reviewer"]
    row.reasons = storable([reason.model_dump() for reason in new.reasons]) + kept
    row.disputed = any(reason.kind == "warning" for reason in new.reasons)
    if "label" not in human:
        changed = row.label != new.label
        row.label, row.confidence = new.label.value, new.confidence
    themes = given_now(new.themes, row.text)  # they may have been changed while the model read
    if "themes" not in human and old.themes != themes:
        changed |= [tag.id for tag in old.themes] != [tag.id for tag in themes]
        set_tags(session, row, themes=[tag.model_dump() for tag in themes])
    if "entities" not in human and new.entities is not None and old.entities != new.entities:
        changed = True
        set_tags(session, row, entities=new.entities)
    return changed
