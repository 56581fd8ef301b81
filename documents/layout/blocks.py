"""The components of an administrative paper (Decree 30/2020, Annex I), each in its place and
size.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.shared import Mm
from docx.table import _Cell

from documents.layout import paper
from documents.layout.paper import CENTER, JUSTIFY, LEFT, TEXT_WIDTH_MM, paragraph, words

#: The label of a day of birth: papers of other countries and old registers know the year alone, or
#: month and year.
BORN = (
    "{% if birth_date and birth_date|length == 4 %}Năm sinh{% elif birth_date and birth_date|length"
    " == 7 %}Tháng, năm sinh{% else %}Ngày, tháng, năm sinh{% endif %}"
)
_AGENCY_MM, _NATION_MM = 68, 97
_FIRST_LINE_MM = 10
_LINE = 1.15  # of the type's own line; the decree allows 1 to 1.5
_QR_MM = 32


def letterhead(document: Document, about: str = "") -> None:
    """Agency with number and symbol on the left; national name, motto, place and date on the right.

    `about` is the subject line that an official letter (công văn) carries under its number.
    """
    grid = paper.table(document, (_AGENCY_MM, _NATION_MM))
    agency, nation = grid.rows[0].cells
    _agency(agency, about)
    _nation(nation)


def _agency(cell: _Cell, about: str) -> None:
    paper.logic(cell, "{%p if parent_agency %}")
    paper.first_paragraph_gone(cell)
    paragraph(cell, "{{ parent_agency }}", size=12, align=CENTER)
    paper.logic(cell, "{%p endif %}")
    paragraph(cell, "{{ agency }}", size=12, bold=True, align=CENTER)
    paper.rule(cell, 26, _AGENCY_MM)
    paragraph(cell, "Số: {{ number_symbol }}", align=CENTER, before=3)
    if about:
        paragraph(cell, about, size=12, align=CENTER, before=3)


def _nation(cell: _Cell) -> None:
    paragraph(cell, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align=CENTER)
    paper.first_paragraph_gone(cell)
    paragraph(cell, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align=CENTER)
    paper.rule(cell, 57, _NATION_MM)
    paragraph(cell, "{{ place_and_date }}", italic=True, align=CENTER, before=3)


def title(document: Document, text: str, subtitle: str = "", *, size: float = 14) -> None:
    """The kind of paper in bold capitals, and what it is about under it."""
    paragraph(document, text, size=size, bold=True, align=CENTER, before=16)
    if subtitle:
        paragraph(document, subtitle, bold=True, align=CENTER, before=2)


def body(document: Document, text: str, *, before: float = 6) -> None:
    """A justified paragraph of running text, first line indented by 10 mm."""
    added = paragraph(document, text, align=JUSTIFY, before=before, first_line_mm=_FIRST_LINE_MM)
    added.paragraph_format.line_spacing = _LINE


def entry(document: Document, label: str, value: str) -> None:
    """A line "label: value" of a form."""
    paragraph(document, f"{label}: {value}", align=JUSTIFY, before=5, first_line_mm=_FIRST_LINE_MM)


def optional_entry(document: Document, label: str, name: str) -> None:
    """A line of a form that is left out when the fact is empty."""
    paper.logic(document, f"{{%p if {name} %}}")
    entry(document, label, f"{{{{ {name} }}}}")
    paper.logic(document, "{%p endif %}")


def numbered(document: Document, name: str) -> None:
    """The texts of a list fact, numbered from 1."""
    paper.logic(document, f"{{%p for text in {name} %}}")
    paragraph(
        document,
        "{{ loop.index }}. {{ text }}",
        align=JUSTIFY,
        before=3,
        first_line_mm=_FIRST_LINE_MM,
    )
    paper.logic(document, "{%p endfor %}")


def ledger(document: Document, rows: Sequence[tuple[str, str]], label_mm: float = 52) -> None:
    """Labels and values in two columns with a dotted line under each row, as a register prints its
    entries.
    """
    grid = paper.table(document, (label_mm, TEXT_WIDTH_MM - label_mm), rows=len(rows))
    for row, (label, value) in zip(grid.rows, rows, strict=True):
        for cell, text, bold in zip(row.cells, (label, value), (False, True), strict=True):
            paragraph(cell, text, bold=bold, before=3, after=2)
            paper.first_paragraph_gone(cell)
            paper.border(cell._tc.get_or_add_tcPr(), "w:tcBorders", "w:bottom", "dotted")


def grid(document: Document, over: str, columns: Sequence[tuple[str, float, str]]) -> None:
    """A ruled table with a heading row: a row for each of the list fact `over`, each column a list
    of its own.
    """
    made = paper.table(document, [width for _heading, width, _fact in columns], rows=4)
    heading, begin, body, end = made.rows
    for cell, (text, _width, fact) in zip(
        zip(heading.cells, body.cells, strict=True), columns, strict=True
    ):
        paragraph(cell[0], text, size=11, bold=True, align=CENTER, before=2, after=2)
        paragraph(cell[1], f"{{{{ {fact}[loop.index0] }}}}", size=11, before=2, after=2)
        for one in cell:
            paper.first_paragraph_gone(one)
            paper.box(one._tc.get_or_add_tcPr())
    paragraph(begin.cells[0], f"{{%tr for number in {over} %}}")
    paragraph(end.cells[0], "{%tr endfor %}")


def closing(
    document: Document,
    recipients: Sequence[str] = (),
    heading: str = "{{ signer_position|upper }}",
    name: str = "{{ signer_name }}",
) -> None:
    """Recipients on the left; position, the note of the digital signature and the signer's name on
    the right.

    Without `recipients` those of the fact `recipients` are printed.
    """
    left, right = _two_columns(document)
    paragraph(left, "Nơi nhận:", size=12, bold=True, italic=True)
    paper.first_paragraph_gone(left)
    _recipients(left, recipients)
    paragraph(right, heading, bold=True, align=CENTER)
    paper.first_paragraph_gone(right)
    paragraph(right, "(Đã ký số)", size=12, italic=True, align=CENTER, before=26, after=26)
    paragraph(right, name, bold=True, align=CENTER)


def _recipients(cell: _Cell, recipients: Sequence[str]) -> None:
    if recipients:
        for recipient in recipients:
            paragraph(cell, f"- {recipient}", size=11)
        return
    paper.logic(cell, "{%p for recipient in recipients %}")
    paragraph(cell, "- {{ recipient }}", size=11)
    paper.logic(cell, "{%p endfor %}")


def answer_letter(
    about: str,
    texts: Sequence[str],
    to: str = "Ông/Bà {{ applicant_name }}",
    recipients: Sequence[str] = (),
) -> bytes:
    """A whole công văn that answers the applicant (or `to`), one paragraph a text."""
    document = paper.sheet()
    letterhead(document, about=about)
    _told(document, to, texts, before=22, after=10)
    return _closed(document, recipients)


def notice(about: str, texts: Sequence[str], recipients: Sequence[str]) -> bytes:
    """A whole thông báo to the applicant, one paragraph a text."""
    document = paper.sheet()
    letterhead(document)
    title(document, "THÔNG BÁO", about)
    _told(document, "Ông/Bà {{ applicant_name }}", texts, before=14, after=8)
    return _closed(document, recipients)


def _told(
    document: Document, to: str, texts: Sequence[str], *, before: float, after: float
) -> None:
    paragraph(document, f"Kính gửi: {to}", align=CENTER, before=before, after=after)
    for text in texts:
        body(document, text)


def _closed(document: Document, recipients: Sequence[str]) -> bytes:
    closing(document, recipients)
    check_footer(document)
    return paper.file_bytes(document)


def two_signatures(document: Document) -> None:
    """The applicant on the left and the receiving officer on the right, as the slips of Circular
    03/2025 have them.
    """
    left, right = _two_columns(document)
    signature(left, "NGƯỜI NỘP HỒ SƠ", "(Ký và ghi rõ họ tên)", "{{ applicant_name }}")
    signature(right, "NGƯỜI TIẾP NHẬN HỒ SƠ", "(Đã ký số)", "{{ signer_name }}")


def one_signature(document: Document, heading: str) -> None:
    """One signature on the right."""
    _left, right = _two_columns(document)
    signature(right, heading, "(Đã ký số)", "{{ signer_name }}")


def signature(cell: _Cell, heading: str, how: str, name: str) -> None:
    """Heading, how it is signed, room for it on a printed slip, and the name."""
    paragraph(cell, heading, bold=True, align=CENTER)
    paper.first_paragraph_gone(cell)
    paragraph(cell, how, size=12, italic=True, align=CENTER)
    paragraph(cell, name, bold=True, align=CENTER, before=44)


def _two_columns(document: Document) -> tuple[_Cell, _Cell]:
    """The signatures' row; the text's last paragraph goes with it, so that no signature stands on a
    page alone.
    """
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    paragraph(document, size=6, before=8).paragraph_format.keep_with_next = True
    grid = paper.table(document, (TEXT_WIDTH_MM / 2, TEXT_WIDTH_MM / 2))
    left, right = grid.rows[0].cells
    return left, right


def check_footer(document: Document) -> None:
    """On every page: the QR code, and the same in words for those who type."""
    footer = document.sections[0].footer
    grid = footer.add_table(1, 2, Mm(TEXT_WIDTH_MM))
    paper.fix_columns(grid, (_QR_MM, TEXT_WIDTH_MM - _QR_MM))
    picture, text = grid.rows[0].cells
    for cell in (picture, text):
        paper.border(cell._tc.get_or_add_tcPr(), "w:tcBorders", "w:top")
    paragraph(picture, "{{ qr }}", align=LEFT, before=3)
    paper.first_paragraph_gone(picture)
    paragraph(text, "Kiểm tra văn bản này là thật và còn hiệu lực", size=11, bold=True, before=12)
    paper.first_paragraph_gone(text)
    paragraph(text, "Quét mã QR, hoặc mở {{ check_url }}", size=11, before=2)
    line = paragraph(text, "Mã kiểm tra: ", size=11, before=2)
    words(line, "{{ check_code }}", size=12, bold=True)
    paper.logic(text, "{%p if notice %}")
    paragraph(text, "{{ notice }}", size=11, bold=True, before=4)
    paper.logic(text, "{%p endif %}")
    paper.first_paragraph_last(footer)
