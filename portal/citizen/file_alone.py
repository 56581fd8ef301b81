"""Filing without an account: a code to the contact that the application states, a second fact, and
the dossier's code to keep.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from foundation.text import clean_code
from organisations.calendar.working_time import calendar_for
from portal.account import asked_code
from portal.account.asked_code import Asked, Letter, Purpose
from portal.account.typed_birth_date import PARTS, read_birth_date
from portal.citizen.apply import FiledBefore, own_draft, tells_when_filed
from portal.citizen.stranger import reached_at
from portal.http.limits import Limit
from portal.http.refusals import status_of
from portal.shared import form_pages
from portal.wording.definition_texts import time_limit
from workflows import actions
from workflows.applicant import filed_alone as filing_alone
from workflows.deadlines.limit_in_force import limit_of
from workflows.deadlines.time_limits import due_time
from workflows.errors import ActRefused
from workflows.models import Draft
from workflows.published import definition_of

FACTS = Limit("second fact of a draft", times=5, seconds=86400)


@tells_when_filed
def file_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST has a code sent to the applicant's telephone, or mail, as the application states it."""
    found = own_draft(request, pk)
    if _is_anothers(request, found):
        return redirect("portal:take_over", pk=pk)
    reached = reached_at(definition_of(found.version), found)
    wanted = request.POST.get("kind", "")
    contact = next((one for one in reached if one.kind == wanted), None)
    if contact is None:
        return redirect("portal:draft_check", pk=pk)
    target = resolve_url("portal:file_alone", pk=pk)
    try:
        asked_code.ask(request, Asked(Purpose.FILE, contact, Letter.CODE, None, target))
    except asked_code.TooMany as refused:
        back = resolve_url("portal:draft_check", pk=pk)
        return form_pages.told(request, str(refused), back, _("Về hồ sơ"), 429)
    return redirect("portal:contact_code")


@sensitive_post_parameters("day", "month", "year", "digits")
def file_alone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """After the code: GET asks the second fact, POST files; twice gives the same dossier."""
    try:
        found = own_draft(request, pk)
    except FiledBefore:
        return redirect("portal:filed_alone", pk=pk)
    if _is_anothers(request, found):
        return redirect("portal:take_over", pk=pk)
    proof = asked_code.given(request, Purpose.FILE)
    if proof is None:
        return redirect("portal:draft_check", pk=pk)
    facts = filing_alone.facts_of(definition_of(found.version), found.answers)
    if request.method != "POST":
        return _fact_page(request, found, facts)
    born, wrong = read_birth_date(request)
    digits = clean_code(request.POST.get("digits", ""))[:4]
    if wrong or (born is None and not digits):
        return _fact_page(request, found, facts, wrong or _("Hãy trả lời một trong các câu hỏi."))
    if not FACTS.take(str(pk)):
        sentence = _("Đã thử quá nhiều lần. Hãy đăng nhập để nộp, hoặc thử lại ngày mai.")
        return _fact_page(request, found, facts, sentence, 429)
    if not facts.are_known_by(born, digits):
        sentence = _("Câu trả lời không giống trong hồ sơ.")
        return _fact_page(request, found, facts, sentence)
    try:
        actions.submit_without_account(found, proof, key=f"draft:{found.pk}")
    except ActRefused as refused:
        return _fact_page(request, found, facts, str(refused), status_of(refused))
    asked_code.forget(request)
    return redirect("portal:filed_alone", pk=pk)


def filed_alone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code to keep, in the browser in which it was filed."""
    try:
        own_draft(request, pk)
    except FiledBefore as filed:
        dossier = filed.dossier
        if dossier.applicant_id is not None:
            return redirect("portal:submitted", code=dossier.code)
        limit = limit_of(dossier, definition_of(dossier.version))
        page = {
            "dossier": dossier,
            "procedure": dossier.version.procedure,
            "limit": time_limit(limit),
            "expected": due_time(limit, dossier.submitted_at, [], calendar_for(dossier.deciding)),
            "alone": True,
        }
        return render(request, "portal/citizen/submitted.html", page)
    return redirect("portal:draft_check", pk=pk)


def _is_anothers(request: HttpRequest, found: Draft) -> bool:
    """It has an owner, or somebody is signed in who takes it over first."""
    return found.owner_id is not None or request.user.is_authenticated


def _fact_page(
    request: HttpRequest,
    found: Draft,
    facts: filing_alone.Facts,
    error: str = "",
    status: int = 422,
) -> HttpResponse:
    page = {
        "draft": found,
        "procedure": found.version.procedure,
        "has_birth_date": facts.born is not None,
        "has_digits": bool(facts.digits),
        "error": error,
        **{part: request.POST.get(part, "") for part in (*PARTS, "digits")},
    }
    return render(request, "portal/citizen/file_alone.html", page, status=status if error else 200)
