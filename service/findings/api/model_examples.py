"""Examples of what is sent to train, compare and promote models."""

from __future__ import annotations

from typing import Any

VERSION = "shipped"


def _body(**examples: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"examples": examples}}}}


COMPARE_EXAMPLES = _body(
    same={"summary": "The shipped model with itself", "value": {"before": VERSION, "after": VERSION}}
)
CONFIRM_EXAMPLES = _body(
    confirmed={"summary": "Promote although too few examples could tell", "value": {"confirm": True}}
)
