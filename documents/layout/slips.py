"""The slips of Circular 03/2025/TT-VPCP, but for the logbook, which is no Word file; and the
receipt of a fee.
"""

from __future__ import annotations

from docx.document import Document

from documents.layout import blocks, paper


def receipt() -> bytes:
    """Form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""
    document = _slip("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    blocks.body(document, "{{ agency_name }} tiếp nhận hồ sơ của:", before=10)
    _applicant(document, with_identity=True)
    blocks.entry(document, "Nội dung yêu cầu giải quyết", "{{ content }}")
    paper.logic(document, "{%p if papers %}")
    blocks.body(document, "Thành phần hồ sơ nộp gồm:", before=5)
    blocks.numbered(document, "papers")
    paper.logic(document, "{%p endif %}")
    for label, name in _APPOINTMENT:
        blocks.entry(document, label, f"{{{{ {name} }}}}")
    blocks.two_signatures(document)
    return _finished(document)


def supplement() -> bytes:
    """Form 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""
    document = _slip("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ")
    _applicant(document, with_identity=False)
    blocks.entry(document, "Nội dung yêu cầu giải quyết", "{{ content }}")
    paper.logic(document, "{%p if items %}")
    blocks.body(document, "Yêu cầu bổ sung, hoàn thiện hồ sơ gồm những nội dung sau:", before=5)
    blocks.numbered(document, "items")
    paper.logic(document, "{%p endif %}")
    paper.logic(document, "{%p if remark or not items %}")
    blocks.entry(document, "Lý do", "{{ remark or reason }}")
    paper.logic(document, "{%p endif %}")
    blocks.body(document, _HELP)
    paper.logic(document, "{%p if answer_by_text %}")
    blocks.body(document, _ANSWER_BY)
    paper.logic(document, "{%p endif %}")
    blocks.body(document, "Thời gian chờ Ông/Bà bổ sung không tính vào thời hạn giải quyết hồ sơ.")
    blocks.one_signature(document, "NGƯỜI HƯỚNG DẪN")
    return _finished(document)


def refusal() -> bytes:
    """Form 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ."""
    document = _slip("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ")
    blocks.body(document, "{{ agency_name }} đã xem xét hồ sơ của:", before=10)
    _applicant(document, with_identity=False)
    blocks.entry(document, "Nội dung yêu cầu giải quyết", "{{ content }}")
    blocks.body(
        document,
        "Qua xem xét, {{ agency_name }} không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như"
        " sau:",
    )
    blocks.body(document, "{{ reason }}")
    blocks.body(document, "Xin thông báo để Ông/Bà được biết và thực hiện./.")
    blocks.two_signatures(document)
    return _finished(document)


def apology() -> bytes:
    """Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết: signed by the head, not by the
    clerk.
    """
    document = _slip("PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT")
    paper.paragraph(
        document, "Kính gửi: {{ applicant_name }}", align=paper.CENTER, before=8, after=4
    )
    blocks.entry(document, "Ngày tiếp nhận hồ sơ", "{{ received_at_text }}")
    blocks.entry(document, "Nội dung yêu cầu giải quyết", "{{ content }}")
    _applicant(document, with_identity=True)
    blocks.entry(document, "Thời gian hẹn trả kết quả", "{{ promised_text }}")
    blocks.body(
        document, "Đến nay, {{ agency_name }} chưa trả được kết quả giải quyết hồ sơ, lý do:"
    )
    blocks.body(document, "{{ reason }}")
    blocks.body(
        document,
        "{{ agency_name }} xin lỗi Ông/Bà, tổ chức vì sự chậm trễ này và hẹn trả kết quả vào lúc {{"
        " new_due_text }}.",
    )
    blocks.body(document, "Rất mong nhận được sự thông cảm của Ông/Bà, tổ chức./.")
    blocks.closing(document, _RECIPIENTS)
    return _finished(document)


def stop_notice() -> bytes:
    """Thông báo dừng giải quyết hồ sơ: at the applicant's wish, or because the supplement did not
    come.
    """
    document = _slip("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ")
    paper.paragraph(
        document, "Kính gửi: {{ applicant_name }}", align=paper.CENTER, before=8, after=4
    )
    _applicant(document, with_identity=True)
    blocks.entry(document, "Nội dung yêu cầu giải quyết", "{{ content }}")
    blocks.optional_entry(document, "Thời gian nhận hồ sơ", "received_at_text")
    blocks.body(
        document,
        "{{ agency_name }} thông báo dừng giải quyết hồ sơ nêu trên từ {{ stopped_at_text }}, với"
        " lý do như sau:",
    )
    blocks.body(document, "{{ reason }}")
    blocks.body(document, "Xin thông báo để Ông/Bà, tổ chức được biết./.")
    blocks.closing(
        document,
        _RECIPIENTS,
        heading="{{ signer_position|upper or 'NƠI TIẾP NHẬN HỒ SƠ' }}",
        name="{{ signer_name or '' }}",
    )
    return _finished(document)


