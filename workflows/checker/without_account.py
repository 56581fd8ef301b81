"""Filing without an account: what a code to the applicant's contact cannot stand for."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.definition import Definition, Finding
from workflows.definition.findings import Rules, fault

WITHOUT_ACCOUNT = Rules(
    {
        "alone_offline": fault(
            "without_account is about filing online, and no channel is ONLINE.",
            "Leave without_account out, or add the channel.",
            "without_account nói về nộp trực tuyến, mà không kênh nào là ONLINE.",
            "Hãy bỏ without_account, hoặc thêm kênh ONLINE.",
        ),
        "alone_unknown": fault(
            "without_account lets people file whom nobody knows, and {word} asks for an account.",
            "Leave one of the two out.",
            "without_account cho nộp mà không cần tài khoản, còn {word} thì cần tài khoản.",
            "Hãy bỏ một trong hai.",
        ),
        "alone_unreached": fault(
            "without_account needs a telephone that the applicant must state (applicant.phone).",
            "Name a phone field of the form that is required.",
            "without_account cần số điện thoại mà người nộp buộc phải khai (applicant.phone).",
            "Hãy nêu một trường điện thoại bắt buộc của biểu mẫu.",
        ),
    }
)


def filed_alone(definition: Definition) -> Iterator[Finding]:
    """Where it cannot work: the number is the fact by which the dossier is followed."""
    if not definition.without_account:
        return
    at = ("without_account",)
    if all(one.kind != "ONLINE" for one in definition.channels):
        yield WITHOUT_ACCOUNT.found("alone_offline", at)
    for word in ("assurance", "co_signer", "assessment"):
        if getattr(definition, word):
            yield WITHOUT_ACCOUNT.found("alone_unknown", at, word=word)
    asked = {field.id: field for field in definition.form.fields()}
    phone = asked.get(definition.applicant.phone)
    if phone is None or phone.required is not True:
        yield WITHOUT_ACCOUNT.found("alone_unreached", at)
