"""The sheet and its smallest parts: A4 with the margins of Decree 30/2020, paragraphs and tables
without borders.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
BODY_PT = 13
FOOT_MM = 41  # the check footer stands inside it: rdocx, unlike Word, does not push the text up
TEXT_WIDTH_MM = 165  # 210 less the margins: left 30, right 15

CENTER = WD_ALIGN_PARAGRAPH.CENTER
LEFT = WD_ALIGN_PARAGRAPH.LEFT
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY

# the earliest a zip can say: the same program gives the same bytes
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_BORDERLESS_STYLE = "Normal Table"
# Word insists on the order of ISO/IEC 29500
_AFTER_BORDERS = ("w:shd", "w:spacing", "w:ind", "w:jc", "w:vAlign")


def sheet() -> Document:
    """An empty A4 portrait document in 13-point Times New Roman."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(FOOT_MM)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_PT)
    for script in ("w:cs", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(script), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    return document


def paragraph(
    parent: Document | _Cell,
    text: str = "",
    *,
    size: float = BODY_PT,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    before: float = 0,
    after: float = 0,
    first_line_mm: float = 0,
) -> Paragraph:
    """Add a paragraph in one type face; lengths in points except where the name says
    millimetres.
    """
    added = parent.add_paragraph()
    added.alignment = align
    shape = added.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.first_line_indent = Mm(first_line_mm)
    if text:
        words(added, text, size=size, bold=bold, italic=italic)
    return added


def words(
    target: Paragraph, text: str, *, size: float = BODY_PT, bold: bool = False, italic: bool = False
) -> None:
    """Add a run of text to a paragraph."""
    run = target.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def logic(parent: Document | _Cell, tag: str) -> None:
    """A paragraph that holds a template tag (`{%p for … %}`) and vanishes when the template is
    filled.
    """
    paragraph(parent, tag)


def table(parent: Document, widths_mm: Sequence[float], rows: int = 1) -> Table:
    """Add a table without borders or cell margins, its columns fixed in millimetres."""
    added: Table = parent.add_table(rows, len(widths_mm))
    added.style = _BORDERLESS_STYLE
    fix_columns(added, widths_mm)
    return added


def fix_columns(target: Table, widths_mm: Sequence[float], *, margins: bool = False) -> None:
    """Give the columns their widths and keep rows (a signature!) from breaking over pages; cell
    margins are dropped.
    """
    target.autofit = False
    target.alignment = WD_TABLE_ALIGNMENT.CENTER
    if not margins:
        _no_cell_margins(target)
    for row in target.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, width in zip(target.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _no_cell_margins(target: Table) -> None:
    properties: Any = target._tbl.tblPr
    none = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        none.append(margin)
    properties.insert_element_before(none, "w:tblLook")


def new_page(document: Document) -> None:
    """What follows begins on the next page."""
    paragraph(document).add_run().add_break(WD_BREAK.PAGE)


def repeat_head(target: Table) -> None:
    """Repeat the first row of a long table on each of its pages."""
    properties = target.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def first_paragraph_gone(cell: _Cell) -> None:
    """Drop the empty paragraph Word puts in a new cell, once the cell has another one."""
    cell._tc.remove(cell.paragraphs[0]._p)


def first_paragraph_last(footer: _Footer) -> None:
    """Move a footer's empty paragraph behind its table, where Word wants one, and make it as small
    as Word allows.
    """
    last = footer.paragraphs[0]
    last.paragraph_format.line_spacing = Pt(1)
    footer._element.append(last._p)


def rule(parent: Document | _Cell, length_mm: float, width_mm: float) -> None:
    """A thin line of `length_mm` centred in a column of `width_mm`, drawn as the border of an empty
    paragraph.
    """
    line = paragraph(parent, before=2)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(
        (width_mm - length_mm) / 2
    )
    line.paragraph_format.line_spacing = Pt(3)
    border(line._p.get_or_add_pPr(), "w:pBdr", "w:top")


def border(properties: Any, group: str, side: str, style: str = "single") -> None:
    """A border of 0.75 points on one side of a paragraph (`w:pBdr`) or cell (`w:tcBorders`)."""
    borders = OxmlElement(group)
    edge = OxmlElement(side)
    for name, value in (("w:val", style), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")):
        edge.set(qn(name), value)
    borders.append(edge)
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def box(properties: Any) -> None:
    """A border on all four sides of a cell, and a little room inside it."""
    borders = OxmlElement("w:tcBorders")
    margins = OxmlElement("w:tcMar")
    for side in ("w:top", "w:left", "w:bottom", "w:right"):
        edge = OxmlElement(side)
        for name, value in (
            ("w:val", "single"),
            ("w:sz", "4"),
            ("w:space", "0"),
            ("w:color", "000000"),
        ):
            edge.set(qn(name), value)
        borders.append(edge)
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "70")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(borders)
    properties.append(margins)


def file_bytes(document: Document, title: str = "", author: str = "Motcua") -> bytes:
    """The .docx with fixed dates and properties, so that building it again changes nothing in the
    repository.

    A template is named when it is filled; a paper that is ready says its title and whose it is.
    """
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.title, properties.comments = title, ""
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _with_fixed_dates(archive: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w") as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(member))
    return buffer.getvalue()
