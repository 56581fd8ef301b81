"""The papers of procedures 1.000288 and 1.000691: the certificate of the national standard, or the
refusal.
"""

from __future__ import annotations

from docx.document import Document

from documents.layout import blocks, paper


def certificate() -> bytes:
    """Bằng công nhận trường đạt chuẩn quốc gia: valid five years, entered in the public register by
    its sealing.
    """
    document = paper.sheet()
    blocks.letterhead(document)
    _line(document, "BẰNG CÔNG NHẬN", size=24, before=30)
    _line(document, "TRƯỜNG ĐẠT CHUẨN QUỐC GIA", size=18, before=4)
    paper.paragraph(document, "{{ issuer|upper }}", align=paper.CENTER, before=22)
    _line(document, "CÔNG NHẬN", size=16, before=10)
    _line(document, "{{ school|upper }}", size=18, before=16)
    paper.paragraph(document, "Địa bàn: {{ area }}", align=paper.CENTER, before=4)
    _line(document, "ĐẠT CHUẨN QUỐC GIA MỨC ĐỘ {{ degree }}", size=18, before=16, after=14)
    for label, text in _FACTS:
        blocks.entry(document, label, text)
    blocks.body(document, "Bằng công nhận có giá trị 05 năm kể từ ngày ký.", before=10)
    blocks.closing(document, ("{{ school }};", "{{ commune }};", "Lưu: VT, hồ sơ."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


def refusal_letter() -> bytes:
    """Công văn trả lời: the level the team found, the reason, and the way that is left."""
    document = paper.sheet()
    blocks.letterhead(document, "V/v không công nhận trường đạt chuẩn quốc gia")
    paper.paragraph(document, "Kính gửi: {{ school }}", align=paper.CENTER, before=22, after=8)
    for text in _REFUSAL:
        blocks.body(document, text)
    blocks.closing(document, ("Như trên;", "Lưu: VT, hồ sơ."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


def _line(document: Document, text: str, *, size: float, before: float, after: float = 0) -> None:
    paper.paragraph(
        document, text, size=size, bold=True, align=paper.CENTER, before=before, after=after
    )


_FACTS = (
    ("Kết quả đánh giá ngoài", "{{ level }}, năm học {{ school_year }}"),
    ("Bộ tiêu chuẩn", "{{ rules }}"),
    ("Hồ sơ", "{{ dossier_code }}"),
)

_REFUSAL = (
    (
        "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của {{"
        " school }} đề nghị công nhận trường đạt chuẩn quốc gia và đã tổ chức đánh giá ngoài. Kết"
        " quả: {{ level|lower }}."
    ),
    "{{ agency_name }} chưa công nhận trường đạt chuẩn quốc gia, với lý do như sau:",
    "{{ reason }}",
    (
        "Trường khắc phục những điểm chưa đạt và có thể đăng ký đánh giá ngoài lại trên Cổng dịch"
        " vụ công. Nếu không đồng ý, trường có quyền khiếu nại theo quy định của Luật Khiếu nại./."
    ),
)
