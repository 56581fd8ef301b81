"""What the decisions on a diploma's contents share: whose diploma, what it shall say, by which
papers.
"""

from __future__ import annotations

from dataclasses import dataclass

from documents.layout import blocks, decision, paper


@dataclass(frozen=True)
class Order:
    """What one kind of decision says in the places where the kinds differ."""

    about: str
    asked: str  #: the ground that names the dossier
    whose: str  #: article 1, above the entry of the register
    contents: str  #: the line above the contents
    done: str  #: article 2
    force: str  #: article 3


def diploma_decision(order: Order) -> bytes:
    """A whole quyết định on the contents of a diploma (TT 10/2026/TT-BGDĐT)."""
    document = paper.sheet()
    decision.opening(document, order.about, (_REGULATION, order.asked))
    decision.article(document, 1, order.whose)
    blocks.ledger(document, _DIPLOMA)
    blocks.body(document, order.contents)
    blocks.numbered(document, "changes")
    blocks.body(document, "Giấy tờ làm căn cứ:")
    blocks.numbered(document, "papers")
    decision.article(document, 2, order.done)
    decision.article(document, 3, order.force)
    blocks.closing(
        document, ("Như Điều 3;", "Ông/Bà {{ applicant_name }};", "Lưu: VT, hồ sơ cấp văn bằng.")
    )
    blocks.check_footer(document)
    return paper.file_bytes(document)


_REGULATION = (
    "Căn cứ Quy chế văn bằng, chứng chỉ của hệ thống giáo dục quốc dân ban hành kèm theo Thông tư"
    " số 10/2026/TT-BGDĐT của Bộ trưởng Bộ Giáo dục và Đào tạo;"
)

_DIPLOMA = (
    ("Loại văn bằng", "{{ level_name }}"),
    ("Cấp cho", "{{ holder_name }}"),
    (blocks.BORN, "{{ birth_date }}"),
    ("Học sinh trường", "{{ school }}"),
    ("Năm tốt nghiệp", "{{ graduation_year }}"),
    ("Số hiệu văn bằng", "{{ serial }}"),
    ("Số vào sổ gốc", "{{ book_number }}"),
    ("Cơ quan cấp", "{{ issued_by }}"),
)
