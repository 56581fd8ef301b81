"""What may be printed on a document of a dossier: the namespaces that `facts:` of a definition
read.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from forms.conditions.evaluation import Condition
from forms.field_kinds import AuthorityField, Field, GroupField
from forms.field_kinds.person import identity_text
from forms.summary import SectionSummary, summarise
from foundation import known_dates
from foundation.languages import in_vietnamese
from foundation.numbers import row_id
from foundation.text import vietnamese_date
from organisations.calendar.working_time import calendar_for
from organisations.committees import place_of
from registers import lookup
from registers.models import Diploma
from workflows.deadlines.limit_in_force import limit_of
from workflows.definition import (
    AnyStep,
    Consult,
    Council,
    Definition,
    End,
    Gate,
    Issue,
    Pay,
    Reply,
    Step,
    TimeLimit,
    Wait,
    of_every_kind,
)
from workflows.definition.step_kinds.council import FAILED, PASSED
from workflows.models import Dossier
from workflows.process.conditions import GRANT, data_of, grant_facts

UNITS = {
    "HOUR": "giờ làm việc",
    "WORKING_DAY": "ngày làm việc",
    "DAY": "ngày",
    "MONTH": "tháng",
}


#: What is not kept apart in a dossier's answers, but told anew each time it is read.
EVERY_SPACE = frozenset(("area", "dossier", "shown", "noted", GRANT, "register"))
#: A fact as text; a list of texts where the expression gives a list.
Told = str | list[str]


def evaluate(
    expressions: Mapping[Any, str], dossier: Dossier, definition: Definition
) -> dict[str, Told]:
    """The value of each fact as text; a fact without a value is left out."""
    read = names_read(expressions.values())
    return evaluated(expressions, known(dossier, definition, matched(dossier, definition), read))


def names_read(expressions: Iterable[str]) -> frozenset[str]:
    """The name spaces that these read: what `known` need not gather is left out."""
    return frozenset().union(*(Condition(text).references for text in expressions))


def evaluated(expressions: Mapping[Any, str], data: Mapping[str, Any]) -> dict[str, Told]:
    """The same over what `known` has read once for several."""
    found = {name: Condition(text).value(data) for name, text in expressions.items()}
    return {name: _told(value) for name, value in found.items() if value is not None}


def _told(value: Any) -> Told:
    return [str(one) for one in value] if isinstance(value, list) else str(value)


def known(
    dossier: Dossier,
    definition: Definition,
    entry: Diploma | None,
    read: Container[str] = EVERY_SPACE,
) -> dict[str, Any]:
    """The name spaces that are `read`; `register` only where an officer has matched an entry. In
    Vietnamese: documents print them.
    """
    sections = cache(lambda: summarise(definition.form, dossier.answers, "vi"))
    spaces: dict[str, Callable[[], Any]] = {
        "dossier": lambda: dossier_facts(dossier, definition, sections()),
        "shown": lambda: _texts(definition, sections()),
        "noted": lambda: noted_texts(dossier, definition),
    }
    if definition.grant_fields():
        spaces[GRANT] = lambda: grant_facts(dossier)
    if entry is not None:
        spaces["register"] = lambda: lookup.facts(entry)
    with override("vi"):
        data = data_of(dossier)
        # the youngest name space: an older form may ask a question so named
        if "area" in read and "area" not in data:
            data["area"] = _areas(definition, _texts(definition, sections()))
        return data | {name: told() for name, told in spaces.items() if name in read}


def dossier_facts(
    dossier: Dossier, definition: Definition, sections: Sequence[SectionSummary] | None = None
) -> dict[str, str]:
    """`dossier.*`: names, dates and the reason as they are printed. `sections`: the answers in
    Vietnamese, where they are told already.
    """
    if sections is None:
        sections = summarise(definition.form, dossier.answers, "vi")
    born = holder_born(dossier, definition)
    return {
        "code": dossier.code,
        "applicant_name": _filed_by(dossier),
        "holder_name": dossier.holder_name,
        "holder_birth_date": born,
        "holder_birth_date_text": known_dates.shown(born),
        "submitted_on_text": vietnamese_date(timezone.localdate(dossier.submitted_at)),
        "summary": subject(definition, sections),
        "reason": in_one_line(dossier.decision_reason),
    }


def holder_born(dossier: Dossier, definition: Definition) -> str:
    """The holder's birth date as far as it is known: YYYY-MM-DD, YYYY-MM or YYYY; "" where there is
    none.
    """
    if dossier.holder_birth_date:
        return dossier.holder_birth_date.isoformat()
    roles = definition.applicant
    person = dossier.answers.get(roles.holder) or dossier.answers.get(roles.person)
    return str(person.get("birth_date") or "") if isinstance(person, Mapping) else ""


def matched(dossier: Dossier, definition: Definition) -> Diploma | None:
    """The register's entry that an officer matched, with its annotations; None when none was."""
    for step, field in definition.register_fields():
        chosen = dossier.office.get(step, {}).get(field)
        if chosen:
            return lookup.whole(chosen)
    return None


