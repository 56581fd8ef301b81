"""Every fact that a paper prints is sure to be there, whichever way the dossier came.

An official paper never shows a blank (`documents.issuing` refuses it), and whoever is to number it
can no longer fill in what others left out: so what may be missing is found before anybody works by
the definition. What a template prints only where it has something (`{% if remark %}`, `{{ grade or
"…" }}`) may be missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import override

from workflows.checker.known import Reading
from workflows.checker.walked import Conditions, TooMany, Walk
from workflows.definition import Definition, Finding, IssuedDocument
from workflows.definition.findings import Path, Rules, doubt, fault
from workflows.papers import fact_names
from workflows.papers.register_writers import WRITERS

PRINTED = Rules(
    {
        "fact_unsure": fault(
            "On this way '{paper}' cannot be issued: '{name}' is printed, and nothing makes sure of"
            " {what}.",
            'Make the answer required, or let the outcome on this way need it (needs: … != ""), or'
            " print it in the template only where it is there: {{% if {name} %}}.",
            "Đi đường này thì không phát hành được '{paper}': mẫu in '{name}' nhưng có thể còn"
            " trống {what_vi}.",
            "Hãy đặt required: true cho ô đó, hoặc cho lựa chọn trên đường này cần nó (needs: … !="
            ' ""), hoặc trong mẫu chỉ in khi có: {{% if {name} %}}.',
        ),
        "value_unsure": fault(
            "On this way '{paper}' cannot be issued: the register needs '{name}', and nothing makes"
            " sure of {what}.",
            'Make the answer required, or let the outcome on this way need it (needs: … != "").',
            "Đi đường này thì không phát hành được '{paper}': sổ cần '{name}' nhưng có thể còn"
            " trống {what_vi}.",
            "Hãy đặt required: true cho ô đó, hoặc cho lựa chọn trên đường này cần nó (needs: … !="
            ' "").',
        ),
        "applicant_unsure": fault(
            "The applicant may be left unnamed: an applicant need not answer '{name}'.",
            "Make it required: true, without show_when (or only with show_when: '!ex_officio').",
            "Hồ sơ có thể không có tên người nộp: câu hỏi '{name}' có thể bỏ trống.",
            "Hãy đặt required: true và bỏ show_when cho câu hỏi này (chỉ được dùng show_when:"
            " '!ex_officio').",
        ),
        "fact_untried": doubt(
            "Whether '{name}' of '{paper}' is always there cannot be tried: {what} reads too much.",
            "Read fewer answers in it, or make each of them required.",
            "Không thử hết được '{name}' của '{paper}' có luôn đủ thông tin không: {what_vi}.",
            "Hãy dùng ít câu trả lời hơn, hoặc đặt required: true cho từng câu.",
        ),
    }
)


@dataclass(frozen=True)
class Wanted:
    """Something that must be there at some steps, how the definition states it, and what is said
    where it may lack.
    """

    rule: str
    path: Path
    name: str
    expression: str
    at: tuple[str, ...]
    paper: str


def facts(
    definition: Definition, templates: Mapping[str, Collection[str]] | None
) -> Iterator[Finding]:
    """Faults of what documents print, of what registers are told, and of reasons that slips
    repeat.
    """
    with override("vi"):  # documents say what was answered in Vietnamese
        found = list(_unsure(definition, templates or {}))
    yield from found


def _unsure(definition: Definition, templates: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    reading = Reading(definition)
    conditions = Conditions(reading)
    found: dict[tuple[str, tuple[str, ...]], tuple[str, ...] | None] = {}
    for one in [
        *_of_documents(definition, templates),
        *_of_slips(definition),
        *_of_applicant(definition),
    ]:
        key = (one.expression, one.at)
        if key not in found:
            found[key] = _way(reading, conditions, one)
        trace = found[key]
        names = {"name": one.name, "paper": one.paper, **_asked(one, definition)}
        if trace is None:
            yield PRINTED.found("fact_untried", one.path, **names)
        elif trace:
            yield PRINTED.found(one.rule, one.path, trace, **names)


def _way(reading: Reading, conditions: Conditions, one: Wanted) -> tuple[str, ...] | None:
    try:
        return Walk(reading, conditions, one.expression).lacking(one.at)
    except TooMany:
        return None


def _asked(one: Wanted, definition: Definition) -> dict[str, str]:
    """`what` and `what_vi`: the answers from which it comes."""
    return {
        "what": one.expression,
        "what_vi": ", ".join(fact_names.asked_for(one.expression, definition)) or one.name,
    }


def _of_documents(
    definition: Definition, templates: Mapping[str, Collection[str]]
) -> Iterator[Wanted]:
    for number, document in enumerate(definition.documents):
        at = tuple(step.id for step in definition.steps if step.document == document.id)
        if not at:
            continue
        printed: Collection[str] = getattr(templates.get(document.template), "printed", frozenset())
        path = ("documents", number)
        for name, text in document.facts.items():
            if name in printed:
                yield Wanted("fact_unsure", (*path, "facts", name), name, text, at, document.id)
        if text := document.holder.get("name", ""):
            yield Wanted(
                "fact_unsure", (*path, "holder", "name"), "holder.name", text, at, document.id
            )
        yield from _of_registers(document, path, at)


def _of_registers(document: IssuedDocument, path: Path, at: tuple[str, ...]) -> Iterator[Wanted]:
    for place, note in enumerate(document.registers):
        needs = WRITERS[note.write].needs if note.write in WRITERS else frozenset()
        for name in sorted(needs & note.values.keys()):
            here = (*path, "registers", place, "values", name)
            yield Wanted("value_unsure", here, name, note.values[name], at, document.id)


def _of_slips(definition: Definition) -> Iterator[Wanted]:
    """A slip prints the reason; where it is taken over, the step before must have asked for it."""
    for number, step in enumerate(definition.steps):
        for place, outcome in enumerate(step.outcomes):
            if outcome.slip == "refusal" and outcome.reason_from:
                path, text = (
                    (
                        "steps",
                        number,
                        "outcomes",
                        place,
                        "reason_from",
                    ),
                    f"office.{outcome.reason_from}.reason",
                )
                yield Wanted("fact_unsure", path, "reason", text, (step.id,), outcome.slip)


def _of_applicant(definition: Definition) -> Iterator[Wanted]:
    """Whoever applies is named: slips and messages are for them."""
    name = definition.applicant.person
    if any(field.id == name for field in definition.form.fields()):
        opened = "ex_officio || " if definition.ex_officio else ""
        text = f'{opened}{name} != "" ? "x" : ""'
        yield Wanted(
            "applicant_unsure", ("applicant", "person"), name, text, (definition.start,), ""
        )
