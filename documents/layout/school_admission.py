"""Papers of an admissions round: the notice of admission, the result for who was not admitted, and
the notice to who may not take part.
"""

from __future__ import annotations

from documents.layout import blocks, paper


def notice() -> bytes:
    """Giấy báo trúng tuyển: for which pupil, where, and what to do next."""
    return _notice(_PUPIL)


def first_notice() -> bytes:
    """The same for a child who went to no school before."""
    return _notice(tuple(row for row in _PUPIL if row != _SCHOOL))


def _notice(rows: tuple[tuple[str, str], ...]) -> bytes:
    document = paper.sheet()
    blocks.letterhead(document)
    blocks.title(document, "GIẤY BÁO TRÚNG TUYỂN", "{{ round_name }}", size=16)
    blocks.body(document, _APPROVAL, before=12)
    blocks.ledger(document, rows)
    blocks.body(document, _NEXT)
    blocks.closing(document, ("Gia đình học sinh;", "Trường tiếp nhận;", "Lưu: VT."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


def not_admitted() -> bytes:
    """Thông báo kết quả: the reason in writing, and that the family may ask for more."""
    return blocks.notice("Về kết quả tuyển sinh", _NOT_ADMITTED, ("Gia đình học sinh;", "Lưu: VT."))


def ineligible() -> bytes:
    """Thông báo không đủ điều kiện dự tuyển."""
    about = "Về việc không đủ điều kiện dự tuyển"
    return blocks.notice(about, _INELIGIBLE, ("Gia đình học sinh;", "Lưu: VT."))


_APPROVAL = (
    "Căn cứ kết quả tuyển sinh đã được duyệt, {{ agency_name }} thông báo học sinh sau đây trúng"
    " tuyển (hồ sơ mã số {{ dossier_code }}):"
)

_SCHOOL = ("Trường đang học hoặc đã học", "{{ present_school }}")

_PUPIL = (
    ("Họ và tên học sinh", "{{ student_name }}"),
    (blocks.BORN, "{{ birth_date or '(không ghi)' }}"),
    _SCHOOL,
    ("Trúng tuyển vào", "{{ programme }}"),
)

_NEXT = (
    "Đề nghị gia đình xác nhận nhập học trên Cổng dịch vụ công trong thời hạn ghi ở trang hồ sơ."
    " Kết quả từng nguyện vọng và lý do có trên trang hồ sơ của gia đình."
)

_RIGHT = (
    "Kết quả từng nguyện vọng và lý do có trên trang hồ sơ của gia đình. Nếu không đồng ý, Ông/Bà"
    " có quyền khiếu nại theo quy định của Luật Khiếu nại./."
)

_ASKED = (
    "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }} của học sinh {{ student_name }}{% if"
    " birth_date %}, sinh {{ birth_date }}{% endif %}, đăng ký {{ round_name }} với các nguyện"
    " vọng: {{ wishes }}."
)

_NOT_ADMITTED = (
    _ASKED,
    "Học sinh không trúng tuyển, với lý do như sau:",
    "{{ reason }}",
    _RIGHT,
)

_INELIGIBLE = (
    _ASKED,
    "Sau khi kiểm tra, học sinh không đủ điều kiện dự tuyển, với lý do như sau:",
    "{{ reason }}",
    _RIGHT,
)
