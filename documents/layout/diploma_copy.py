"""The two papers of procedure 3.000465: the copy from the register, and the letter that says why
there is none.
"""

from __future__ import annotations

from documents.layout import blocks, paper

_NOT_IN_REGISTER = '"(sổ gốc không ghi)"'


def copy() -> bytes:
    """Bản sao từ sổ gốc: the register's entry again; it stands in for the original (Decree 23/2015,
    Article 3).
    """
    document = paper.sheet()
    blocks.letterhead(document)
    blocks.title(document, "BẢN SAO", "{{ level_name|upper }}", size=18)
    paper.paragraph(
        document,
        "(Cấp từ sổ gốc cấp văn bằng, chứng chỉ)",
        italic=True,
        align=paper.CENTER,
        after=10,
    )
    rows = [(label, _or_not_in_register(name)) for label, name in _REGISTER_ENTRY]
    rows[0] = ("Cấp cho", "{{ holder_name }}")
    rows.append(("Quyết định tốt nghiệp", _DECISION))
    blocks.ledger(document, rows)
    blocks.optional_entry(document, "Ghi chú trong sổ gốc", "annotations")
    blocks.body(document, _VALUE)
    blocks.closing(document, ("Người đề nghị cấp bản sao;", "Lưu: VT, Sổ cấp bản sao."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


def refusal_letter() -> bytes:
    """Công văn trả lời: the written answer with its reason when the register has no such entry
    (Circular 10/2026).
    """
    return blocks.answer_letter("V/v trả lời đề nghị cấp bản sao văn bằng từ sổ gốc", _LETTER)


def _or_not_in_register(name: str) -> str:
    """A column the register leaves empty is said to be empty: a copy neither adds nor hides."""
    return f"{{{{ {name} or {_NOT_IN_REGISTER} }}}}"


_REGISTER_ENTRY = (
    ("Cấp cho", "holder_name"),
    (blocks.BORN, "birth_date"),
    ("Nơi sinh", "birth_place"),
    ("Giới tính", "sex"),
    ("Dân tộc", "ethnicity"),
    ("Học sinh trường", "school"),
    ("Năm tốt nghiệp", "graduation_year"),
    ("Xếp loại tốt nghiệp", "grade"),
    ("Số hiệu văn bằng", "serial"),
    ("Số vào sổ gốc", "book_number"),
    ("Cơ quan cấp bản chính", "issued_by"),
    ("Người ký bản chính", "diploma_signer"),
)

_DECISION = (
    f"{{{{ decision or {_NOT_IN_REGISTER} }}}}{{% if decision_date %}} ngày {{{{ decision_date"
    " }}{% endif %}"
)

_VALUE = (
    "Bản sao này được cấp từ sổ gốc, có giá trị sử dụng thay cho bản chính trong các giao dịch, trừ"
    " trường hợp pháp luật có quy định khác (khoản 1 Điều 3 Nghị định số 23/2015/NĐ-CP)."
)

_LETTER = (
    (
        "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của"
        " Ông/Bà {{ applicant_name }}, đề nghị cấp bản sao từ sổ gốc cho người được cấp văn bằng là"
        " {{ holder_name }} ({{ diploma }})."
    ),
    (
        "Sau khi đối chiếu sổ gốc cấp văn bằng, chứng chỉ đang quản lý, {{ agency_name }} không có"
        " căn cứ để cấp bản sao theo đề nghị, với lý do như sau:"
    ),
    "{{ reason }}",
    (
        "Khi có thêm thông tin hoặc giấy tờ liên quan đến văn bằng, Ông/Bà có thể nộp hồ sơ mới;"
        " việc tra cứu lại không thu phí. Nếu không đồng ý với nội dung trả lời này, Ông/Bà có"
        " quyền khiếu nại theo quy định của Luật Khiếu nại."
    ),
    "{{ agency_name }} trân trọng thông báo để Ông/Bà được biết./.",
)
