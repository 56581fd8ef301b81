"""From a draft to a dossier: what the form says becomes the columns that queues and look-ups
need.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forms.binding import check_form
from forms.field_kinds import AttachmentField, GrantField
from foundation import known_dates
from foundation.text import fold
from organisations.models import Authority, User
from registers import grant_lookup
from workflows.applicant import dossier_codes, twins
from workflows.applicant.same_person import number_of
from workflows.applicant.twins import Twin
from workflows.compile import flow_for
from workflows.definition import Definition
from workflows.definition.base import EX_OFFICIO
from workflows.errors import ActRefused, Incomplete
from workflows.models import Dossier, DossierFile, Draft
from workflows.process.competence import authority_named
from workflows.published import definition_of

#: The columns of a dossier that follow from its answers (`fill`).
BY_ANSWERS = (
    *(
        "answers",
        "case",
        "applicant_name",
        "applicant_phone",
        "applicant_email",
        "holder_name",
        "holder_birth_date",
    ),
    *("phone_index", "applicant_index", "holder_index", "request_by_number", "request_by_name"),
)


def file_draft(
    draft: Draft, applicant: User | None, channel: str, receiving: Authority | None
) -> Dossier:
    """Check every answer once more and write the dossier; raises Incomplete with the first thing
    that is missing.
    """
    dossier = _prospective(draft, applicant, channel, receiving)
    dossier.code = dossier_codes.next_code(dossier.deciding)
    dossier.search = fold(f"{dossier.code} {dossier.applicant_name} {dossier.holder_name}")
    dossier.save(force_insert=True)
    link_files(dossier, definition_of(draft.version), dossier.answers)
    return dossier


def _prospective(
    draft: Draft, applicant: User | None, channel: str, receiving: Authority | None
) -> Dossier:
    """The dossier that the draft would be, not stored and without a code."""
    definition = definition_of(draft.version)
    places = definition.authority
    given = (
        {**draft.answers, EX_OFFICIO: draft.office is not None}
        if definition.ex_officio
        else draft.answers
    )
    answers = checked_answers(definition, given)
    represented = draft.represented
    dossier = Dossier(
        represented=represented,
        represented_person=represented.person if represented else None,
        represented_name=represented.name if represented else "",
        version=draft.version,
        flow_class=flow_for(draft.version),
        applicant=applicant,
        receiving=receiving
        or authority_named(definition, definition.authority.receives[0], answers),
        deciding=authority_named(definition, places.decides, answers),
        channel=channel,
        submitted_at=timezone.now(),
    )
    fill(dossier, definition, answers)
    return dossier


def twins_of(draft: Draft, filer: User) -> list[Twin]:
    """What whoever is about to file the draft is told of; nothing while an answer is missing."""
    is_office = draft.counter_id is not None or draft.office_id is not None
    channel = Dossier.Channel.OFFICIAL if draft.office_id else Dossier.Channel.ONLINE
    try:
        dossier = _prospective(draft, None, channel, draft.counter or draft.office)
    except ActRefused:
        return []
    return twins.before_filing(dossier, filer, is_office)


def checked_answers(definition: Definition, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of the visible fields; raises Incomplete with the first fault's sentence."""
    faults = check_form(definition.form, answers)
    if faults:
        raise Incomplete(_("Hồ sơ chưa gửi được: %(message)s") % {"message": faults[0].message})
    kept = definition.form.visible_answers(answers)
    if definition.ex_officio:
        kept[EX_OFFICIO] = answers.get(EX_OFFICIO) is True
    if definition.case_for(kept) is None:
        raise Incomplete(_("Hồ sơ chưa gửi được: chưa rõ bạn thuộc trường hợp nào."))
    return kept


def fill(dossier: Dossier, definition: Definition, answers: dict[str, Any]) -> None:
    """Freeze the answers and take names, phone and case from them."""
    roles = definition.applicant
    office = (
        {"name": dossier.deciding.name} if dossier.channel == Dossier.Channel.OFFICIAL else None
    )
    person = office or answers[roles.person]
    holder = _holder(definition, answers) or person
    born = holder.get("birth_date")
    # a contact that was not touched may be a former agent's, and was replaced
    if answers.get(roles.phone) != dossier.answers.get(roles.phone):
        dossier.applicant_phone = answers.get(roles.phone) or ""
    if answers.get(roles.email) != dossier.answers.get(roles.email):
        dossier.applicant_email = answers.get(roles.email) or ""
    dossier.answers = answers
    dossier.applicant_name = person["name"]
    dossier.holder_name = holder["name"]
    dossier.applicant_index = number_of(person)
    dossier.holder_index = number_of(holder)
    dossier.holder_birth_date = known_dates.day(born)  # of a year alone there is no day
    case = definition.case_for(answers)
    dossier.case = case.id if case else ""
    twins.mark(dossier, definition)


def _holder(definition: Definition, answers: dict[str, Any]) -> dict[str, Any] | None:
    """Whom the dossier is about: a person of the form, what a text or an authority names, or the
    holder of a grant.
    """
    name = definition.applicant.holder
    answer = answers.get(name)
    if not isinstance(answer, str):
        return answer
    field = next(field for field in definition.form.fields() if field.id == name)
    found = grant_lookup.by_id(answer) if isinstance(field, GrantField) else None
    with override("vi"):
        return {"name": found.holder if found else field.text_of(answer)}


def link_files(
    dossier: Dossier, definition: Definition, answers: dict[str, Any], step: str = ""
) -> None:
    """Tie each attached file to the dossier, which is what the right to open it is decided on."""
    wanted = [
        DossierFile(dossier=dossier, file_id=stored, field=field.id, step=step)
        for field in definition.form.fields()
        if isinstance(field, AttachmentField)
        for stored in answers.get(field.id) or []
    ]
    DossierFile.objects.bulk_create(wanted, ignore_conflicts=True)
