"""Reads web pages: headings, paragraphs, lists and tables; scripts, styles and navigation left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from findings.intake.detect import Format, decode
from findings.intake.document import BlockKind, Document, DocumentBuilder
from findings.intake.markers import marker

_DROPPED = frozenset(
    (
        "head",
        "script",
        "style",
        "nav",
        "template",
        "noscript",
        "svg",
        "form",
        "button",
        "select",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FOLDED = "summary"  # what names a part of a page that is folded away: a heading one level below the last
_LISTS = frozenset(("ul", "ol", "menu"))
_FURNITURE = frozenset(("header", "footer"))
_BLOCKS = (
    frozenset(
        (
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "html",
            "hr",
            "li",
            "main",
            "p",
            "pre",
            "section",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
        )
    )
    | {_FOLDED, *_HEADINGS}
    | _LISTS
    | _FURNITURE
)


@dataclass(slots=True)
class _State:
    """What surrounds the text that is being gathered."""

    heading: int = 0
    last: int = 0
    depth: int = 0
    item: bool = False
    furniture: int = 0
    tables: list[list[int]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


def read_html(content: bytes) -> Document:
    """The document of a web page."""
    tree = LexborHTMLParser(decode(content))
    reader = _Reader()
    if tree.root is not None:
        reader.walk(tree.root)
    title = tree.css_first("title")
    return reader.builder.build(content, Format.HTML, title=_line(title.text()) if title else None)


def _line(text: str) -> str | None:
    return " ".join(text.split()) or None


class _Reader:
    def __init__(self) -> None:
        self.builder = DocumentBuilder()
        self.state = _State()
        self.tables = 0

    def walk(self, root: LexborNode) -> None:
        """Visit every node in order, without recursion: pages may nest thousands deep."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node.tag or "")
            elif node.tag == "-text":
                self.state.parts.append(node.text_content or "")
            elif node.tag not in _DROPPED:
                self._enter(node.tag or "")
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
        self._flush()

    def _enter(self, tag: str) -> None:
        state = self.state
        if tag == "br":
            state.parts.append("\n")
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag in _HEADINGS:
            state.heading = state.last = _HEADINGS[tag]
        elif tag == _FOLDED:
            state.heading = state.last + 1
        elif tag in _LISTS:
            state.depth += 1
        elif tag == "li":
            state.item = True
        elif tag in _FURNITURE:
            state.furniture += 1
        else:
            self._enter_table(tag)

    def _enter_table(self, tag: str) -> None:
        if tag == "table":
            self.state.tables.append([self.tables, -1, -1])
            self.tables += 1
        elif tag == "tr" and self.state.tables:
            self.state.tables[-1][1:] = [self.state.tables[-1][1] + 1, -1]
        elif tag in ("td", "th") and self.state.tables:
            self.state.tables[-1][2] += 1

    def _leave(self, tag: str) -> None:
        state = self.state
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag in _HEADINGS or tag == _FOLDED:
            state.heading = 0
        elif tag in _LISTS:
            state.depth -= 1
        elif tag == "li":
            state.item = False
        elif tag in _FURNITURE:
            state.furniture -= 1
        elif tag == "table":
            state.tables.pop()

    def _flush(self) -> None:
        text, self.state.parts = "".join(self.state.parts), []
        for part in text.split("\n\n") if "\n\n" in text else [text]:
            if part.strip():
                self._add(part.strip())

    def _add(self, text: str) -> None:
        state = self.state
        found = marker(text)
        number = found.number or None if found else None
        if state.furniture and not state.heading:
            self.builder.add(BlockKind.FURNITURE, text)
        elif state.heading:
            self.builder.add(BlockKind.HEADING, text, level=state.heading)
        elif state.tables and not state.item:
            table, row, column = state.tables[-1]
            self.builder.add(BlockKind.TABLE_CELL, text, table=table, row=max(row, 0), column=max(column, 0))
        elif state.item or (found and found.bullet):
            text = text[found.length :] if found else text
            self.builder.add(BlockKind.LIST_ITEM, text, level=max(state.depth, 1), number=number)
            state.item = False
        else:
            text = text[found.length :] if found else text
            self.builder.add(BlockKind.PARAGRAPH, text, number=number)
