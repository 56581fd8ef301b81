"""An application in the hands of somebody without an account: begun, looked through, taken over.

Its pages are those of every draft (`portal.citizen.apply`); here stands what differs.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _

from forms import phones
from forms.binding import check_form
from forms.summary import summarise
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from portal.account import typed_contact
from portal.account.provider import level_needed
from portal.citizen import chosen_round
from portal.http import writing
from portal.http.access import SignedIn
from portal.http.limits import network_of
from portal.http.refusals import status_of
from portal.shared import form_pages
from portal.shared.merge_answers import mark
from workflows.applicant import filed_alone, strangers
from workflows.definition import Definition
from workflows.errors import ActRefused
from workflows.models import Draft, Procedure, ProcedureVersion
from workflows.published import definition_of


def reachable(request: HttpRequest) -> Q:
    """Filter for the drafts that a visitor may have before them: their account's, and those of
    nobody that were begun in this browser.
    """
    browser = writing.browser_of(request)
    here = Q(owner=None, browser=browser) if browser else Q(pk=None)
    return here | Q(owner=request.user) if isinstance(request.user, User) else here


def apply(request: HttpRequest, procedure: Procedure, version: ProcedureVersion) -> HttpResponse:
    """The page before a form is begun, for who has no account or has not signed in."""
    definition = definition_of(version)
    known = definition.first_answers() | chosen_round.answer_of(request, definition)
    refusal, status = "", 200
    if request.method == "POST":
        name = writing.name_of(request) or writing.new_name()
        try:
            if not writing.BEGUN.take(network_of(request)):
                refusal, status = (
                    _("Mạng này vừa bắt đầu nhiều hồ sơ. Hãy thử lại sau ít phút."),
                    429,
                )
            else:
                draft = strangers.begin(strangers.kept_for(name), version, known)
                response = to_first_page(draft, definition)
                writing.remember(response, name)
                return response
        except ActRefused as refused:
            refusal, status = str(refused), 409
    page = before_beginning(request, procedure, definition, known)
    page |= {
        "drafts": strangers.of_browser(writing.browser_of(request)).filter(
            version__procedure=procedure
        ),
        "stranger": True,
        "alone": definition.without_account,
        "days": settings.STRANGER_DRAFT_DAYS,
        "refusal": refusal,
    }
    return render(request, "portal/citizen/apply.html", page, status=status)


def before_beginning(
    request: HttpRequest, procedure: Procedure, definition: Definition, known: dict[str, Any]
) -> dict[str, Any]:
    """What the page before a form is begun says of the procedure."""
    # A section for the office alone is no page of theirs; one that depends on an answer may be.
    return {
        "procedure": procedure,
        "definition": definition,
        "least": len(definition.form.visible_sections(known)),
        "surer": level_needed.by(request, definition),
        "pages": len(definition.form.possible_sections(known)),
        **chosen_round.said(request, definition),
    }


def to_first_page(draft: Draft, definition: Definition) -> HttpResponse:
    """Where a draft that was just begun is filled in."""
    first = form_pages.first(definition.form, draft.answers)
    return redirect("portal:draft", pk=draft.pk, section=first)


def check(request: HttpRequest, found: Draft) -> HttpResponse:
    """All the answers of a draft of nobody, and the ways to file it."""
    if request.user.is_authenticated or request.method == "POST":
        return redirect("portal:take_over", pk=found.pk)
    definition = definition_of(found.version)
    errors = check_form(definition.form, found.answers)
    page = {
        "draft": found,
        "procedure": found.version.procedure,
        "summary": summarise(definition.form, found.answers, request.LANGUAGE_CODE),
        "errors": form_pages.with_sections(definition.form, found.answers, errors),
        "shown": mark(definition.form.visible_answers(found.answers)),
        "stranger": True,
        "alone": definition.without_account,
        "reached": reached_at(definition, found),
        "days": settings.STRANGER_DRAFT_DAYS,
        "back": resolve_url("portal:take_over", pk=found.pk),
        "surer": level_needed.by(request, definition),
    }
    return render(request, "portal/citizen/check.html", page)


def take_over(request: SignedIn, pk: UUID) -> HttpResponse:
    """GET asks whether what was written in this browser belongs to the account; POST takes it over.

    It is asked, because a computer of a school or a commune has many people at one browser.
    """
    rows = Draft.objects.filter(reachable(request), pk=pk)
    found = rows.select_related("version__procedure").first()
    if found is None:
        raise Http404
    if found.owner_id is not None:
        return redirect("portal:draft_check", pk=pk)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            strangers.take_over(pk, writing.browser_of(request), request.user)
        except ActRefused as refused:
            refusal, status = str(refused), status_of(refused)
        else:
            messages.success(request, _("Hồ sơ viết dở đã ở trong tài khoản của bạn."))
            return redirect("portal:draft_check", pk=pk)
    page = {"draft": found, "procedure": found.version.procedure, "refusal": refusal}
    return render(request, "portal/citizen/take_over.html", page, status=status)


def reached_at(definition: Definition, found: Draft) -> list[Contact]:
    """The applicant's contacts to which this site can send a code."""
    if not definition.without_account or not filed_alone.facts_of(definition, found.answers):
        return []
    stated = filed_alone.contacts_of(definition, found.answers)
    return [
        one
        for one in stated
        if (one.kind == ContactKind.EMAIL or phones.mobile(one.value))
        and typed_contact.reaches(one)
    ]
