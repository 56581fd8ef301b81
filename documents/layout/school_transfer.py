"""The two papers of procedure 2.002854: the principal takes the pupil, or says in writing why
not.
"""

from __future__ import annotations

from documents.layout import blocks, paper


def admission() -> bytes:
    """Giấy tiếp nhận học sinh: the principal's approval, with the class the pupil was placed in."""
    document = paper.sheet()
    blocks.letterhead(document)
    blocks.title(document, "GIẤY TIẾP NHẬN HỌC SINH", "Về việc học sinh chuyển đến", size=16)
    blocks.body(document, _APPROVAL, before=12)
    blocks.ledger(document, _PUPIL)
    blocks.optional_entry(document, "Giáo viên chủ nhiệm", "teacher")
    blocks.body(document, _NEXT)
    blocks.closing(
        document, ("Gia đình học sinh;", "{{ from_school }};", "Lưu: VT, hồ sơ học sinh.")
    )
    blocks.check_footer(document)
    return paper.file_bytes(document)


def refusal_notice() -> bytes:
    """Thông báo không tiếp nhận: the reason in writing, as the school charter asks (TT
    15/2026/TT-BGDĐT).
    """
    about = "Về việc không tiếp nhận học sinh chuyển đến"
    return blocks.notice(about, _REFUSAL, ("Người nộp hồ sơ;", "Lưu: VT."))


_APPROVAL = (
    "Hiệu trưởng {{ new_school }} đã xem xét hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on"
    " }}, của Ông/Bà {{ applicant_name }} và đồng ý tiếp nhận học sinh sau đây vào học:"
)

_PUPIL = (
    ("Họ và tên học sinh", "{{ student_name }}"),
    (blocks.BORN, "{{ birth_date or '(không ghi)' }}"),
    ("Nơi ở hiện nay", "{{ address }}"),
    ("Chuyển đến từ", "{{ from_school }}"),
    ("Được xếp vào lớp", "{{ class_name }}"),
    ("Ngày vào học", "{{ starts_on }}"),
)

_NEXT = (
    "Đề nghị gia đình đưa học sinh đến trường đúng ngày ghi trên, mang theo học bạ bản chính (nếu"
    " trường nơi đi giao bản giấy). Giấy này thay cho các giấy giới thiệu chuyển trường; không cần"
    " xác nhận của cơ quan nào khác."
)

_REFUSAL = (
    (
        "{{ new_school }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, xin cho"
        " học sinh {{ student_name }} vào học {{ grade|lower }} của trường."
    ),
    "Sau khi xem xét, nhà trường không tiếp nhận học sinh, với lý do như sau:",
    "{{ reason }}",
    (
        "Gia đình có thể nộp hồ sơ đến trường khác trong tỉnh trên Cổng dịch vụ công; nhà trường"
        " không giữ lại giấy tờ nào của học sinh. Nếu không đồng ý, Ông/Bà có quyền khiếu nại theo"
        " quy định của Luật Khiếu nại./."
    ),
)
