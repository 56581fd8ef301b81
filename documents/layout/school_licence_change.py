"""What a licence of procedure 1.012953 comes to later: a decision that changes, suspends, resumes
or revokes it.
"""

from __future__ import annotations

from documents.layout import blocks, paper
from documents.layout.school_licence import article, ground


def decision() -> bytes:
    """Quyết định về giấy phép: what is ordered, why, from when (NĐ 30/2020, Phụ lục III)."""
    document = paper.sheet()
    blocks.letterhead(document)
    blocks.title(document, "QUYẾT ĐỊNH", "Về việc {{ matter }} {{ school_name }}")
    paper.paragraph(document, "{{ issuer|upper }}", bold=True, align=paper.CENTER, before=12)
    for text in _GROUNDS:
        ground(document, text)
    paper.paragraph(document, "QUYẾT ĐỊNH:", bold=True, align=paper.CENTER, before=12, after=4)
    article(
        document,
        1,
        "{{ ordered }} {{ school_name }}, theo Quyết định số {{ licence }}, kể từ {{ since }}.",
    )
    article(document, 2, "Nội dung, lý do: {{ details }}")
    paper.logic(document, "{%p if until %}")
    blocks.body(document, "Thời hạn và biện pháp bảo đảm quyền lợi của học sinh: {{ until }}.")
    paper.logic(document, "{%p endif %}")
    article(document, 3, _DUTY)
    blocks.closing(document, ("Như Điều 3;", "UBND tỉnh (để báo cáo);", "Lưu: VT, hồ sơ."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


def refusal_letter() -> bytes:
    """Công văn trả lời: why nothing is changed."""
    recipients = ("Như trên;", "Lưu: VT, hồ sơ.")
    return blocks.answer_letter(
        "V/v giấy phép hoạt động giáo dục", _REFUSAL, "{{ school_name }}", recipients
    )


_GROUNDS = (
    (
        "Căn cứ Nghị định số 125/2024/NĐ-CP ngày 05 tháng 10 năm 2024 của Chính phủ quy định về"
        " điều kiện đầu tư và hoạt động trong lĩnh vực giáo dục;"
    ),
    (
        "Căn cứ Nghị định số 142/2025/NĐ-CP ngày 12 tháng 6 năm 2025 của Chính phủ quy định về phân"
        " quyền, phân cấp trong lĩnh vực quản lý nhà nước của Bộ Giáo dục và Đào tạo;"
    ),
    "Xét hồ sơ mã số {{ dossier_code }}.",
)

_DUTY = (
    "Chánh Văn phòng, Trưởng phòng chuyên môn của {{ agency_name }} và Hiệu trưởng {{ school_name"
    " }} chịu trách nhiệm thi hành Quyết định này. Tình trạng giấy phép được công khai trên sổ giấy"
    " phép của {{ agency_name }}./."
)

_REFUSAL = (
    (
        "{{ agency_name }} đã xem xét hồ sơ mã số {{ dossier_code }}, lập {{ submitted_on }}, về"
        " giấy phép hoạt động giáo dục của {{ school_name }} (Quyết định số {{ licence }})."
    ),
    "Sau khi thẩm định, {{ agency_name }} không thay đổi giấy phép nói trên, với lý do như sau:",
    "{{ reason }}",
    "Nếu không đồng ý, trường có quyền khiếu nại theo quy định của Luật Khiếu nại./.",
)
