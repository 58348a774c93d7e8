"""Decisions as tasks of Prodigy and Label Studio, and what was annotated there as decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from hashlib import sha256
from typing import Any

from findings.review.exchange import Row
from findings.schemas import Label
from findings.store import tables as t
from findings.taxonomy.loader import taxonomy

THEME = "theme:"
LABEL, THEMES, ENTITIES, WORDS = "label", "themes", "entities", "text"  # names of controls in Label Studio
Task = dict[str, Any]


class Tool(StrEnum):
    """A tool whose tasks decisions are written as."""

    PRODIGY = "prodigy"
    LABEL_STUDIO = "label_studio"


def to_tasks(rows: Iterable[Row], tool: Tool) -> Iterator[bytes]:
    """A line of JSON a decision on labels, themes or entities; the decision itself is in `meta`."""
    make = {Tool.PRODIGY: _prodigy, Tool.LABEL_STUDIO: _label_studio}[tool]
    for row in rows:
        if row.action not in ("note", "undo"):
            yield json.dumps(make(row), ensure_ascii=False).encode() + b"\n"


def _prodigy(row: Row) -> Task:
    """A task of the `choice` interface, several choices allowed, with spans."""
    labels = [{"id": name, "text": info.name} for name, info in taxonomy().labels.items()]
    themes = [{"id": THEME + theme.id, "text": theme.name} for theme in taxonomy().themes.values()]
    label, themed, entities = _annotated(row)
    spans = [{"start": e["start"], "end": e["end"], "label": e["type"]} for e in entities]
    accept = [*([label] if label else []), *(THEME + name for name in themed)]
    shown = {"text": row.text, "options": labels + themes, "accept": accept, "spans": spans, "answer": "accept"}
    return shown | {"meta": {"source": row.title, "correction": row.model_dump(mode="json")}}


def _label_studio(row: Row) -> Task:
    label, themed, entities = _annotated(row)
    found = [_choice(LABEL, [label])] if label else []
    found += [_choice(THEMES, themed)] if themed else []
    found += [_span(entity) for entity in entities]
    meta = {"source": row.title, "correction": row.model_dump(mode="json")}
    return {"data": {WORDS: row.text}, "annotations": [{"result": found}], "meta": meta}


def _choice(name: str, choices: list[str]) -> Task:
    return {"from_name": name, "to_name": WORDS, "type": "choices", "value": {"choices": choices}}


def _span(entity: Task) -> Task:
    value = {"start": entity["start"], "end": entity["end"], "text": entity["text"], "labels": [entity["type"]]}
    return {"from_name": ENTITIES, "to_name": WORDS, "type": "labels", "value": value}


def _annotated(row: Row) -> tuple[str | None, list[str], list[Task]]:
    """The label, theme ids as they are now, and entities that a row says."""
    after = row.after
    themes = taxonomy().decided(tag["id"] for tag in after.get("themes") or [])
    return after.get("label"), themes, after.get("entities") or []


def from_task(line: Task) -> Row:
    """The decision that a line of JSON holds: a row, or a task of either tool, annotated anew or not."""
    if "meta" not in line:
        return Row.model_validate(line)
    row = Row.model_validate(line["meta"]["correction"])
    label, themes, spans = _read_label_studio(line) if "annotations" in line else _read_prodigy(line)
    return _reconciled(row, label, themes, spans)


def _read_prodigy(task: Task) -> tuple[str | None, list[str], list[Task]]:
    chosen = task.get("accept") or []
    spans = [{"start": s["start"], "end": s["end"], "type": s["label"]} for s in task.get("spans") or []]
    label = next((name for name in chosen if not name.startswith(THEME)), None)
    return label, [name.removeprefix(THEME) for name in chosen if name.startswith(THEME)], spans


def _read_label_studio(task: Task) -> tuple[str | None, list[str], list[Task]]:
    results = task["annotations"][-1]["result"]
    chosen = {each["from_name"]: each["value"]["choices"] for each in results if each["type"] == "choices"}
    values = [each["value"] for each in results if each["type"] == "labels"]
    spans = [{"start": v["start"], "end": v["end"], "type": v["labels"][0]} for v in values]
    return next(iter(chosen.get(LABEL, [])), None), chosen.get(THEMES, []), spans


def _reconciled(row: Row, label: str | None, themes: list[str], spans: list[Task]) -> Row:
    """The row itself where the tool's annotation says the same, else a new decision that says what differs."""
    was_label, was_themes, was_entities = _annotated(row)
    after: Task = {}
    if label is not None and label != was_label:
        after |= {"label": Label(label), "confidence": 1.0}
    if set(themes) != set(was_themes):
        after["themes"] = [{"id": name, "confidence": 1.0} for name in themes]
    if spans != [{"start": e["start"], "end": e["end"], "type": e["type"]} for e in was_entities]:
        after["entities"] = [{**each, "text": row.text[each["start"] : each["end"]]} for each in spans]
    if not after:
        return row
    uid = sha256(json.dumps([row.uid, after], sort_keys=True).encode()).hexdigest()[:32]
    before = {name: row.after.get(name, row.before.get(name)) for name in after}
    known = {name: value for name, value in before.items() if value is not None}
    new = {"uid": uid, "group_id": uid, "action": "edit", "undoes": None, "before": known, "after": after}
    return Row.model_validate(row.model_dump() | new | {"at": t.now(), "note": None, "seconds": None})
