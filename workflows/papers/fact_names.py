"""Facts by the words people know them by: the questions whose answers they say, never the names of
a definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from documents.word_templates.templates import STANDARD_FACTS
from foundation.languages import in_vietnamese
from workflows.definition import AnyStep, Definition, expressions

#: Facts that no question asks for, as a clerk calls them.
OF_DOSSIER = {
    "code": "mã hồ sơ",
    "applicant_name": "tên người nộp hồ sơ",
    "holder_name": "tên người hoặc đơn vị được cấp",
    "holder_birth_date": "ngày sinh của người được cấp",
    "holder_birth_date_text": "ngày sinh của người được cấp",
    "submitted_on_text": "ngày nộp hồ sơ",
    "summary": "nội dung đề nghị",
    "reason": "lý do",
}
OF_EVERY_DOCUMENT = {
    "signer_name": "người ký",
    "signer_position": "chức vụ của người ký",
    "title": "tên văn bản",
}
OF_SLIPS = {
    "reason": "lý do",
    "items": "những mục cần bổ sung",
    "applicant_name": "tên người nộp hồ sơ",
    "contact_name": "tên nơi tiếp nhận",
    "contact_phone": "điện thoại nơi tiếp nhận",
    "delivery_text": "cách nhận kết quả",
    "due_at_text": "hạn trả kết quả",
    "received_at_text": "ngày tiếp nhận",
    "limit_text": "thời hạn giải quyết",
}
_SPACES = {"register": "dòng khớp trong sổ gốc", "grant": "giấy phép, quyết định trong sổ"}


def told(names: Iterable[str], stated: Mapping[str, str], definition: Definition) -> list[str]:
    """The words for each fact; `stated`: fact → the expression that a document states it by."""
    found = (word for name in sorted(names) for word in _words(name, stated, definition))
    return list(dict.fromkeys(found))


def _words(name: str, stated: Mapping[str, str], definition: Definition) -> list[str]:
    if name in stated:
        return asked_for(stated[name], definition) or [f"“{name}”"]
    if name in STANDARD_FACTS or name in OF_SLIPS:
        return [OF_EVERY_DOCUMENT.get(name) or OF_SLIPS.get(name) or f"“{name}”"]
    return [f"“{name}”"]


def asked_for(expression: str, definition: Definition) -> list[str]:
    """What an expression reads, each as its question is worded: “Kết luận” (Thẩm định văn bằng)."""
    form = {field.id: in_vietnamese(field.label) for field in definition.form.fields()}
    words = [f"“{form[name]}”" for name in sorted(expressions.names(expression)) if name in form]
    for space, first, second, *_more in expressions.dotted(expression):
        words += _of_space(space, first, second, definition, form)
    return list(dict.fromkeys(words))


def _of_space(
    space: str, first: str, second: str, definition: Definition, form: Mapping[str, str]
) -> list[str]:
    if space in ("office", "noted"):
        step = next((one for one in definition.steps if one.id == first), None)
        return (
            []
            if step is None
            else [f"{_of_step(step, second)} (bước “{in_vietnamese(step.title)}”)"]
        )
    if space in ("shown", "area"):
        return [f"“{form[first]}”"] if first in form else []
    if space == "dossier":
        return [OF_DOSSIER.get(first, f"“{first}”")]
    return [_SPACES[space]]


def _of_step(step: AnyStep, name: str) -> str:
    label = next((in_vietnamese(field.label) for field in step.fields if field.id == name), "")
    noted = "lý do" if name == "reason" else "kết quả"
    return f"“{label}”" if label else noted
