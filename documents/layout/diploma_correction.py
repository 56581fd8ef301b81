"""The papers of procedure 3.000466: the decision that corrects a diploma, and the letter that says why it does not."""

from __future__ import annotations

from documents.layout import blocks, decision, paper


def correction() -> bytes:
    """Quyết định chỉnh sửa: nothing is written on the diploma itself (TT 10/2026/TT-BGDĐT, Article 15)."""
    document = paper.sheet()
    decision.opening(document, "Về việc chỉnh sửa nội dung văn bằng, chứng chỉ", _HEAD, _GROUNDS)
    decision.article(document, 1, _WHOSE)
    blocks.ledger(document, _DIPLOMA)
    blocks.body(document, "Các nội dung được chỉnh sửa:")
    blocks.numbered(document, "changes")
    blocks.body(document, "Giấy tờ làm căn cứ:")
    blocks.numbered(document, "papers")
    decision.article(document, 2, _NOTED)
    decision.article(document, 3, _FORCE)
    blocks.closing(document, ("Như Điều 3;", "Ông/Bà {{ applicant_name }};", "Lưu: VT, hồ sơ cấp văn bằng."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


def refusal_letter() -> bytes:
    """Công văn trả lời: why the contents are not corrected, in writing (TT 10/2026/TT-BGDĐT, Article 15)."""
    return blocks.answer_letter("V/v trả lời đề nghị chỉnh sửa nội dung văn bằng", _LETTER)


_HEAD = "GIÁM ĐỐC {{ agency_name|upper }}"

_GROUNDS = (
    "Căn cứ Quy chế văn bằng, chứng chỉ của hệ thống giáo dục quốc dân ban hành kèm theo Thông tư số "
    "10/2026/TT-BGDĐT của Bộ trưởng Bộ Giáo dục và Đào tạo;",
    "Xét hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của Ông/Bà {{ applicant_name }}; "
    "lý do đề nghị: {{ ground|lower }}.",
)

_WHOSE = "Chỉnh sửa nội dung văn bằng sau đây, ghi theo sổ gốc trước khi chỉnh sửa:"

_DIPLOMA = (
    ("Loại văn bằng", "{{ level_name }}"),
    ("Cấp cho", "{{ holder_name }}"),
    ("Ngày, tháng, năm sinh", "{{ birth_date }}"),
    ("Học sinh trường", "{{ school }}"),
    ("Năm tốt nghiệp", "{{ graduation_year }}"),
    ("Số hiệu văn bằng", "{{ serial }}"),
    ("Số vào sổ gốc", "{{ book_number }}"),
    ("Cơ quan cấp", "{{ issued_by }}"),
)

_NOTED = (
    "Nội dung chỉnh sửa được ghi vào phụ lục sổ gốc cấp văn bằng, chứng chỉ và cập nhật vào cơ sở dữ liệu về văn bằng, "
    "chứng chỉ; không chỉnh sửa trực tiếp trên văn bằng."
)

_FORCE = (
    "Quyết định này có hiệu lực kể từ ngày ký và được sử dụng cùng với văn bằng đã cấp. Bộ phận quản lý văn bằng, "
    "chứng chỉ và Ông/Bà {{ applicant_name }} chịu trách nhiệm thi hành Quyết định này./."
)

_LETTER = (
    "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của Ông/Bà "
    "{{ applicant_name }}, đề nghị chỉnh sửa nội dung văn bằng của {{ holder_name }} ({{ diploma }}).",
    "Sau khi đối chiếu sổ gốc và giấy tờ kèm theo, {{ agency_name }} không có căn cứ để chỉnh sửa, với lý do như sau:",
    "{{ reason }}",
    "Khi có thêm giấy tờ làm căn cứ, Ông/Bà có thể nộp hồ sơ mới. Nếu không đồng ý với nội dung trả lời này, Ông/Bà có "
    "quyền khiếu nại theo quy định của Luật Khiếu nại.",
    "{{ agency_name }} trân trọng thông báo để Ông/Bà được biết./.",
)
