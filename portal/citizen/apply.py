"""Applying: a draft is begun, filled in one section a page, checked and filed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.binding import check_form
from forms.summary import summarise
from organisations.models import User
from portal.access import SignedIn
from portal.citizen import sections
from portal.citizen.keeping import keep, mark
from portal.citizen.prefill import known_answers
from portal.refusals import status_of
from portal.twins import told_of
from workflows import actions, filing, permissions, twins
from workflows.catalogue import definition_of
from workflows.errors import ActRefused, KeyReused
from workflows.models import Dossier, Draft, Procedure


def apply(request: SignedIn, slug: str) -> HttpResponse:
    """GET says what to have at hand and lists unfinished drafts; POST begins a new one."""
    procedure = get_object_or_404(Procedure, slug=slug, open=True)
    version = procedure.current
    if version is None:
        raise Http404
    definition = definition_of(version)
    known = known_answers(definition, request.user)
    if request.method == "POST":
        draft = Draft.objects.create(owner=request.user, version=version, answers=known)
        return redirect("portal:draft", pk=draft.pk, section=sections.first(definition.form, draft.answers))
    own = Draft.objects.filter(owner=request.user, dossier__isnull=True, counter=None, office=None)
    drafts = own.filter(version__procedure=procedure)
    # A section for the office alone is no page of theirs; one that depends on an answer may be.
    least, most = len(definition.form.visible_sections(known)), len(definition.form.possible_sections(known))
    page = {"procedure": procedure, "definition": definition, "drafts": drafts, "least": least, "pages": most}
    return render(request, "portal/citizen/apply.html", page)


def draft(request: SignedIn, pk: UUID, section: str) -> HttpResponse:
    """One section of the form. Every change is kept at once (htmx); without JavaScript, the button keeps it."""
    found = own_draft(request, pk)
    turn = sections.take_turn(request, definition_of(found.version).form, found.answers, section)
    if turn.values is not None:
        kept = keep(found, turn.section, turn.values, request.POST.get("shown"))
        turn = turn.after(kept)
    if turn.is_autosave:
        return render(request, "portal/citizen/saved.html", {"at": timezone.now(), **turn.page})
    if turn.moves_on:
        after = sections.next_after(definition_of(found.version).form, found.answers, section)
        if after and "back_to_check" not in request.POST:
            return redirect("portal:draft", pk=found.pk, section=after)
        return redirect("portal:draft_check", pk=found.pk)
    page = {"draft": found, "procedure": found.version.procedure, **turn.page}
    return render(request, "portal/citizen/section.html", page, status=turn.status)


def draft_check(request: SignedIn, pk: UUID) -> HttpResponse:
    """All the answers on one page, each with a way to change it; POST files the dossier, twice gives the same one."""
    try:
        found = own_draft(request, pk)
    except Http404:
        filed = Dossier.objects.filter(draft=pk, draft__owner=request.user).first()
        if filed is None:
            raise
        return _filed_before(request, filed)
    definition = definition_of(found.version)
    refusal, status = "", 200
    shown = mark(definition.form.visible_answers(found.answers))
    if request.method == "POST" and request.POST.get("shown", shown) != shown:
        refusal, status = _("Hồ sơ vừa được sửa ở cửa sổ hoặc thiết bị khác. Hãy xem lại trước khi nộp."), 409
    elif request.method == "POST":
        try:
            return _filed(_file(found, request.user, request.POST.get("again", "")[:16]))
        except ActRefused as error:
            refusal, status = str(error), status_of(error)
    errors = check_form(definition.form, found.answers)
    known = [] if errors else filing.twins_of(found, request.user)
    if errors and status == 422:
        refusal = ""  # the list says it whole
    page = {
        "draft": found,
        "procedure": found.version.procedure,
        "summary": summarise(definition.form, found.answers, request.LANGUAGE_CODE),
        "errors": sections.with_sections(definition.form, found.answers, errors),
        "refusal": refusal,
        "shown": shown,
        "twins": told_of(known, request.user),
        "twins_open": twins.seal_of(twins.unsettled(known)),
        "by_office": found.counter is not None or found.office is not None,
    }
    return render(request, "portal/citizen/check.html", page, status=status)


def _filed_before(request: SignedIn, dossier: Dossier) -> HttpResponse:
    """The same form again is the same dossier; one that showed other answers than were filed is told so."""
    if request.POST.get("shown") in (None, mark(dossier.answers)):
        return _filed(dossier)
    address = _filed(dossier).headers["Location"]
    page = {"refusal": str(KeyReused()), "back": address}
    return render(request, "portal/refused.html", page, status=409)


def _file(found: Draft, user: User, told: str) -> Dossier:
    """File it as one's own; at a counter, for the person who stands there; of an office, for the office.

    `told` is what the page sends when the person says that he knows of the other dossiers it showed.
    """
    key = f"draft:{found.pk}"
    if found.office is not None:
        return actions.open_ex_officio(found, user, key=key, told=told)
    if found.counter is None:
        return actions.submit(found, user, key=key, told=told)
    channel = found.channel or Dossier.Channel.DIRECT
    return actions.submit_at_counter(found, user, found.counter, channel, key=key, told=told)


def _filed(dossier: Dossier) -> HttpResponse:
    """The confirmation; for a receptionist the dossier in the office."""
    page = "portal:submitted" if dossier.applicant_id else "portal:office_dossier"
    return redirect(page, code=dossier.code)


def drop_draft(request: SignedIn, pk: UUID) -> HttpResponse:
    """Throw an unfinished application away; nothing was filed, so nothing is journalled."""
    own_draft(request, pk).delete()
    return redirect("portal:my_dossiers")


def own_draft(request: SignedIn, pk: UUID) -> Draft:
    """The visitor's own unfinished draft; 404 for anybody else's and for one already filed."""
    rows = Draft.objects.select_related("version__procedure", "counter", "office")
    found = get_object_or_404(rows, pk=pk, owner=request.user, dossier__isnull=True)
    if not permissions.may_fill(request.user, found):
        raise Http404
    return found
