"""Examples that OpenAPI shows; every one of them runs, in the order of the paths."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from findings.api.posted import PostedText
from findings.identity import finding_id, report_id

ITEM = "The timeliness of initial health assessments for children who come into care."
TEXT = f"""Inspection of children's services

What needs to improve

- {ITEM}
- Management oversight of social work practice, so that drift in children's plans is challenged.

The experiences and progress of children in care

Social workers visit children regularly and build trusting relationships with them.
"""

LATER_ITEM = "The timeliness of initial health assessments when children come into care."
LATER_TEXT = TEXT.replace(ITEM, LATER_ITEM)

REPORT_ID = report_id(sha256(TEXT.encode()).hexdigest())
FINDING_ID = finding_id(REPORT_ID, TEXT.index(ITEM), TEXT.index(ITEM) + len(ITEM), ITEM)

LATER_ID = report_id(sha256(LATER_TEXT.encode()).hexdigest())
LATER_FINDING_ID = finding_id(
    LATER_ID, LATER_TEXT.index(LATER_ITEM), LATER_TEXT.index(LATER_ITEM) + len(LATER_ITEM), LATER_ITEM
)

TEXT_SCHEMA = PostedText.model_json_schema(ref_template="#/components/schemas/{model}")
TEXT_SCHEMA.pop("$defs")

CLASSIFY_BODIES: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": TEXT_SCHEMA,
            "examples": {
                "report": {
                    "summary": "A report whose authority and date the sender knows",
                    "value": {"text": TEXT, "authority": "Hackney", "published": "2019-12-09", "kind": "ilacs"},
                },
                "later": {
                    "summary": "A later report about the same authority",
                    "value": {"text": LATER_TEXT, "authority": "Hackney", "published": "2022-10-03", "kind": "ilacs"},
                },
                "not kept": {"summary": "A text that is not to be kept", "value": {"text": TEXT, "store": False}},
            },
        },
        "text/plain": {
            "schema": {"type": "string", "minLength": 1},
            "examples": {"text": {"summary": "A pasted text", "value": TEXT}},
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "PDF, DOCX, PPTX, HTML, mail, text"},
                    "title": {"type": "string", "maxLength": 500},
                    "authority": {"type": "string", "maxLength": 200},
                    "published": {"type": "string", "format": "date"},
                    "kind": {"$ref": "#/components/schemas/Kind"},
                    "store": {"type": "boolean", "default": True},
                },
            },
            "examples": {"file": {"summary": "A file", "value": {"file": TEXT, "title": "A text file"}}},
        },
    },
}

PATCH_EXAMPLES: dict[str, Any] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {
                    "dates": {
                        "summary": "The dates of the inspection, read from the cover",
                        "value": {"inspection_start": "2019-11-04", "inspection_end": "2019-11-15"},
                    },
                    "grades": {
                        "summary": "A grade that was read wrongly",
                        "value": {"judgements": [{"area": "in_care", "grade": "good"}], "note": "See page 1."},
                    },
                }
            }
        }
    }
}
