"""Rows of decisions as JSON lines, CSV and spaCy's DocBin, and back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

import spacy
from pydantic import ValidationError
from spacy.tokens import Doc, DocBin

from findings.errors import Code, FindingsError
from findings.review.exchange import Row
from findings.review.tasks import from_task
from findings.schemas import Label
from findings.store.export import FORMULA_STARTS

COLUMNS = tuple(Row.model_fields)
STATES = ("before", "after")
OPTIONAL = tuple(name for name, field in Row.model_fields.items() if not field.is_required())
USER_DATA = "correction"


class Form(StrEnum):
    """A form that decisions are exchanged in."""

    JSONL = "jsonl"
    CSV = "csv"
    SPACY = "spacy"


def to_jsonl(rows: Iterable[Row]) -> Iterator[bytes]:
    """A line of JSON a decision."""
    return (row.model_dump_json().encode() + b"\n" for row in rows)


def to_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines of CSV, marked as UTF-8; no cell can be taken for a formula."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    for row in rows:
        plain = row.model_dump(mode="json")
        states = {name: json.dumps(plain[name], ensure_ascii=False) for name in STATES}
        yield _line([_guarded((plain | states)[name]) for name in COLUMNS])


def _line(cells: Iterable[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith((*FORMULA_STARTS, "'")) else value


def to_spacy(rows: Iterable[Row]) -> Iterator[bytes]:
    """A DocBin with a Doc a decision: labels and themes as `cats`, entities as `ents`, the row in `user_data`."""
    nlp = spacy.blank("en")
    yield DocBin(docs=(_doc(nlp(row.text), row) for row in rows), store_user_data=True).to_bytes()


def _doc(doc: Doc, row: Row) -> Doc:
    if "label" in row.after:
        doc.cats = {label.value: float(label == row.after["label"]) for label in Label}
    doc.cats |= {f"theme:{tag['id']}": 1.0 for tag in row.after.get("themes") or []}
    spans = [doc.char_span(e["start"], e["end"], e["type"], alignment_mode="expand") for e in _entities(row)]
    doc.ents = spacy.util.filter_spans([span for span in spans if span is not None])
    doc.user_data[USER_DATA] = row.model_dump_json()
    return doc


def _entities(row: Row) -> list[dict[str, Any]]:
    return row.after.get("entities") or []


WRITERS: dict[Form, Callable[[Iterable[Row]], Iterator[bytes]]] = {
    Form.JSONL: to_jsonl,
    Form.CSV: to_csv,
    Form.SPACY: to_spacy,
}


def read(data: bytes, form: Form) -> list[Row]:
    """The rows that a file holds. Raises FindingsError where it is no such file."""
    try:
        return list(READERS[form](data))
    except ValidationError as error:
        [first, *_] = error.errors()
        told = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise FindingsError(Code.INVALID, f"A row is no decision ({told}); send a file that was exported.") from error
    except (ValueError, KeyError, TypeError, IndexError, csv.Error) as error:
        raise FindingsError(Code.INVALID, f"This is no {form} file of decisions; send an exported one.") from error


def _from_jsonl(data: bytes) -> Iterator[Row]:
    for line in data.decode("utf-8-sig").split("\n"):
        if line.strip():
            yield from_task(json.loads(line))


def _from_csv(data: bytes) -> Iterator[Row]:
    for cells in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        plain: dict[str, Any] = {name: (cells[name] or "").removeprefix("'") for name in COLUMNS if name in cells}
        yield Row.model_validate(
            {name: None if name in OPTIONAL and value == "" else value for name, value in plain.items()}
            | {name: json.loads(plain[name]) for name in STATES}
        )


def _from_spacy(data: bytes) -> Iterator[Row]:
    for doc in DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab):
        yield Row.model_validate_json(doc.user_data[USER_DATA])


READERS: dict[Form, Callable[[bytes], Iterator[Row]]] = {
    Form.JSONL: _from_jsonl,
    Form.CSV: _from_csv,
    Form.SPACY: _from_spacy,
}
