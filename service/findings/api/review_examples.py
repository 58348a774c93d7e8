"""Examples of what reviewers send."""

from __future__ import annotations

from typing import Any

from findings.api.examples import FINDING_ID, LATER_FINDING_ID, LATER_ID, TEXT
from findings.review.exchange import Row

TITLE = TEXT.partition("\n")[0]


def _bodies(**examples: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"examples": examples}}}}


CORRECT_EXAMPLES = _bodies(
    right={"summary": "The label is right", "value": {"label": "area_for_improvement", "seconds": 2.5}},
    wrong={
        "summary": "Another label and themes",
        "value": {"label": "priority_action", "themes": ["health", "drift_delay"], "note": "Printed as a priority."},
    },
    entity={"summary": "The entities that it names", "value": {"entities": [{"start": 4, "end": 14, "type": "ROLE"}]}},
    again={
        "summary": "Sent again, because an answer was lost: decided once",
        "value": {"label": "priority_action", "token": "8f14e45fceea167a5a36dedd4bea2543"},
    },
    flag={"summary": "A note that decides nothing", "value": {"note": "Ask a second reader."}},
    undo={"summary": "Take the last decision back", "value": {"undo": True}},
)
ADD_EXAMPLES = _bodies(
    missed={
        "summary": "Words of the report that should have been a finding",
        "value": {"start": 0, "end": len(TITLE), "label": "not_a_finding"},
    }
)
LINK_EXAMPLES = _bodies(
    repeated={
        "summary": "The later report asks for the same again",
        "value": {
            "point": FINDING_ID,
            "report_id": LATER_ID,
            "outcome": "repeated",
            "finding_id": LATER_FINDING_ID,
            "note": "Nearly the same words.",
        },
    },
    undo={
        "summary": "Take the last decision back",
        "value": {"point": FINDING_ID, "report_id": LATER_ID, "undo": True},
    },
)
STANDING_EXAMPLES = _bodies(
    internal={"summary": "Keep it out of exports", "value": {"internal": True, "note": "Not published yet."}},
    public={"summary": "It may go out again", "value": {"internal": False, "superseded_by": None}},
)
IMPORT_EXAMPLES: dict[str, Any] = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "examples": {"empty": {"summary": "No decision", "value": {"file": ",".join(Row.model_fields) + "\n"}}}
            }
        }
    }
}