def read_matched(dossiers: Iterable[Dossier]) -> None:
    """Read at once the entries that were matched for these (`registers.lookup.read_together`)."""
    chosen = (
        dossier.office.get(step, {}).get(field)
        for dossier in dossiers
        for step, field in dossier.flow_class.definition.register_fields()
    )
    lookup.read_together(number for one in chosen if (number := row_id(one)) is not None)


def subject(definition: Definition, sections: Sequence[SectionSummary]) -> str:
    """One line that says what is asked, from the answers in the section the definition calls
    `subject`.
    """
    rows = next((section.rows for section in sections if section.id == definition.subject), [])
    return "; ".join(f"{row.label}: {row.value}" for row in rows if row.value and not row.files)


def answer_texts(dossier: Dossier, definition: Definition) -> dict[str, str]:
    """`shown.*`: field id → the answer as people read it, "" for what was not asked or not
    answered.
    """
    return _texts(definition, summarise(definition.form, dossier.answers, "vi"))


def _texts(definition: Definition, sections: Sequence[SectionSummary]) -> dict[str, str]:
    told = {row.field_id: row.value for part in sections for row in part.rows}
    return {field.id: "" for field in definition.form.fields()} | told


def _areas(definition: Definition, told: Mapping[str, str]) -> dict[str, str]:
    """`area.*`: field id → the place that the authority chosen there governs: "phường Buôn Ma
    Thuột".
    """
    return {
        one.id: place_of(told[one.id])
        for one in definition.form.fields()
        if isinstance(one, AuthorityField)
    }


def noted_texts(dossier: Dossier, definition: Definition) -> dict[str, dict[str, Any]]:
    """`noted.<step>.<field>`: what officers filled in, as people read it; of a council also how it
    went.

    A group is a list of items, field → text. `noted.<step>.all.<field>` lists the answers of all
    who were asked.
    """
    noted: dict[str, dict[str, Any]] = {}
    with override("vi"):
        for step in definition.steps:
            if step.id in dossier.office and step.noted:
                kept = dossier.office[step.id]
                noted[step.id] = {
                    field.id: _noted(field.beside(dossier.answers), kept.get(field.id))
                    for field in step.fields
                }
                noted[step.id] |= PRINTED[step.kind](step, kept)
    return noted


def _of_council(step: Council, noted: Mapping[str, Any]) -> dict[str, str]:
    """What a closed council came to, as a document prints it."""
    results = {PASSED: "đồng ý", FAILED: "không đồng ý"}
    counts = {
        name: str(noted.get(name, ""))
        for name in ("members", "present", "for", "against", "abstained")
    }
    said = {
        "composition": noted.get("composition", ""),
        "visit_date": known_dates.shown(noted.get("visit_date", "")),
    }
    return counts | said | {"result": results.get(noted.get("result", ""), "")}


def _of_consult(step: Consult, kept: Mapping[str, Any]) -> dict[str, dict[str, list[Any]]]:
    every = kept.get("all", {})
    told = {
        field.id: [_noted(field, value) for value in every.get(field.id, [])]
        for field in step.fields
    }
    return {"all": told}


