"""The papers of procedure 2.002850: the decision to write a diploma anew, and the letter that says why not."""

from __future__ import annotations

from documents.layout import blocks, decision, paper


def reissue() -> bytes:
    """Quyết định cấp lại: the agency wrote the diploma wrong; the old blank is taken in."""
    document = paper.sheet()
    decision.opening(document, "Về việc cấp lại văn bằng, chứng chỉ", _HEAD, _GROUNDS)
    decision.article(document, 1, "Cấp lại văn bằng bị viết sai do lỗi của cơ quan cấp, ghi trong sổ gốc như sau:")
    blocks.ledger(document, _DIPLOMA)
    blocks.body(document, "Nội dung viết lại cho đúng:")
    blocks.numbered(document, "changes")
    blocks.body(document, "Giấy tờ làm căn cứ:")
    blocks.numbered(document, "papers")
    decision.article(document, 2, _NEW)
    decision.article(document, 3, _FORCE)
    blocks.closing(document, ("Như Điều 3;", "Ông/Bà {{ applicant_name }};", "Lưu: VT, hồ sơ cấp văn bằng."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


def refusal_letter() -> bytes:
    """Công văn trả lời: why the diploma is not written anew, in writing."""
    return blocks.answer_letter("V/v trả lời đề nghị cấp lại văn bằng", _LETTER)


_HEAD = "GIÁM ĐỐC {{ agency_name|upper }}"

_GROUNDS = (
    "Căn cứ Quy chế văn bằng, chứng chỉ của hệ thống giáo dục quốc dân ban hành kèm theo Thông tư số "
    "10/2026/TT-BGDĐT của Bộ trưởng Bộ Giáo dục và Đào tạo;",
    "Xét hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của Ông/Bà {{ applicant_name }}.",
)

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

_NEW = (
    "Văn bằng cấp lại mang số hiệu {{ new_serial }}, số vào sổ gốc {{ new_book_number }}. Văn bằng số hiệu "
    "{{ serial }} không còn giá trị, được thu lại và ghi vào sổ gốc là đã cấp lại."
)

_FORCE = (
    "Quyết định này có hiệu lực kể từ ngày ký. Bộ phận quản lý văn bằng, chứng chỉ và Ông/Bà {{ applicant_name }} chịu "
    "trách nhiệm thi hành Quyết định này./."
)

_LETTER = (
    "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của Ông/Bà "
    "{{ applicant_name }}, đề nghị cấp lại văn bằng của {{ holder_name }} ({{ diploma }}).",
    "Sau khi đối chiếu sổ gốc và giấy tờ kèm theo, {{ agency_name }} không có căn cứ để cấp lại, với lý do như sau:",
    "{{ reason }}",
    "Khi có thêm giấy tờ làm căn cứ, Ông/Bà có thể nộp hồ sơ mới. Nếu không đồng ý với nội dung trả lời này, Ông/Bà có "
    "quyền khiếu nại theo quy định của Luật Khiếu nại.",
    "{{ agency_name }} trân trọng thông báo để Ông/Bà được biết./.",
)
