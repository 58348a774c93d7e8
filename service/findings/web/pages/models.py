"""The models: which is current, what retraining came to, and one click to promote or to go back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from findings.api.deps import Actor, AppSettings, Reading, Store
from findings.api.routes.models import Number
from findings.errors import FindingsError
from findings.jobs import catalogue, promotion, table
from findings.jobs.catalogue import Comparison, Pair
from findings.jobs.table import JobKind
from findings.settings import Settings
from findings.store import tables as t
from findings.store.session import Database
from findings.taxonomy import taxonomy
from findings.web.templating import render

router = APIRouter(prefix="/ui/models")

LATEST = 5
FLIPS = 20
OVER = ("done", "failed")
STOP_ASKING = 286  # what htmx understands


@router.get("")
def all_models(request: Request, store: Store, settings: AppSettings) -> Response:
    """The models, and the latest work on them."""
    return _page(request, store, settings)


@router.get("/jobs/{number}")
def one_job(request: Request, number: Number, session: Reading) -> Response:
    """What a page says of a job; it asks again until the job is over, and then shows what came of it."""
    job = table.job(session, number)
    response = render(request, "_job_alone.html", {"job": job})
    if job.state in OVER:
        response.status_code = STOP_ASKING
        response.headers["HX-Trigger"] = "job-over"
    return response


@router.post("/jobs/{number}/retry")
def retry(request: Request, number: Number, store: Store, settings: AppSettings, actor: Actor) -> Response:
    """Try a job that failed again."""
    return _done(request, store, settings, lambda: table.again(store, number, actor=actor))


@router.post("/train")
def train(request: Request, store: Store, settings: AppSettings, actor: Actor) -> Response:
    """Start retraining."""
    return _done(request, store, settings, lambda: catalogue.start_training(store, actor=actor))


@router.post("/relabel")
def relabel(request: Request, store: Store, settings: AppSettings, actor: Actor) -> Response:
    """Label anew what an older taxonomy or another model labelled."""
    return _done(request, store, settings, lambda: catalogue.start_relabelling(store, settings, actor=actor))


@router.post("/rollback")
def roll_back(request: Request, store: Store, settings: AppSettings, actor: Actor, version: str = Form()) -> Response:
    """Make the model current that was before."""

    def go_back() -> None:
        catalogue.must_be_current(settings, version)
        promotion.roll_back(store, settings, actor=actor)

    return _done(request, store, settings, go_back)


@router.post("/promote")
def promote(
    request: Request,
    store: Store,
    settings: AppSettings,
    actor: Actor,
    version: str = Form(),
    confirm: bool = Form(default=False),
) -> Response:
    """Make a model current."""
    return _done(
        request, store, settings, lambda: promotion.promote(store, settings, version, confirmed=confirm, actor=actor)
    )


@router.post("/compare")
def compare(
    request: Request, store: Store, settings: AppSettings, actor: Actor, pair: Annotated[Pair, Form()]
) -> Response:
    """Start comparing two models."""
    return _done(request, store, settings, lambda: catalogue.start_comparison(store, settings, pair, actor=actor))


def _done(request: Request, store: Database, settings: Settings, act: Callable[[], object]) -> Response:
    """The list of models after an act, or with why it could not be done."""
    try:
        act()
    except FindingsError as error:
        return _page(request, store, settings, error=error)
    return RedirectResponse("/ui/models#work", status_code=303)  # where the next Tab leads on from


def _page(request: Request, store: Database, settings: Settings, error: FindingsError | None = None) -> Response:
    with store.read() as session:
        decided = col(t.Finding.reviewed_at).is_not(None)
        context: dict[str, Any] = {
            "models": catalogue.models(settings),
            "jobs": table.jobs(session, limit=LATEST),
            "unfinished": promotion.unfinished(session, settings),
            "training": table.open_job(session, JobKind.TRAIN),
            "decided": session.scalar(select(func.count()).select_from(t.Finding).where(decided)) or 0,
            "older": session.scalar(select(func.count()).select_from(t.Report).where(_older())) or 0,
            "error": error.message if error else None,
        }
    return render(request, "models.html", context, status=error.status if error else 200)


def _older() -> ColumnElement[bool]:
    """Whether a report was labelled under an older taxonomy."""
    return col(t.Report.taxonomy) != taxonomy().version


@router.get("/{version}")
def one_model(
    request: Request, session: Reading, settings: AppSettings, version: str, against: str | None = None
) -> Response:
    """A model's comparison with the one that it was trained from, and which stored findings it reads otherwise."""
    context = {
        "model": catalogue.model(settings, version),
        "models": catalogue.models(settings),
        "flips": _flips(session, version, against),
    }
    return render(request, "model.html", context)


def _flips(session: Reading, version: str, against: str | None) -> Comparison | None:
    try:
        return catalogue.comparison(session, version, against, FLIPS)
    except FindingsError:
        return None