def control() -> bytes:
    """Phiếu kiểm soát quá trình giải quyết hồ sơ: one row for each time the dossier changed
    hands.
    """
    document = _slip("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ")
    blocks.entry(document, "Nội dung yêu cầu giải quyết", "{{ content }}")
    blocks.entry(document, "Cơ quan giải quyết", "{{ handles }}")
    blocks.optional_entry(document, "Cơ quan phối hợp", "assists")
    blocks.optional_entry(document, "Thời gian nhận hồ sơ", "received_at_text")
    blocks.optional_entry(document, "Thời gian trả kết quả", "due_at_text")
    paper.paragraph(document, size=6)
    blocks.grid(document, "numbers", _HANDS)
    paper.paragraph(
        document,
        "Lập tự động từ nhật ký hồ sơ, {{ place_and_date }}.",
        size=11,
        italic=True,
        before=6,
    )
    return paper.file_bytes(document)


_RECIPIENTS = ("Như trên;", "Lưu: HS.")

#: Heading, width in millimetres, list fact.
_HANDS = (
    ("Giao", 38, "gave"),
    ("Nhận", 38, "took"),
    ("Thời gian giao, nhận", 29, "moments"),
    ("Kết quả (trước, đúng, quá hạn)", 25, "results"),
    ("Ghi chú", 35, "notes"),
)


def payment_receipt() -> bytes:
    """Biên lai thu phí, lệ phí: what was paid for which dossier, in figures and in words (Decree
    123/2020).
    """
    document = _slip("BIÊN LAI THU PHÍ, LỆ PHÍ")
    blocks.body(document, "{{ agency_name }} đã thu phí, lệ phí của:", before=10)
    blocks.entry(document, "Người nộp", "{{ applicant_name }}")
    blocks.optional_entry(document, "Địa chỉ", "applicant_address")
    for label, name in _PAID:
        blocks.entry(document, label, f"{{{{ {name} }}}}")
    blocks.body(
        document,
        "Biên lai này được lập và đóng dấu điện tử khi tiền đã vào tài khoản của cơ quan thu.",
    )
    paper.logic(document, "{%p if signer_name %}")
    blocks.entry(document, "Người thu tiền", "{{ signer_name }}")
    paper.logic(document, "{%p endif %}")
    return _finished(document)


_PAID = (
    ("Nội dung thu", "content"),
    ("Số tiền", "amount_text"),
    ("Bằng chữ", "amount_words"),
    ("Ngày nộp", "paid_on"),
    ("Hình thức nộp", "way"),
    ("Số giao dịch", "number"),
)

_APPOINTMENT = (
    ("Số lượng hồ sơ (bộ)", "sets"),
    ("Thời gian giải quyết hồ sơ theo quy định", "limit_text"),
    ("Thời gian nhận hồ sơ", "received_at_text"),
    ("Thời gian trả kết quả giải quyết hồ sơ", "due_at_text"),
    ("Đăng ký nhận kết quả", "delivery_text"),
)

_ANSWER_BY = (
    "Đề nghị Ông/Bà bổ sung, hoàn thiện hồ sơ chậm nhất là {{ answer_by_text }}. Quá thời hạn này"
    " mà hồ sơ chưa được bổ sung, {{ agency_name }} dừng giải quyết hồ sơ."
)
_HELP = (
    "Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, Ông/Bà liên hệ với {{ contact_name }}"
    "{% if contact_phone %}, số điện thoại {{ contact_phone }},{% endif %} để được hướng dẫn."
)


def _slip(title: str) -> Document:
    document = paper.sheet()
    paper.logic(document, "{%p if form %}")
    paper.paragraph(document, "{{ form }}", size=12, italic=True, align=paper.RIGHT, after=4)
    paper.logic(document, "{%p endif %}")
    blocks.letterhead(document)
    blocks.title(document, title, "Mã hồ sơ: {{ dossier_code }}")
    paper.paragraph(document, size=4)
    return document


def _applicant(document: Document, *, with_identity: bool) -> None:
    blocks.entry(document, "Ông/Bà, tổ chức", "{{ applicant_name }}")
    if with_identity:
        blocks.optional_entry(document, "Số định danh cá nhân", "applicant_identity")
    blocks.optional_entry(document, "Địa chỉ", "applicant_address")
    blocks.optional_entry(document, "Số điện thoại", "applicant_phone")
    blocks.optional_entry(document, "Thư điện tử", "applicant_email")


def _finished(document: Document) -> bytes:
    blocks.check_footer(document)
    return paper.file_bytes(document)
