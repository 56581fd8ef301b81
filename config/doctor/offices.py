"""Whether offices can work: calendar, templates, people, how they and applicants are known."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from config import production
from config.doctor.words import MISSING, WRONG, Word
from documents.models import Template
from documents.word_templates import templates, trial
from organisations import roles, seed
from organisations.calendar import known_days
from organisations.models import Authority, RoleAssignment
from portal.account.provider import soundness
from workflows.definition import Definition
from workflows.models import Procedure
from workflows.published import definition_of


def ask_calendar() -> Iterator[Word]:
    """Until which day holidays are known."""
    if said := known_days.warning():
        yield Word("calendar", MISSING, said, "quản trị, “Ngày nghỉ, ngày làm bù”")


def ask_templates() -> Iterator[Word]:
    """The newest of each Word template, in the trial run that an upload goes through."""
    seen: set[str] = set()
    for template in Template.objects.order_by("name", "-version"):
        if template.name in seen:
            continue
        seen.add(template.name)
        try:
            trial.check(bytes(template.docx))
        except templates.TemplateFaulty as fault:
            says = f"Mẫu văn bản {template.name} không qua được bước thử: {fault}"
            yield Word(
                "template", WRONG, says, "sửa tệp Word, tải lên lại trong quản trị, “Mẫu văn bản”"
            )


def _definitions() -> list[Definition]:
    found = [procedure.current for procedure in Procedure.objects.filter(open=True)]
    return [definition_of(version) for version in found if version]


def ask_people() -> Iterator[Word]:
    """Authorities that procedures name and nobody works at; steps that nobody may do."""
    known = {one.slug: one for one in Authority.objects.filter(valid_to__isnull=True)}
    staffed = set(
        RoleAssignment.objects.filter(user__is_active=True).values_list("authority_id", flat=True)
    )
    empty: dict[str, Authority] = {}
    for definition in _definitions():
        named = {definition.authority.decides, *definition.authority.receives}
        empty |= {
            slug: known[slug] for slug in named if slug in known and known[slug].pk not in staffed
        }
        yield from _undecided(definition, known)
    for authority in empty.values():
        says = f"{authority.name} chưa có người nào mà thủ tục giao việc cho."
        yield Word("people", MISSING, says, "quản trị: tạo tài khoản, “Phân công vai trò”")


def _undecided(definition: Definition, known: dict[str, Authority]) -> Iterator[Word]:
    places = {
        "receiving": definition.authority.receives[0],
        "deciding": definition.authority.decides,
    }
    lacking = []
    for step in definition.steps:
        authority = known.get(places.get(step.at, step.at))
        if step.role and authority and not roles.present(step.role, authority.pk, definition.slug):
            lacking.append(f"{step.role} ở {authority.name}")
    if lacking:
        says = (
            f"Thủ tục {definition.code} không ai làm được hết: thiếu"
            f" {'; '.join(dict.fromkeys(lacking))}."
        )
        yield Word(
            "procedure", MISSING, says, "quản trị, “Phân công vai trò”; hoặc bỏ “đang nhận hồ sơ”"
        )


def ask_contacts() -> Iterator[Word]:
    """Telephones and addresses that earlier releases invented; slips print them."""
    if settings.DEMO:
        return
    invented = {(one.slug, one.phone) for one in seed.AUTHORITIES} | {
        (one.slug, one.email) for one in seed.AUTHORITIES
    }
    if not Authority.objects.exists():
        mend = (
            "quản trị, “Cơ quan”; hoặc manage.py import_authorities TỆP, rồi manage.py"
            " publish_procedures"
        )
        yield Word("authorities", MISSING, "Chưa có cơ quan nào.", mend)
    for fault in production.authority_faults():
        yield Word("authorities", MISSING, fault.vi, fault.mend_vi)
    for authority in Authority.objects.filter(valid_to__isnull=True):
        if {(authority.slug, authority.phone), (authority.slug, authority.email)} & invented:
            says = (
                f"{authority.name} mang số điện thoại hoặc thư điện tử bịa của bản cài đặt; phiếu"
                " hẹn in ra chúng."
            )
            yield Word("contacts", MISSING, says, "quản trị, “Cơ quan”: ghi số thật, hoặc xóa")
        elif not authority.phone and authority.kind != Authority.Kind.SCHOOL:
            says = f"{authority.name} chưa có số điện thoại; phiếu hẹn và cuối trang để trống."
            yield Word("contacts", MISSING, says, "quản trị, “Cơ quan”")
        elif not authority.address and authority.kind != Authority.Kind.SCHOOL:
            says = f"{authority.name} chưa có địa chỉ; phiếu hẹn và cuối trang để trống."
            yield Word("contacts", MISSING, says, "quản trị, “Cơ quan”")


def ask_providers() -> Iterator[Word]:
    """Whether identity providers answer, and give the levels that procedures want."""
    for says, mend in soundness.complaints(_definitions()):
        yield Word("providers", MISSING, says, mend)
