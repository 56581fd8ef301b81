"""The two papers of procedure 1.004889: the recognition of a foreign diploma, and the notice that
says why not.
"""

from __future__ import annotations

from documents.layout import blocks, paper


def recognition() -> bytes:
    """Giấy công nhận: what was presented and what it is equal to (Circular 13/2021/TT-BGDĐT,
    Article 9).
    """
    document = paper.sheet()
    blocks.letterhead(document)
    blocks.title(document, "GIẤY CÔNG NHẬN", "Văn bằng do cơ sở giáo dục nước ngoài cấp", size=16)
    blocks.body(document, _FOUND, before=12)
    blocks.ledger(document, _DIPLOMA)
    blocks.body(document, _EQUIVALENT, before=10)
    blocks.optional_entry(document, "Ghi chú", "remark")
    blocks.body(document, _LAW)
    blocks.closing(document, ("Người đề nghị công nhận;", "Lưu: VT, hồ sơ công nhận văn bằng."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


def refusal_notice() -> bytes:
    """Thông báo: the written answer with its reason when the diploma cannot be recognised."""
    about = "Về việc không công nhận văn bằng do cơ sở giáo dục nước ngoài cấp"
    return blocks.notice(about, _REFUSAL, ("Người đề nghị công nhận;", "Lưu: VT."))


_FOUND = (
    "{{ agency_name }} đã xem xét hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, và công"
    " nhận văn bằng do cơ sở giáo dục nước ngoài cấp sau đây:"
)

_DIPLOMA = (
    ("Cấp cho", "{{ holder_name }}"),
    (blocks.BORN, "{{ birth_date or '(không ghi)' }}"),
    ("Văn bằng, chứng chỉ", "{{ diploma_name }}"),
    ("Cơ sở giáo dục cấp", "{{ school }}"),
    ("Quốc gia, vùng lãnh thổ", "{{ country }}"),
    ("Năm cấp", "{{ year }}"),
    ("Số hiệu văn bằng", "{{ serial or '(không có)' }}"),
    ("Hình thức học", "{{ mode }}"),
)

_EQUIVALENT = "Văn bằng trên được công nhận: {{ equivalent }}."

_LAW = (
    "Việc công nhận thực hiện theo Thông tư số 13/2021/TT-BGDĐT của Bộ trưởng Bộ Giáo dục và Đào"
    " tạo. Giấy công nhận được sử dụng cùng với văn bằng nêu trên tại Việt Nam."
)

_REFUSAL = (
    (
        "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, đề nghị"
        " công nhận văn bằng ({{ diploma }}) của {{ holder_name }}."
    ),
    "Sau khi thẩm định, {{ agency_name }} không công nhận văn bằng, với lý do như sau:",
    "{{ reason }}",
    (
        "Phí đã nộp là phí xác minh để công nhận văn bằng nên không hoàn trả. Khi có thêm căn cứ"
        " xác minh, Ông/Bà có thể nộp hồ sơ mới. Nếu không đồng ý, Ông/Bà có quyền khiếu nại theo"
        " quy định của Luật Khiếu nại./."
    ),
)
