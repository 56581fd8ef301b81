"""The papers of procedure 3.000466: the decision that corrects a diploma, and the letter that says
why it does not.
"""

from __future__ import annotations

from documents.layout import blocks
from documents.layout.diploma_decision import Order, diploma_decision


def correction() -> bytes:
    """Quyết định chỉnh sửa: nothing is written on the diploma itself (TT 10/2026/TT-BGDĐT, Article
    15).
    """
    return diploma_decision(_ORDER)


def refusal_letter() -> bytes:
    """Công văn trả lời: why the contents are not corrected, in writing (TT 10/2026/TT-BGDĐT,
    Article 15).
    """
    return blocks.answer_letter("V/v trả lời đề nghị chỉnh sửa nội dung văn bằng", _LETTER)


_ORDER = Order(
    about="Về việc chỉnh sửa nội dung văn bằng, chứng chỉ",
    asked=(
        "Xét hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của Ông/Bà {{ applicant_name"
        " }}; lý do đề nghị: {{ ground|lower }}."
    ),
    whose="Chỉnh sửa nội dung văn bằng sau đây, ghi theo sổ gốc trước khi chỉnh sửa:",
    contents="Các nội dung được chỉnh sửa:",
    done=(
        "Nội dung chỉnh sửa được ghi vào phụ lục sổ gốc cấp văn bằng, chứng chỉ và cập nhật vào cơ"
        " sở dữ liệu về văn bằng, chứng chỉ; không chỉnh sửa trực tiếp trên văn bằng."
    ),
    force=(
        "Quyết định này có hiệu lực kể từ ngày ký và được sử dụng cùng với văn bằng đã cấp. Bộ phận"
        " quản lý văn bằng, chứng chỉ và Ông/Bà {{ applicant_name }} chịu trách nhiệm thi hành"
        " Quyết định này./."
    ),
)

_LETTER = (
    (
        "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của"
        " Ông/Bà {{ applicant_name }}, đề nghị chỉnh sửa nội dung văn bằng của {{ holder_name }}"
        " ({{ diploma }})."
    ),
    (
        "Sau khi đối chiếu sổ gốc và giấy tờ kèm theo, {{ agency_name }} không có căn cứ để chỉnh"
        " sửa, với lý do như sau:"
    ),
    "{{ reason }}",
    (
        "Khi có thêm giấy tờ làm căn cứ, Ông/Bà có thể nộp hồ sơ mới. Nếu không đồng ý với nội dung"
        " trả lời này, Ông/Bà có quyền khiếu nại theo quy định của Luật Khiếu nại."
    ),
    "{{ agency_name }} trân trọng thông báo để Ông/Bà được biết./.",
)
