"""Trained models: train one from corrections, compare, promote, roll back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from findings.api.deps import AppSettings, Reading, Store
from findings.api.model_examples import COMPARE_EXAMPLES, CONFIRM_EXAMPLES, VERSION
from findings.api.routes.corrections import Reviewer
from findings.jobs import catalogue, promotion, table
from findings.jobs.catalogue import Comparison, Confirmation, Current, Model, Models, Pair
from findings.jobs.table import Job, JobKind, Jobs

router = APIRouter(tags=["models"])

Version = Annotated[str, Path(max_length=100, pattern=r"^[\w.+-]+$", examples=[VERSION])]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/models")
def list_models(settings: AppSettings) -> Models:
    """The shipped model and those that are kept, latest first; which is current, and what each comparison came to."""
    return catalogue.models(settings)


@router.post("/models/train", status_code=202)
def train_model(store: Store, reviewer: Reviewer) -> Job:
    """Retrain the current model on the corrections, as a job; one that is waiting or being done is given back.

    The candidate is compared with the current model on sets that neither learns from. It becomes current only when
    somebody promotes it.
    """
    return catalogue.start_training(store, actor=reviewer)


@router.post("/models/relabel", status_code=202)
def relabel_findings(store: Store, settings: AppSettings, reviewer: Reviewer) -> Job:
    """Label anew, as a job, what another model than the current one or an older taxonomy labelled.

    What people decided stays. One that is waiting or being done is given back.
    """
    return catalogue.start_relabelling(store, settings, actor=reviewer)


@router.post("/models/compare", status_code=202, openapi_extra=COMPARE_EXAMPLES)
def compare_models(store: Store, settings: AppSettings, reviewer: Reviewer, pair: Pair) -> Job:
    """Find which stored findings two models read differently, as a job; `/models/{version}/flips` shows them."""
    return catalogue.start_comparison(store, settings, pair, actor=reviewer)


@router.get("/models/{version}")
def read_model(settings: AppSettings, version: Version) -> Model:
    """One model with its comparison with the model that it was trained from: every figure, before and after."""
    return catalogue.model(settings, version)


@router.get("/models/{version}/flips")
def model_flips(session: Reading, version: Version, against: str | None = None, limit: Limit = 50) -> Comparison:
    """Findings that this model reads otherwise than the one before it, or than `against`, on a sample of those stored.

    The latest comparison is shown; `POST /models/compare` makes one.
    """
    return catalogue.comparison(session, version, against, limit)


@router.post("/models/{version}/promote", openapi_extra=CONFIRM_EXAMPLES)
def promote_model(
    store: Store, settings: AppSettings, reviewer: Reviewer, version: Version, given: Confirmation | None = None
) -> Current:
    """Make a model current. Every process that reads takes it at its next document; stored findings follow in a job.

    A model whose comparison refused it is not promoted; one that it could not judge needs `confirm`.
    """
    confirmed = given is not None and given.confirm
    job = promotion.promote(store, settings, version, confirmed=confirmed, actor=reviewer)
    return Current(current=promotion.current_version(settings), job=job)


@router.post("/models/{version}/rollback")
def roll_back_model(store: Store, settings: AppSettings, reviewer: Reviewer, version: Version) -> Current:
    """Make the model current that was before `version`, which must be the current one."""
    catalogue.must_be_current(settings, version)
    job = promotion.roll_back(store, settings, actor=reviewer)
    return Current(current=promotion.current_version(settings), job=job)


@router.get("/jobs")
def list_jobs(session: Reading, kind: JobKind | None = None, limit: Limit = 20) -> Jobs:
    """Background work, latest first."""
    return Jobs(items=table.jobs(session, kind, limit))


@router.get("/jobs/{number}")
def read_job(session: Reading, number: Number) -> Job:
    """One job: its state, progress, log and result."""
    return table.job(session, number)


@router.post("/jobs/{number}/retry", status_code=202)
def retry_job(store: Store, reviewer: Reviewer, number: Number) -> Job:
    """Try a job that failed again, as a new job; the one that failed keeps its reason.

    Labelling what is stored with the current model, where that failed, is tried again whenever the service starts.
    """
    return table.again(store, number, actor=reviewer)
