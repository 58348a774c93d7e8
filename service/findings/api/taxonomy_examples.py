"""Examples of changes of the themes."""

from __future__ import annotations

from typing import Any

RENAME = {
    "what": "rename",
    "from": ["recording"],
    "to": [{"id": "case_records", "name": "Case records"}],
    "why": "Reports speak of records more than of recording.",
}
MERGE = {
    "what": "merge",
    "from": ["neglect"],
    "to": [{"id": "domestic_abuse"}],
    "why": "Too few findings are of neglect alone.",
}
SPLIT = {
    "what": "split",
    "from": ["health"],
    "to": [
        {
            "id": "physical_health",
            "name": "Physical health",
            "covers": "health assessments, dental checks, immunisation",
            "words": ["dent*", "immunis*", "health assessment*"],
        },
        {
            "id": "mental_health",
            "name": "Emotional and mental health",
            "covers": "CAMHS, emotional well-being, therapies",
            "words": ["CAMHS", "mental health", "emotional", "therap*"],
        },
    ],
    "why": "Different services answer for them.",
}
RETIRE = {"what": "retire", "from": ["performance_data"], "to": [], "why": "No report speaks of it any more."}
UNDO = {"what": "undo", "why": "It was needed after all."}


def _body(**examples: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"examples": examples}}}}


_KINDS = {
    "rename": {"summary": "Another id and name", "value": RENAME},
    "merge": {"summary": "One theme becomes part of another", "value": MERGE},
    "split": {"summary": "One theme becomes two, told apart by words", "value": SPLIT},
    "retire": {"summary": "Findings are given it no more", "value": RETIRE},
}
PLAN_EXAMPLES = _body(**_KINDS)
CHANGE_EXAMPLES = _body(**_KINDS, undo={"summary": "Take the last change back", "value": UNDO})
