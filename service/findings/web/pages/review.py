"""The page on which reviewers decide, one finding after the other; all that moves on it is script that asks the API."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from findings.api.deps import AppSettings, Reading
from findings.jobs.catalogue import compared
from findings.review.queue_values import QueueQuery
from findings.store.report_queries import authorities
from findings.taxonomy import taxonomy
from findings.web.asked import asked
from findings.web.templating import render
from findings.web.words import KINDS, OUTCOMES

router = APIRouter(prefix="/ui/review")

ORDERS = {"uncertain": "Least certain first", "position": "As in the reports"}
ENTITY_TYPES = {
    "PROCESS": "Process",
    "COHORT": "Group of children",
    "ROLE": "Role",
    "SERVICE": "Service",
    "BODY": "Body",
    "LAW": "Law or guidance",
    "FRAMEWORK": "Framework",
}
ASKED_BY_SCRIPT = {"skip", "have", "count", "limit"}


@router.get("")
def review(request: Request, session: Reading, settings: AppSettings) -> Response:
    """The queue that the address describes, as a page that works by keys, by mouse and by touch."""
    query, problems = asked(request, QueueQuery)
    params = queue_params(query)
    context = {
        "query_": query,
        "params": params,
        "problems": problems,
        "narrowed": bool(params),
        "authorities": authorities(session),
        "orders": ORDERS,
        "compared": _models(session, query),
        "words": _words(),
        "reviewer": settings.actor,
    }
    return render(request, "review.html", context)


def _models(session: Reading, query: QueueQuery) -> list[tuple[str, str]]:
    """The models whose flips can be asked for, as choices; the one that is asked for among them."""
    asked_for = [query.flips] if query.flips else []
    return [(version, version) for version in dict.fromkeys([*asked_for, *compared(session)])]


def queue_params(query: QueueQuery) -> dict[str, Any]:
    """What an address says of a queue."""
    return query.model_dump(by_alias=True, exclude_defaults=True, exclude=ASKED_BY_SCRIPT, mode="json")


def _words() -> dict[str, Any]:
    """The names that the script writes: of labels, themes, kinds of report and types of entities."""
    known = taxonomy()
    return {
        "labels": {name: label.name for name, label in known.labels.items()},
        "themes": [
            {
                "id": theme.id,
                "name": theme.name,
                "covers": theme.covers,
                "outcome": OUTCOMES[theme.national_framework].partition(":")[0],
            }
            for theme in known.themes.values()
        ],
        "older": {name: known.name_of(name) for name in known.went},
        "kinds": {kind.value: name for kind, name in KINDS.items()},
        "entities": ENTITY_TYPES,
    }
