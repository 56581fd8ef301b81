"""The parts of the report: cover, council, table of results, one part a criterion, conclusion, list
of evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.shared import Mm

from assessment.language import RuleSet, Standard
from assessment.levels import MET, asked
from assessment.models import Assessment, CouncilMember
from assessment.overview import TEXTS, Overview, Row
from documents.layout import paper
from documents.layout.paper import CENTER, JUSTIFY, TEXT_WIDTH_MM, paragraph

_SMALL = 11.5
_LINE_MM = 10


def cover(document: Document, assessment: Assessment, rules: RuleSet) -> None:
    """Who assessed itself, for which year, by which circular."""
    school = assessment.school
    document.sections[0].bottom_margin = Mm(20)  # no check footer here
    if school.parent:
        paragraph(document, school.parent.name.upper(), size=12, align=CENTER)
    paragraph(document, school.name.upper(), size=13, bold=True, align=CENTER)
    paper.rule(document, 40, TEXT_WIDTH_MM)
    paragraph(document, "BÁO CÁO TỰ ĐÁNH GIÁ", size=20, bold=True, align=CENTER, before=150)
    paragraph(
        document, f"Năm học {assessment.school_year}", size=14, bold=True, align=CENTER, before=8
    )
    paragraph(document, f"Theo {rules.title}", size=13, italic=True, align=CENTER, before=8)
    paragraph(document, school.place, size=13, align=CENTER, before=260)
    paper.new_page(document)


def council(document: Document, members: Sequence[CouncilMember]) -> None:
    """Danh sách thành viên hội đồng tự đánh giá."""
    heading(document, "DANH SÁCH HỘI ĐỒNG TỰ ĐÁNH GIÁ")
    rows = [
        (str(number), member.name, member.position, str(member.get_duty_display()))
        for number, member in enumerate(members, 1)
    ]
    grid(document, ("TT", "Họ và tên", "Chức vụ", "Nhiệm vụ"), (12, 58, 50, 45), rows)


def summary(document: Document, seen: Overview) -> None:
    """Tổng hợp kết quả tự đánh giá: each criterion with the level it reached, then the school's."""
    heading(document, "TỔNG HỢP KẾT QUẢ TỰ ĐÁNH GIÁ", before=18)
    rows = [(row.criterion.id, row.criterion.title, level_text(row.reached)) for row in seen.rows]
    grid(document, ("Tiêu chí", "Nội dung", "Kết quả"), (20, 110, 35), rows)
    paragraph(
        document,
        f"Kết quả chung: trường {level_text(seen.result.level).lower()}.",
        bold=True,
        before=8,
    )


def standard(
    document: Document, which: Standard, rows: Iterable[Row], rules: RuleSet, multi_level: bool
) -> None:
    """One standard with its criteria."""
    heading(document, f"Tiêu chuẩn {which.id}: {which.title}", before=20)
    for row in rows:
        _criterion(document, row, rules, multi_level)


def _criterion(document: Document, row: Row, rules: RuleSet, multi_level: bool) -> None:
    paragraph(document, f"Tiêu chí {row.criterion.id}: {row.criterion.title}", bold=True, before=12)
    for requirement in asked(row.criterion, multi_level):
        letter = f", {requirement.letter})" if requirement.letter else ""
        said = "đạt" if row.answers.get(requirement.id) == MET else "không đạt"
        text = f"{requirement.under}: {requirement.text}" if requirement.under else requirement.text
        running(
            document,
            f"Mức {requirement.level}{letter}: {text} – {said}.".replace(".–", " –").replace(
                ". –", " –"
            ),
        )
    for number, (name, label) in enumerate(TEXTS.items(), 1):
        paragraph(document, f"{number}. {label}", bold=True, italic=True, before=6)
        for line in (row.answers.get(name) or "Không có.").splitlines():
            running(document, line)
    codes = ", ".join(rules.code_of(one.criterion, one.number) for one in row.evidence)
    if codes:
        running(document, f"Minh chứng: {codes}.")
    paragraph(document, f"Kết quả: {level_text(row.reached).lower()}.", bold=True, before=4)


def conclusion(document: Document, seen: Overview) -> None:
    """Kết luận chung."""
    heading(document, "KẾT LUẬN CHUNG", before=20)
    top = seen.rules.top_level
    for level in range(1, top + 1):
        number = sum(row.reached >= level for row in seen.rows)
        running(document, f"Số tiêu chí đạt Mức {level} trở lên: {number}/{len(seen.rows)}.")
    running(document, f"Mức đánh giá của trường: {level_text(seen.result.level).lower()}.")
    if seen.result.standard:
        running(
            document,
            f"Mức trường có thể đề nghị: trường đạt chuẩn quốc gia Mức độ {seen.result.standard}.",
        )


def signed(document: Document, place: str, position: str, name: str) -> None:
    """Place and date, position and name of the head, at the right."""
    table = paper.table(document, (TEXT_WIDTH_MM / 2, TEXT_WIDTH_MM / 2))
    cell = table.rows[0].cells[1]
    paragraph(cell, place, italic=True, align=CENTER, before=14)
    paper.first_paragraph_gone(cell)
    paragraph(cell, position.upper(), bold=True, align=CENTER)
    paragraph(cell, name, bold=True, align=CENTER, before=56)


def evidence_list(document: Document, seen: Overview) -> None:
    """Danh mục minh chứng, with the hash by which each file is known."""
    paper.new_page(document)
    heading(document, "DANH MỤC MINH CHỨNG")
    rows = [
        (
            seen.rules.code_of(one.criterion, one.number),
            one.title,
            f"{one.file.name}\n{one.file.sha256[:16]}",
        )
        for row in seen.rows
        for one in row.evidence
    ]
    grid(document, ("Mã", "Tên minh chứng", "Tệp và mã băm"), (30, 75, 60), rows)


def level_text(level: int) -> str:
    """ "Đạt Mức 2"; "Không đạt" where not even level 1 is reached."""
    return f"Đạt Mức {level}" if level else "Không đạt"


def heading(document: Document, text: str, before: float = 0) -> None:
    """The heading of a part; it stays with what follows."""
    added = paragraph(document, text, size=14, bold=True, align=CENTER, before=before, after=6)
    added.paragraph_format.keep_with_next = True


def running(document: Document, text: str) -> None:
    """A justified paragraph."""
    paragraph(
        document, text, align=JUSTIFY, before=3, first_line_mm=_LINE_MM
    ).paragraph_format.line_spacing = 1.15


def grid(
    document: Document,
    heads: Sequence[str],
    widths_mm: Sequence[float],
    rows: Sequence[Sequence[str]],
) -> None:
    """A table with lines, its first row repeated on each page."""
    table = document.add_table(1 + len(rows), len(heads), style="Table Grid")
    for row, texts in zip(table.rows, [heads, *rows], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            paragraph(cell, text, size=_SMALL, bold=texts is heads, before=2, after=2)
            paper.first_paragraph_gone(cell)
    paper.fix_columns(table, widths_mm, margins=True)
    paper.repeat_head(table)
