"""Writes the small PDF files that the PDF tests read: tagged and untagged, of text the tests make up."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

Tree = tuple[str, "list[Tree | tuple[int, int]]"]
FONTS = {"plain": "/Helvetica", "bold": "/Helvetica-Bold", "italic": "/Helvetica-Oblique", "symbol": "/Symbols"}
SYMBOLS = b"""/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
3 beginbfchar <6E> <F06E> <2D> <F02D> <A7> <25AA> endbfchar endcmap end"""


@dataclass
class PdfWriter:
    """Pages of lines set where the tests say; `tree` tags marks, named by page and number, both from 0."""

    pages: list[list[str]] = field(default_factory=list)
    tree: list[Tree] = field(default_factory=list)
    password: str = ""

    def page(self) -> PdfWriter:
        """Begin a page."""
        self.pages.append([])
        return self

    def line(
        self, x: float, y: float, text: str, *, mark: int | None = None, size: float = 12, font: str = "plain"
    ) -> PdfWriter:
        """Set a line: tagged by `mark`, an artefact where that is -1."""
        shown = text.encode("cp1252").hex()
        drawn = f"BT /{font} {size} Tf {x} {y} Td <{shown}> Tj ET"
        if mark is not None:
            drawn = f"/Artifact BMC {drawn} EMC" if mark < 0 else f"/P <</MCID {mark}>> BDC {drawn} EMC"
        self.pages[-1].append(drawn)
        return self

    def rule(self, left: float, right: float, y: float) -> PdfWriter:
        """Draw a horizontal rule."""
        self.pages[-1].append(f"{left} {y} m {right} {y} l S")
        return self

    def picture(self) -> PdfWriter:
        """Show an image that fills the page."""
        self.pages[-1].append("q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q")
        return self

    def build(self) -> bytes:
        """The file."""
        pdf = pikepdf.new()
        for lines in self.pages:
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = Dictionary(Font=Dictionary({f"/{name}": _font(pdf, name) for name in FONTS}))
            page.Contents = pdf.make_stream("\n".join(lines).encode("latin-1"))
        if self.tree:
            self._tag(pdf)
        output = io.BytesIO()
        encryption = pikepdf.Encryption(user=self.password, owner=self.password) if self.password else None
        pdf.save(output, encryption=encryption or False)
        return output.getvalue()

    def _tag(self, pdf: pikepdf.Pdf) -> None:
        owners: list[dict[int, pikepdf.Object]] = [{} for _ in self.pages]
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array([self._element(pdf, node, root, owners) for node in self.tree])
        nums = Array()
        for index, page in enumerate(pdf.pages):
            page.StructParents = index
            count = max(owners[index], default=-1) + 1
            parents = [owners[index].get(mark, Dictionary()) for mark in range(count)]
            nums.append(index)
            nums.append(pdf.make_indirect(Array(parents)))
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=nums))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(
        self, pdf: pikepdf.Pdf, node: Tree, parent: pikepdf.Object, owners: list[dict[int, pikepdf.Object]]
    ) -> pikepdf.Object:
        tag, children = node
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag}"), P=parent))
        kids = Array()
        for first, second in children:
            if isinstance(first, str):
                kids.append(self._element(pdf, (first, second), element, owners))  # type: ignore[arg-type]
            else:
                assert isinstance(second, int)
                owners[first][second] = element
                kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[first].obj, MCID=second))
        element.K = kids
        return element


def _font(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, Encoding=Name.WinAnsiEncoding)
    font.BaseFont = Name("/Helvetica" if name == "symbol" else FONTS[name])
    if name == "symbol":
        font.ToUnicode = pdf.make_stream(SYMBOLS)
    return pdf.make_indirect(font)


@pytest.fixture
def pdf() -> Callable[[], PdfWriter]:
    """Makes an empty PDF to write in."""
    return PdfWriter
