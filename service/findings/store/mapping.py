"""Between values and rows of tables."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from findings.identity import key
from findings.schemas import EntityTag, Finding, Label, Metadata
from findings.store import tables as t
from findings.store.values import FindingRow, ReportBrief
from findings.store.words import words
from findings.taxonomy.loader import taxonomy

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # neither UTF-8 nor PostgreSQL holds these
MAX_ENTITY_WORDS = 200
METADATA = tuple(Metadata.model_fields)

Row = dict[str, Any]


def storable(value: Any) -> Any:
    """`value` with every character that cannot be stored replaced, so that offsets keep their meaning."""
    match value:
        case str():
            return UNSTORABLE.sub("\ufffd", value)
        case list() | tuple():
            return [storable(item) for item in value]
        case dict():
            return {name: storable(item) for name, item in value.items()}
        case _:
            return value


def listing(authority: str | None, kind: str, published: dt.date | None) -> Row:
    """What findings repeat of their report."""
    return {"authority": authority, "kind": kind, "listed_on": published or t.UNKNOWN_DAY}


def finding_row(finding: Finding, report_id: str, position: int, listed: Row) -> Row:
    """A finding as a row of the finding table."""
    plain: Row = storable(finding.model_dump(mode="json", exclude={"themes", "national_framework", "entities"}))
    anchor = {"report_id": report_id, "position": position, "key": key(finding.text)}
    review = {"uncertainty": uncertainty(finding.scores), "disputed": _disputed(finding)}
    return plain | anchor | listed | review | {"words": words(finding.text)}


def uncertainty(scores: Mapping[Label, float]) -> float:
    """The entropy of a finding's label scores: 0 where one label is certain, 1 where all are as likely."""
    total = sum(scores.values()) or 1.0
    shares = [score / total for score in scores.values() if score > 0]
    return -sum(share * math.log(share) for share in shares) / math.log(len(Label))


def _disputed(finding: Finding) -> bool:
    return any(reason.kind == "warning" for reason in finding.reasons)


def tag_rows(findings: Iterable[Finding], keys: Mapping[str, int]) -> dict[type, list[Row]]:
    """The themes, outcomes and entities of findings as rows; `keys` are the findings' row keys by id."""
    themes, outcomes, entities = list[Row](), list[Row](), list[Row]()
    for finding in findings:
        owner = {"finding_pk": keys[finding.id]}
        themes += [owner | {"theme": tag.id, "confidence": tag.confidence} for tag in finding.themes]
        printed = {tag.id: tag.printed for tag in finding.national_framework}
        outcomes += [owner | {"outcome": outcome, "printed": is_so} for outcome, is_so in printed.items()]
        entities += [owner | _entity_row(tag, at) for at, tag in enumerate(finding.entities)]
    return {t.FindingTheme: themes, t.FindingFramework: outcomes, t.FindingEntity: entities}


def _entity_row(tag: EntityTag, position: int) -> Row:
    plain: Row = storable(tag.model_dump())
    return plain | {"position": position, "words": words(tag.text)[:MAX_ENTITY_WORDS]}


def to_finding(row: t.Finding, tags: Tags) -> Finding:
    """A row of the finding table and its tags as a value."""
    return Finding(**_fields(row, tags))


def to_finding_row(row: Any, report: ReportBrief, tags: Tags) -> FindingRow:
    """The same of any row with those columns, with the report it stands in."""
    fields, current = _fields(row, tags), taxonomy()
    older = row.taxonomy != current.version or any(tag["id"] in current.went for tag in fields.get(THEMES, []))
    known: Row = {"reviewed": row.human is not None, "model": row.model, "taxonomy": row.taxonomy}
    return FindingRow(**fields, report=report, **known, older_taxonomy=older)


def _fields(row: Any, tags: Tags) -> Row:
    return {name: getattr(row, name) for name in FINDING_FIELDS} | tags.of(row.pk or 0)


THEMES, OUTCOMES, ENTITIES = "themes", "national_framework", "entities"


class Tags:
    """The tags of several findings by the findings' row keys, of rows as `tags_of` reads them."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.by_key: dict[int, Row] = {}
        for finding, kind, _, name, number, start, end, text in rows:
            tag: Row
            if kind == THEMES:
                tag = {"id": name, "confidence": number}
            elif kind == OUTCOMES:
                tag = {"id": name, "printed": bool(number)}
            else:
                tag = {"start": start, "end": end, "text": text, "type": name}
            self.by_key.setdefault(finding, {}).setdefault(kind, []).append(tag)

    def of(self, finding: int) -> Row:
        """The tags of one finding, by the name of the field that holds them."""
        return self.by_key.get(finding, {})


FINDING_FIELDS = [name for name in Finding.model_fields if name not in ("themes", "national_framework", "entities")]
