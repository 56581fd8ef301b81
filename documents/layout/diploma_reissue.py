"""The papers of procedure 2.002850: the decision to write a diploma anew, and the letter that says
why not.
"""

from __future__ import annotations

from documents.layout import blocks
from documents.layout.diploma_decision import Order, diploma_decision


def reissue() -> bytes:
    """Quyết định cấp lại: the agency wrote the diploma wrong; the old blank is taken in."""
    return diploma_decision(_ORDER)


def refusal_letter() -> bytes:
    """Công văn trả lời: why the diploma is not written anew, in writing."""
    return blocks.answer_letter("V/v trả lời đề nghị cấp lại văn bằng", _LETTER)


_ORDER = Order(
    about="Về việc cấp lại văn bằng, chứng chỉ",
    asked=(
        "Xét hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của Ông/Bà {{"
        " applicant_name }}."
    ),
    whose="Cấp lại văn bằng bị viết sai do lỗi của cơ quan cấp, ghi trong sổ gốc như sau:",
    contents="Nội dung viết lại cho đúng:",
    done=(
        "Văn bằng cấp lại mang số hiệu {{ new_serial }}, số vào sổ gốc {{ new_book_number }}. Văn"
        " bằng số hiệu {{ serial }} không còn giá trị, được thu lại và ghi vào sổ gốc là đã cấp"
        " lại."
    ),
    force=(
        "Quyết định này có hiệu lực kể từ ngày ký. Bộ phận quản lý văn bằng, chứng chỉ và Ông/Bà {{"
        " applicant_name }} chịu trách nhiệm thi hành Quyết định này./."
    ),
)

_LETTER = (
    (
        "{{ agency_name }} đã nhận hồ sơ mã số {{ dossier_code }}, nộp {{ submitted_on }}, của"
        " Ông/Bà {{ applicant_name }}, đề nghị cấp lại văn bằng của {{ holder_name }} ({{ diploma"
        " }})."
    ),
    (
        "Sau khi đối chiếu sổ gốc và giấy tờ kèm theo, {{ agency_name }} không có căn cứ để cấp"
        " lại, với lý do như sau:"
    ),
    "{{ reason }}",
    (
        "Khi có thêm giấy tờ làm căn cứ, Ông/Bà có thể nộp hồ sơ mới. Nếu không đồng ý với nội dung"
        " trả lời này, Ông/Bà có quyền khiếu nại theo quy định của Luật Khiếu nại."
    ),
    "{{ agency_name }} trân trọng thông báo để Ông/Bà được biết./.",
)