def _of_fields(step: AnyStep, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Its fields say all that a document prints of it."""
    return {}


#: What a document prints of the notes of each kind of step beside its fields.
PRINTED: dict[str, Callable[[Any, Mapping[str, Any]], Mapping[str, Any]]] = of_every_kind(
    "notes as they are printed (workflows.papers.facts)",
    {
        Step: _of_fields,
        Wait: _of_fields,
        Reply: _of_fields,
        Pay: _of_fields,
        Issue: _of_fields,
        Consult: _of_consult,
        Council: _of_council,
        Gate: _of_fields,
        End: _of_fields,
    },
)


def _noted(field: Field, value: Any) -> str | list[dict[str, str]]:
    if not isinstance(field, GroupField):
        return field.text_of(value)
    items = value if isinstance(value, list) else []
    return [{one.id: one.text_of(item.get(one.id)) for one in field.fields} for item in items]


def _filed_by(dossier: Dossier) -> str:
    with override("vi"):
        return dossier.filed_by


def slip_facts(dossier: Dossier, definition: Definition, reason: str) -> dict[str, Any]:
    """The facts of the slips between office and applicant (TT 03/2025/TT-VPCP); each template takes
    those it prints.
    """
    texts = answer_texts(dossier, definition)
    person = dossier.answers.get(definition.applicant.person, {})
    case = definition.case_for(dossier.answers)
    contact = dossier.receiving
    return {
        "dossier_code": dossier.code,
        "applicant_name": _filed_by(dossier),
        "applicant_identity": _identity(person),
        "applicant_address": texts.get(definition.applicant.address, ""),
        "applicant_phone": dossier.applicant_phone,
        "applicant_email": dossier.applicant_email,
        "content": in_vietnamese(definition.title),
        "papers": [in_vietnamese(paper.name) for paper in case.papers] if case else [],
        "sets": "01",
        "limit_text": limit_text(limit_of(dossier, definition)),
        "received_at_text": moment_text(dossier.accepted_at),
        "due_at_text": due_text(dossier, dossier.due_at),
        "delivery_text": texts.get("delivery") or contact.name,
        "items": [line for line in reason.splitlines() if line.strip()],
        "remark": "",  # what is asked without naming items is all items, and said once
        "reason": in_one_line(reason),
        "contact_name": contact.name,
        "contact_phone": contact.phone,
    }


def _identity(person: Mapping[str, str]) -> str:
    with override("vi"):
        return identity_text(person)


def asked_facts(asked: Sequence[Mapping[str, str]], reason: str) -> dict[str, Any]:
    """What a request to complete lists, and the officer's own words beside it (`remark`).

    `reason` is that of the entry: a line for each item, then the officer's words. As a fact it is
    those words, failing them the items' reasons: an office's own slip from before has no other name
    to print.
    """
    words = in_one_line("\n".join(reason.splitlines()[len(asked) :]))
    own = "; ".join(dict.fromkeys(row["reason"].rstrip(" .;") for row in asked))
    return {
        "items": [f"{row['name']}: {row['reason']}" for row in asked],
        "remark": words,
        "reason": words or f"{own}.",
    }


def in_one_line(reason: str) -> str:
    """A reason of several lines as running text: a line break inside a justified paragraph tears
    its words apart.
    """
    return " ".join(line.strip() for line in reason.splitlines() if line.strip())


def limit_text(limit: TimeLimit) -> str:
    """The legal time limit in words, phase by phase."""
    return " + ".join(
        _phase_text(phase.amount, phase.unit, phase.cut_off) for phase in limit.phases
    )


def _phase_text(amount: int, unit: str, cut_off: Any) -> str:
    if unit == "SAME_DAY":
        return f"Trong ngày làm việc; nhận sau {cut_off:%H:%M} thì trong ngày làm việc tiếp theo"
    return f"{amount:02d} {UNITS[unit]}"


def due_text(dossier: Dossier, moment: Any) -> str:
    """A promised moment as text, with the reason where it is only provisional."""
    why = calendar_for(dossier.deciding).provisional(moment)
    return f"{moment_text(moment)} ({why})" if why else moment_text(moment)


def moment_text(moment: Any) -> str:
    """ "14:05 ngày 05/02/2026" in Asia/Ho_Chi_Minh; "" when there is none."""
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}" if moment else ""
