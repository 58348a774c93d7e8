"""What pdfium gives of a page: runs of characters with their font, place and mark, and the structure tree."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
ITALIC_FLAG = 1 << 6
NOTHING = frozenset((0, 0xFEFF, 0xFFFE, 0xFFFF))
LINE_BREAKS = frozenset((10, 13))
DEEPEST = 150
THIN = 3.0
SHORTEST = 20.0


def _by_address(function: Any, result: Any) -> Any:
    """A pdfium function of a page and an index that takes and gives addresses: it is called for every character."""
    prototype = ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int)
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


_unicode = _by_address(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_text_object = _by_address(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)


@dataclass(slots=True)
class Run:
    """Characters set in one go: `text`, edges in points (`y` is the baseline), font and mark.

    `gap` is the white space pdfium sees before the run: nothing, a space or a line break. `mark` is the marked
    content it belongs to, -1 for none; `artefact` is text the file itself calls no content. `order` counts
    runs in the order pdfium reads them.
    """

    text: str
    order: int
    left: float
    right: float
    y: float
    size: float
    bold: bool
    italic: bool
    mark: int
    artefact: bool
    gap: str = ""

    def gap_after(self, last: Run) -> str:
        """The white space between `last` and this run, by pdfium's word where they are neighbours, else by place."""
        if self.order == last.order + 1:
            return self.gap
        if abs(self.y - last.y) > self.size * 0.6:
            return "\n"
        return " " if self.left - last.right > self.size * 0.15 else ""


@dataclass(slots=True)
class Stretch:
    """Characters `start` to `end` of a page, all of the text object at address `owner`."""

    gap: str
    owner: int
    start: int
    end: int
    text: str = ""


class Rule(NamedTuple):
    """A horizontal line drawn on the page."""

    left: float
    right: float
    y: float


@dataclass(slots=True)
class Element:
    """A node of the structure tree; `children` are elements and numbers of marked contents, in order."""

    tag: str
    children: list[Element | int] = field(default_factory=list)


def page_runs(page: Any) -> list[Run]:
    """The runs of a page in the order pdfium reads them."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        return _read_runs(text_page)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _read_runs(text_page: Any) -> list[Run]:
    return [_run(text_page, stretch, order) for order, stretch in enumerate(_stretches(text_page)) if stretch.text]


def _stretches(text_page: Any) -> Iterator[Stretch]:
    """Characters of one text object on one line; the spaces pdfium puts between objects belong to none."""
    address = ctypes.cast(text_page, ctypes.c_void_p)
    gap = "\n"
    stretch = Stretch("\n", 0, 0, 0)
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = _unicode(address, index)
        owner = _text_object(address, index)
        character = "" if code in NOTHING or 0xD800 <= code <= 0xDFFF else chr(code)
        if not owner or character.isspace():
            gap = "\n" if gap == "\n" or code in LINE_BREAKS else " "
        elif character:
            if owner != stretch.owner or gap == "\n":
                yield stretch
                stretch = Stretch(gap, owner, index, index)
            elif gap:
                stretch.text += " "
            stretch.text += character
            stretch.end = index
            gap = ""
    yield stretch


def _run(text_page: Any, stretch: Stretch, order: int) -> Run:
    start, handle = stretch.start, ctypes.cast(stretch.owner, pdfium.FPDF_PAGEOBJECT)
    left, y = _origin(text_page, start)
    right = _right(text_page, stretch.end)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, start, matrix)
    size = pdfium.FPDFText_GetFontSize(text_page, start) * (matrix.c**2 + matrix.d**2) ** 0.5
    bold, italic = _style(text_page, start)
    mark = pdfium.FPDFPageObj_GetMarkedContentID(handle)
    artefact = mark < 0 and _is_artefact(handle)
    return Run(stretch.text, order, left, right, y, size, bold, italic, mark, artefact, stretch.gap)


def _right(text_page: Any, index: int) -> float:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return right.value


def _origin(text_page: Any, index: int) -> tuple[float, float]:
    """Where the pen stands: unlike the edge of the glyph, the same for every letter of a column."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
    return x.value, y.value


def _style(text_page: Any, index: int) -> tuple[bool, bool]:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, buffer, 128, flags)
    name = buffer.value.decode("utf-8", "replace").lower()
    bold = any(word in name for word in BOLD_NAMES) or pdfium.FPDFText_GetFontWeight(text_page, index) >= 600
    return bold, bool(flags.value & ITALIC_FLAG) or "italic" in name or "oblique" in name


def has_pictures(page: Any) -> bool:
    """Whether a page shows an image."""
    objects = (pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page)))
    return any(pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_IMAGE for handle in objects)


def _is_artefact(handle: Any) -> bool:
    for number in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        if _string(pdfium.FPDFPageObjMark_GetName, mark) == "Artifact":
            return True
    return False


def page_rules(page: Any) -> list[Rule]:
    """The horizontal rules drawn on a page; shapes that only fill a cell are none."""
    rules: list[Rule] = []
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        handle = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
        if top.value - bottom.value < THIN and right.value - left.value > SHORTEST:
            rules.append(Rule(left.value, right.value, (top.value + bottom.value) / 2))
    return rules


def page_tree(page: Any) -> Element | None:
    """The structure tree of a page under one root, or None where the file has none."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return None
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        tops = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(max(count, 0))]
        seen: set[int | None] = set()
        return Element("", [_element(top, seen, 0) for top in tops if top])
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _element(handle: Any, seen: set[int | None], depth: int) -> Element:
    """An element with its children; a damaged file can hold a tree that is its own branch."""
    address = ctypes.cast(handle, ctypes.c_void_p).value
    fresh = address not in seen and depth < DEEPEST
    seen.add(address)
    tag = _string(pdfium.FPDF_StructElement_GetType, handle)
    return Element(tag, list(_children(handle, seen, depth)) if fresh else [])


def _children(handle: Any, seen: set[int | None], depth: int) -> Iterator[Element | int]:
    for index in range(max(pdfium.FPDF_StructElement_CountChildren(handle), 0)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(handle, index)
        if child:
            yield _element(child, seen, depth + 1)
        elif (mark := pdfium.FPDF_StructElement_GetChildMarkedContentID(handle, index)) >= 0:
            yield mark


def _string(function: Any, handle: Any) -> str:
    if function is pdfium.FPDFPageObjMark_GetName:
        size = ctypes.c_ulong()
        buffer = ctypes.create_string_buffer(128)
        function(handle, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 128, size)
        return buffer.raw[: max(size.value - 2, 0)].decode("utf-16-le", "replace")
    buffer = ctypes.create_string_buffer(128)
    size_read = function(handle, buffer, 128)
    return buffer.raw[: max(min(size_read, 128) - 2, 0)].decode("utf-16-le", "replace")
