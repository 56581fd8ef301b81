"""Quyết định thu hồi: the head of the issuing authority takes back a document, and where they must
the diploma too.
"""

from __future__ import annotations

from documents.layout import blocks, decision, paper


def revocation() -> bytes:
    """The decision that every revocation is made by; printed facts: `workflows.papers.revoking`."""
    document = paper.sheet()
    decision.opening(document, "Về việc thu hồi {{ what }}", _GROUNDS)
    decision.article(document, 1, "Thu hồi {{ what }} sau đây:")
    blocks.ledger(document, _DOCUMENT)
    blocks.optional_entry(document, "Văn bằng trong sổ gốc", "diploma")
    blocks.optional_entry(document, "Lý do cụ thể", "detail")
    decision.article(document, 2, _FORCE)
    blocks.closing(document, ("Người được cấp;", "Ông/Bà {{ applicant_name }};", "Lưu: VT."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


_GROUNDS = (
    "Căn cứ {{ law }};",
    "Xét hồ sơ mã số {{ dossier_code }} và căn cứ thu hồi: {{ ground }}.",
)

_DOCUMENT = (
    ("Tên văn bản", "{{ revoked_title }}"),
    ("Số, ký hiệu", "{{ revoked_symbol }}"),
    ("Ngày cấp", "{{ revoked_issued_on }}"),
    ("Cấp cho", "{{ holder_name }}"),
)

_FORCE = (
    "Quyết định này có hiệu lực kể từ ngày ký. Kể từ ngày đó người kiểm tra mã của văn bản bị thu"
    " hồi được báo là văn bản không còn giá trị. Người được cấp và Ông/Bà {{ applicant_name }} có"
    " trách nhiệm nộp lại bản giấy nếu có./."
)
