"""Papers asked once, uploads that exist, templates that are given every fact they print."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from documents.word_templates.templates import STANDARD_FACTS
from forms.field_kinds import AttachmentField
from foundation.languages import in_vietnamese
from foundation.text import fold
from workflows.checker.rules import did_you_mean
from workflows.definition import Case, Definition, Finding
from workflows.definition.findings import Path, Rules, doubt, fault

PAPERS = Rules(
    {
        "paper_twice": fault(
            "The paper '{paper}' is asked twice in the case '{case}'.",
            "Ask it once, with the number of originals and copies.",
            "Giấy tờ '{paper}' bị yêu cầu hai lần trong trường hợp '{case}'.",
            "Hãy yêu cầu một lần, ghi rõ số bản chính và bản sao.",
        ),
        "paper_field": fault(
            "The paper '{paper}' is received by '{field}', which is no attachment of the form.",
            "{hint}",
            "Giấy tờ '{paper}' gắn với '{field}', không phải là ô tải tệp của tờ khai.",
            "{hint_vi}",
        ),
        "template_missing": fault(
            "The template {template} is not there, or is no Word template.",
            "Put the .docx beside procedure.yaml (in the administration: upload it with the text).",
            "Không có mẫu {template}, hoặc tệp không phải mẫu Word.",
            "Hãy đặt tệp .docx cạnh procedure.yaml (trong trang quản trị: tải lên cùng định"
            " nghĩa).",
        ),
        "placeholder_unknown": fault(
            "The template {template} prints '{name}', which the document's facts do not state.",
            "Add '{name}:' to facts, or change the template. {hint}",
            "Mẫu {template} in '{name}' nhưng facts không nêu.",
            "Hãy thêm '{name}:' vào facts, hoặc sửa mẫu. {hint_vi}",
        ),
        "check_unsaid": doubt(
            "The document '{document}' does not say which of its facts the public check shows.",
            "Add check: with at_once: and with_birth_date:, at least what a forger would change.",
            "Văn bản '{document}' chưa nêu trang kiểm tra công khai cho xem những mục nào.",
            "Hãy thêm check: với at_once: và with_birth_date:, ít nhất là những mục kẻ làm giả sẽ"
            " sửa.",
        ),
        "check_unknown": fault(
            "The check of '{document}' shows '{name}', which is none of its facts.",
            "{hint}",
            "Phần kiểm tra của '{document}' cho xem '{name}', không có trong facts.",
            "{hint_vi}",
        ),
        "check_for_nobody": fault(
            "The check of '{document}' waits for a birth date, but its holder has none.",
            "State holder.birth_date, or show these facts at once.",
            "Phần kiểm tra của '{document}' đòi ngày sinh, nhưng văn bản không nêu ngày sinh của"
            " người được cấp.",
            "Hãy nêu holder.birth_date, hoặc cho xem ngay (at_once).",
        ),
        "fact_unused": doubt(
            "The template {template} does not print the fact '{name}'.",
            "Remove the fact, or add the placeholder to the template.",
            "Mẫu {template} không in '{name}'.",
            "Hãy bỏ mục này, hoặc thêm chỗ điền vào mẫu.",
        ),
    }
)


def papers(definition: Definition) -> Iterator[Finding]:
    """No paper twice in a case; a paper's field is an upload of the form."""
    uploads = [field.id for field in definition.form.fields() if isinstance(field, AttachmentField)]
    for number, case in enumerate(definition.cases):
        yield from _twice(number, case)
        for place, paper in enumerate(case.papers):
            if paper.field and paper.field not in uploads:
                path = ("cases", number, "papers", place, "field")
                names = {
                    "paper": paper.id,
                    "field": paper.field,
                    **did_you_mean(paper.field, uploads),
                }
                yield PAPERS.found("paper_field", path, **names)


def _twice(number: int, case: Case) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, paper in enumerate(case.papers):
        signs = {paper.id, fold(in_vietnamese(paper.name))}
        if signs & seen:
            yield PAPERS.found(
                "paper_twice",
                ("cases", number, "papers", place),
                paper=in_vietnamese(paper.name),
                case=case.id,
            )
        seen |= signs


def checked(definition: Definition) -> Iterator[Finding]:
    """Every document says which of its facts the public check shows; a birth date is asked only
    where one is known.
    """
    for number, document in enumerate(definition.documents):
        if document.check is None:
            yield PAPERS.found("check_unsaid", ("documents", number), document=document.id)
            continue
        check: Path = ("documents", number, "check")
        for when, shown in (
            ("at_once", document.check.at_once),
            ("with_birth_date", document.check.with_birth_date),
        ):
            for name in sorted(shown.keys() - document.facts.keys()):
                hints = did_you_mean(name, document.facts)
                yield PAPERS.found(
                    "check_unknown", (*check, when, name), document=document.id, name=name, **hints
                )
        if document.check.with_birth_date and "birth_date" not in document.holder:
            yield PAPERS.found(
                "check_for_nobody", (*check, "with_birth_date"), document=document.id
            )


def templates(
    definition: Definition, placeholders: Mapping[str, Collection[str]] | None
) -> Iterator[Finding]:
    """Every name a template prints is a fact of the document, or one that every document has."""
    if placeholders is None:
        return
    for number, document in enumerate(definition.documents):
        asked = placeholders.get(document.template)
        if asked is None:
            path = ("documents", number, "template")
            yield PAPERS.found("template_missing", path, template=document.template)
            continue
        known = {*document.facts, *STANDARD_FACTS}
        for name in sorted(set(asked) - known):
            place = ("documents", number, "facts")
            hints = did_you_mean(name, sorted(known))
            yield PAPERS.found(
                "placeholder_unknown", place, template=document.template, name=name, **hints
            )
        for name in sorted(set(document.facts) - set(asked)):
            fact = ("documents", number, "facts", name)
            yield PAPERS.found("fact_unused", fact, template=document.template, name=name)
