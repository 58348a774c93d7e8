"""Where a list goes on: the sort it was read in and the keys of its last row, as text that is safe in an address."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, SQLColumnExpression, and_

from findings.errors import Code, FindingsError
from findings.store.mapping import UNSTORABLE

MAX_KEY = 2**53
MAX_ROW_KEY = 2**31 - 1  # as PostgreSQL holds it

AnySelect = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list: by `value`, then by `key`, which is unique within a value.

    `read` makes a value of what a cursor holds and raises ValueError or TypeError where it cannot.
    """

    name: str
    value: SQLColumnExpression[Any]
    key: SQLColumnExpression[Any]
    read: Callable[[Any], Any]
    descending: bool = False

    def apply(self, wanted: AnySelect) -> AnySelect:
        """`wanted` in this order."""
        return wanted.order_by(self.value.desc() if self.descending else self.value, self.key)

    def placed(self, cursor: Cursor) -> Any:
        """The value of the row that `cursor` places. Raises FindingsError where it is none of this order."""
        try:
            return self.read(cursor.value)
        except (ValueError, TypeError) as error:
            raise refused() from error

    def placed_key(self, cursor: Cursor) -> Any:
        """The key of the row that `cursor` places. Raises FindingsError where it is none of this order."""
        column: Any = self.key
        if type(cursor.key) is not (int if isinstance(column.type, Integer) else str):
            raise refused()
        if isinstance(cursor.key, int) and cursor.key > MAX_ROW_KEY:
            raise refused()
        return cursor.key

    def after(self, cursor: Cursor) -> ColumnElement[bool]:
        """Holds for the rows that come after the one that `cursor` places."""
        value = self.placed(cursor)
        within, beyond = (
            (self.value <= value, self.value < value)
            if self.descending
            else (
                self.value >= value,
                self.value > value,
            )
        )
        # The first half is implied by the second; it lets both databases start at the right place of the index.
        return and_(within, beyond | (self.key > self.placed_key(cursor)))


@dataclass(frozen=True, slots=True)
class Cursor:
    """`order` names the order of the list, `value` and `key` place its last row, `total` is its length."""

    order: str
    value: str | float
    key: int | str
    total: int


def encode(order: str, value: Any, key: int | str, total: int) -> str:
    """The cursor as text."""
    plain = value.isoformat() if isinstance(value, dt.date) else value
    packed = json.dumps([order, plain, key, total], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def decode(text: str, order: str) -> Cursor:
    """The cursor that `text` spells; one of another list or order is refused."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        name, value, key, total = json.loads(packed)
    except (ValueError, TypeError, RecursionError) as error:
        raise refused() from error
    if name != order or not (_plain(value) and _plain(key) and _plain(total) and isinstance(total, int)):
        raise refused()
    return Cursor(name, value, key, total)


def _plain(value: object) -> bool:
    match value:
        case str():
            return not UNSTORABLE.search(value)
        case int() | float():
            return 0 <= value < MAX_KEY
        case _:
            return False


def refused() -> FindingsError:
    """The error of a cursor that is not one of ours."""
    return FindingsError(
        Code.INVALID, "No list goes on at this cursor; take `next` of the page before, with the same sort and filters."
    )
