"""A comparison as a chart: shares of strengths as points with their intervals, or as a map of rows and columns."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Literal

from findings.reason.compare import Comparison
from findings.reason.shares import Share

Form = Literal["svg", "png"]

MANY = 5  # columns, beyond which points would lie on one another
SCALE = 2.0  # pixels of a PNG for one of the drawing
# Steps and offsets of no rows have no size, and what has none cannot be a picture.
EMPTY = {"data": {"values": []}, "mark": "point", "width": 460, "height": 18, "background": "white"}
SHARE = "Share of strengths"
ROWS = "rows"
FONT = "Liberation Sans, Arial, sans-serif"
COLOURS = ["#1d3557", "#d95f02", "#1b9e77", "#7570b3", "#666666"]  # told apart by colour-blind readers, and by shape


def draw(found: Comparison, title: str, form: Form) -> bytes:
    """The chart of a comparison as a file."""
    rows = _mapped(found) if len(found.columns) > MANY else _pointed(found)
    return _drawn(json.dumps(rows), title, form, len(found.columns))


@lru_cache(maxsize=64)
def _drawn(rows: str, title: str, form: Form, columns: int) -> bytes:
    import vl_convert  # the libraries that draw take a second to load, which only who draws waits for

    listed = json.loads(rows)
    spec = (_map if columns > MANY else _points)(listed, title) if listed else EMPTY | {"title": title}
    if form == "svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=SCALE))


def _pointed(found: Comparison) -> list[dict[str, Any]]:
    several = [(column.name, at) for at, column in enumerate(found.columns)]
    return [
        _row(line.name, name, share)
        for line in found.lines
        for name, share in ([(name, line.cells[at]) for name, at in several] or [("All", line.whole)])
        if share.total
    ]


def _mapped(found: Comparison) -> list[dict[str, Any]]:
    return [
        _row(line.name, column.name, share)
        for line in found.lines
        for column, share in zip(found.columns, line.cells, strict=True)
        if share.total
    ]


def _row(row: str, column: str, share: Share) -> dict[str, Any]:
    return {"row": row, "column": column, **share.model_dump(include={"share", "low", "high", "total", "few"})}


def _points(rows: list[dict[str, Any]], title: str) -> dict[str, Any]:
    import altair as alt

    order = list(dict.fromkeys(row["column"] for row in rows))
    colour = alt.Color("column:N", title=None, sort=order, scale=alt.Scale(domain=order, range=COLOURS[: len(order)]))
    place = alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=320))
    offset = alt.YOffset("column:N", sort=order)
    base = alt.Chart(alt.NamedData(ROWS)).encode(y=place, yOffset=offset, color=colour)
    axis = alt.X(
        "low:Q", title=f"{SHARE}, with 95% interval", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")
    )
    bars = base.mark_rule(strokeWidth=2).encode(x=axis, x2="high:Q")
    shape = alt.Shape("column:N", title=None, sort=order, scale=alt.Scale(domain=order))
    faint = alt.condition("datum.few", alt.value(0.4), alt.value(1))
    points = base.mark_point(filled=True, size=60).encode(x="share:Q", shape=shape, opacity=faint)
    return _finished(alt.layer(bars, points), rows, title, width=460, step=18 if len(order) == 1 else 12)


def _map(rows: list[dict[str, Any]], title: str) -> dict[str, Any]:
    import altair as alt

    scale = alt.Scale(scheme="cividis", domain=[0, 1])
    tiles = (
        alt.Chart(alt.NamedData(ROWS))
        .mark_rect(stroke="#fff")
        .encode(
            x=alt.X("column:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=-60, labelLimit=200)),
            y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
            color=alt.Color("share:Q", title=SHARE, scale=scale, legend=alt.Legend(format="%", orient="bottom")),
            opacity=alt.condition("datum.few", alt.value(0.35), alt.value(1)),
        )
    )
    return _finished(tiles, rows, title, width=alt.Step(16), step=16)


def _finished(chart: Any, rows: list[dict[str, Any]], title: str, *, width: Any, step: int) -> dict[str, Any]:
    import altair as alt

    whole = chart.properties(title=title, width=width, height=alt.Step(step), background="white")
    finished: dict[str, Any] = whole.configure(font=FONT).configure_view(stroke=None).to_dict(validate=False)
    # Put in at the end: on its way through the library each row is looked at over and over.
    return finished | {"datasets": {ROWS: rows}}
