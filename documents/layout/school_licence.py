"""The papers of procedure 1.012953: the decision that licenses a school, or the letter that says
why not.
"""

from __future__ import annotations

from docx.document import Document

from documents.layout import blocks, paper


def decision() -> bytes:
    """Quyết định cho phép hoạt động giáo dục: the grounds, then the articles (NĐ 30/2020, Phụ lục
    III).
    """
    document = paper.sheet()
    blocks.letterhead(document)
    blocks.title(document, "QUYẾT ĐỊNH", "Về việc cho phép {{ school_name }} hoạt động giáo dục")
    paper.paragraph(document, "{{ issuer|upper }}", bold=True, align=paper.CENTER, before=12)
    for text in _GROUNDS:
        ground(document, text)
    paper.paragraph(document, "QUYẾT ĐỊNH:", bold=True, align=paper.CENTER, before=12, after=4)
    for number, text in enumerate(_ARTICLES, start=1):
        article(document, number, text)
    blocks.closing(
        document, ("Như Điều 4;", "UBND tỉnh (để báo cáo);", "{{ commune }};", "Lưu: VT, hồ sơ.")
    )
    blocks.check_footer(document)
    return paper.file_bytes(document)


def refusal_letter() -> bytes:
    """Công văn trả lời: the reason in writing, and the way that is left."""
    recipients = ("Như trên;", "Lưu: VT, hồ sơ.")
    return blocks.answer_letter(
        "V/v không cho phép hoạt động giáo dục", _REFUSAL, "{{ school_name }}", recipients
    )


def ground(document: Document, text: str) -> None:
    """A ground of a decision stands in italics, each on a line of its own."""
    paper.paragraph(document, text, italic=True, align=paper.JUSTIFY, before=4, first_line_mm=10)


def article(document: Document, number: int, text: str) -> None:
    """An article: its number in bold, its text behind it."""
    line = paper.paragraph(
        document, f"Điều {number}. ", bold=True, align=paper.JUSTIFY, before=6, first_line_mm=10
    )
    line.paragraph_format.line_spacing = 1.15
    paper.words(line, text)


_GROUNDS = (
    (
        "Căn cứ Nghị định số 125/2024/NĐ-CP ngày 05 tháng 10 năm 2024 của Chính phủ quy định về"
        " điều kiện đầu tư và hoạt động trong lĩnh vực giáo dục;"
    ),
    (
        "Căn cứ Nghị định số 142/2025/NĐ-CP ngày 12 tháng 6 năm 2025 của Chính phủ quy định về phân"
        " quyền, phân cấp trong lĩnh vực quản lý nhà nước của Bộ Giáo dục và Đào tạo;"
    ),
    (
        "Căn cứ kết quả kiểm tra thực tế ngày {{ visit_date }} của Hội đồng kiểm tra ({{ in_favour"
        " }}/{{ present }} phiếu đồng ý);"
    ),
    "Xét hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của {{ school_name }}.",
)

_ARTICLES = (
    (
        "Cho phép {{ school_name }} ({{ ownership|lower }}), địa điểm tại {{ place }}, địa bàn {{"
        " area }}, thành lập theo {{ founded_by }}, hoạt động giáo dục cấp trung học phổ thông."
    ),
    (
        "Quy mô được phép: {{ scale }}. Khi thay đổi nội dung này, trường phải làm thủ tục thay đổi"
        " trước khi thực hiện."
    ),
    (
        "{{ school_name }} tổ chức hoạt động theo Điều lệ trường và pháp luật về giáo dục; chịu sự"
        " kiểm tra của {{ agency_name }} và chính quyền địa phương nơi đặt trường."
    ),
    (
        "Chánh Văn phòng, Trưởng phòng chuyên môn của {{ agency_name }} và Hiệu trưởng {{"
        " school_name }} chịu trách nhiệm thi hành Quyết định này. Quyết định có hiệu lực kể từ"
        " ngày ký./."
    ),
)

_REFUSAL = (
    (
        "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, do"
        " Ông/Bà {{ applicant_name }} đại diện, đề nghị cho phép {{ school_name }} hoạt động giáo"
        " dục."
    ),
    (
        "Sau khi thẩm định, {{ agency_name }} chưa cho phép trường hoạt động giáo dục, với lý do"
        " như sau:"
    ),
    "{{ reason }}",
    (
        "Khi đã khắc phục, trường có thể nộp hồ sơ mới trên Cổng dịch vụ công. Nếu không đồng ý,"
        " trường có quyền khiếu nại theo quy định của Luật Khiếu nại./."
    ),
)
