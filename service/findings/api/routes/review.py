"""The review queue, and how far reviewers agree."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from findings.api.deps import AppSettings, Reading, Store
from findings.api.routes.corrections import Reviewer
from findings.jobs.catalogue import flipped
from findings.review import agreement
from findings.review.agreement import Agreement, Disagreements
from findings.review.orphans import orphans
from findings.review.queue import take
from findings.review.queue_values import Queue, QueueQuery
from findings.review.slips import Slips, slips
from findings.review.values import Orphans
from findings.store.session import Database

router = APIRouter(prefix="/review", tags=["review"])


@router.get("/queue")
def review_queue(
    store: Store, reviewer: Reviewer, settings: AppSettings, query: Annotated[QueueQuery, Query()]
) -> Queue:
    """The next findings to decide on, held for the reviewer for a while: nobody else is given them meanwhile.

    A share of them is blind: its suggestion is left out, so that the pull of suggestions can be measured.
    """
    share, hold = settings.blind_share, settings.hold_seconds
    return take(store, query, actor=reviewer, hold=hold, blind_share=share, only=flips_of(store, query))


def flips_of(store: Database, query: QueueQuery) -> list[str] | None:
    """The ids that a queue of a model's flips is narrowed to, where it is one."""
    if query.flips is None:
        return None
    with store.read() as session:
        return flipped(session, query.flips)


@router.get("/agreement")
def reviewers_agreement(session: Reading) -> Agreement:
    """Cohen's kappa for labels, Krippendorff's alpha for themes, and how often the suggestion was followed."""
    return agreement.agreement(session)


@router.get("/disagreements")
def list_disagreements(session: Reading) -> Disagreements:
    """Findings that reviewers read differently; a correction with `adjudicates` settles one."""
    return Disagreements(items=agreement.disagreements(session))


@router.get("/orphans")
def list_orphans(session: Reading) -> Orphans:
    """Decisions whose finding is in no reading of its report any more."""
    return Orphans(items=orphans(session))


@router.get("/slips")
def list_slips(session: Reading) -> Slips:
    """Decisions that look like slips: the machine holds them for next to impossible, or the same words differ."""
    return Slips(items=slips(session))
