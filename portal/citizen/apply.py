"""Applying: a draft is begun, filled in one section a page, checked and filed."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.binding import check_form
from forms.stated import NOTHING, Stated
from forms.summary import summarise
from organisations.models import User
from portal.account.provider import level_needed, opened_by
from portal.citizen import chosen_round, own_things, stranger
from portal.citizen.second_person import second_person
from portal.http.access import SignedIn, View
from portal.http.refusals import status_of
from portal.shared import form_pages
from portal.shared.merge_answers import FiledMeanwhile, keep, mark
from portal.shared.prefill import known_answers
from portal.shared.twins import told_of
from workflows import actions, permissions
from workflows.applicant import drafts as drafting
from workflows.applicant import filing, mandates, stated, strangers, twins
from workflows.definition import Definition
from workflows.errors import ActRefused, KeyReused, WrongState
from workflows.models import Dossier, Draft, Procedure
from workflows.published import definition_of


def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """GET says what to have at hand and lists unfinished drafts; POST begins a new one, without an
    account too.
    """
    procedure = get_object_or_404(Procedure, slug=slug, open=True)
    version = procedure.current
    if version is None:
        raise Http404
    if not isinstance(request.user, User):
        return stranger.apply(request, procedure, version)
    definition = definition_of(version)
    people = mandates.offered(request.user, slug)
    whom = next((one for one in people if str(one.pk) == request.POST.get("whom")), None)
    known, told = known_answers(definition, request.user, whom), ""
    if whom is None:
        address, told = own_things.known_address(definition, request.user)
        told = "" if address.keys() & known.keys() else told
        known = address | known
    known |= chosen_round.answer_of(request, definition)
    refusal = ""
    if request.method == "POST":
        try:
            if whom is None and request.POST.get("whom", "") not in ("", "self"):
                raise WrongState(_("Bạn không còn được nộp hồ sơ thay người này."))
            draft = drafting.begin(request.user, version, known, represented=whom)
            own_things.say(request, told)
            return stranger.to_first_page(draft, definition)
        except ActRefused as refused:
            refusal = str(refused)
    drafts = drafting.own(request.user).filter(version__procedure=procedure)
    page = stranger.before_beginning(request, procedure, definition, known)
    page |= {"drafts": drafts, "people": people, "refusal": refusal}
    return render(request, "portal/citizen/apply.html", page, status=409 if refusal else 200)


class FiledBefore(Exception):
    """The draft was filed meanwhile, in another window or on another device."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        super().__init__(dossier.code)


def tells_when_filed(view: View) -> View:
    """A page of a draft that is a dossier by now says so and leads there, whatever was asked of
    it.
    """

    @wraps(view)
    def telling(request: SignedIn, *args: Any, **more: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **more)
        except FiledBefore as filed:
            return _told(request, filed.dossier)
        except FiledMeanwhile as filed:
            return _told(request, Dossier.objects.get(draft=filed.draft))

    return telling


def _told(request: SignedIn, dossier: Dossier) -> HttpResponse:
    refusal = _(
        "Hồ sơ này đã nộp ở cửa sổ hoặc thiết bị khác, mã %(code)s, nên không sửa bản nháp được"
        " nữa."
    )
    back = _home(dossier)
    code = {"code": dossier.code}
    return form_pages.told(request, refusal % code, back, _("Xem hồ sơ %(code)s") % code, 409)


@tells_when_filed
def draft(request: SignedIn, pk: UUID, section: str) -> HttpResponse:
    """One section of the form. Every change is kept at once (htmx); without JavaScript, the button
    keeps it.
    """
    found = own_draft(request, pk)
    try:
        definition = definition_of(found.version)
        said = _stated(definition, found)
        refusal = own_things.take_chosen(request, found)
        turn = form_pages.take_turn(request, definition.form, found.answers, section, said)
    except form_pages.NotAsked:
        return form_pages.not_asked(request, resolve_url("portal:draft_check", pk=found.pk))
    if turn.values is not None:
        turn = turn.after(keep(found, turn.section, turn.values, turn.shown))
    if turn.is_autosave:
        return turn.answered(
            render(request, "portal/citizen/saved.html", {"at": timezone.now(), **turn.page})
        )
    if turn.moves_on:
        after = form_pages.next_after(definition_of(found.version).form, found.answers, section)
        if after and "back_to_check" not in request.POST:
            return redirect("portal:draft", pk=found.pk, section=after)
        return redirect("portal:draft_check", pk=found.pk)
    if turn.goes_back:
        return _back(request, found, turn)
    page = {"draft": found, "procedure": found.version.procedure, **turn.page}
    page |= {"refusal": refusal} if refusal else {}
    own_things.offer_on(turn.page["bound"], request.user, found)
    status = 409 if refusal else turn.status
    return turn.answered(render(request, "portal/citizen/section.html", page, status=status))


def _back(request: SignedIn, found: Draft, turn: form_pages.Turn) -> HttpResponse:
    """To the page before, with what could not be kept of this one; from the first to what one began
    with.
    """
    form_pages.say_unkept(request, turn)
    before = turn.page["previous"]
    if "back_to_check" in request.POST or before is None:
        return redirect("portal:draft_check", pk=found.pk)
    return redirect("portal:draft", pk=found.pk, section=before.id)


def draft_check(request: SignedIn, pk: UUID) -> HttpResponse:
    """All the answers on one page, each with a way to change it; POST files the dossier, twice
    gives the same one. What was written without an account is taken over by it first.
    """
    try:
        found = own_draft(request, pk)
    except FiledBefore as filed:
        return _filed_before(request, filed.dossier)
    if found.owner_id is None:
        return stranger.check(request, found)
    definition = definition_of(found.version)
    refusal, status = "", 200
    shown = mark(definition.form.visible_answers(found.answers))
    if request.method == "POST" and request.POST.get("shown", shown) != shown:
        refusal, status = (
            _("Hồ sơ vừa được sửa ở cửa sổ hoặc thiết bị khác. Hãy xem lại trước khi nộp."),
            409,
        )
    elif request.method == "POST":
        try:
            told = request.POST.get("again", "")[:16]
            return _filed(_file(found, request.user, told, opened_by.level_of(request)))
        except ActRefused as error:
            refusal, status = str(error), status_of(error)
        except Draft.DoesNotExist:
            raise Http404 from None  # thrown away in another window
    errors = check_form(definition.form, found.answers)
    known = [] if errors else filing.twins_of(found, request.user)
    second = second_person(found)
    if errors and status == 422:
        refusal = ""  # the list says it whole
    by_office = not _is_own(found)
    page = {
        "draft": found,
        "procedure": found.version.procedure,
        "summary": summarise(definition.form, found.answers, request.LANGUAGE_CODE),
        "errors": form_pages.with_sections(definition.form, found.answers, errors),
        "second": second,
        "may_file": not errors and (second is None or second.is_confirmed),
        "refusal": refusal,
        "shown": shown,
        "twins": told_of(known, request.user),
        "twins_open": twins.seal_of(twins.unsettled(known)),
        "by_office": by_office,
        "surer": None if by_office else level_needed.by(request, definition),
    }
    return render(request, "portal/citizen/check.html", page, status=status)


def _stated(definition: Definition, found: Draft) -> Stated:
    """What an identity provider states of its owner, where they write it for themselves."""
    if found.owner is None or not _is_own(found):
        return NOTHING
    return stated.not_asked(definition, found.owner)


def _is_own(found: Draft) -> bool:
    """Written by the applicant themselves, online."""
    return found.counter is None and found.office is None


def _filed_before(request: SignedIn, dossier: Dossier) -> HttpResponse:
    """The same form again is the same dossier; one that showed other answers than were filed is
    told so.
    """
    if request.POST.get("shown") in (None, mark(dossier.answers)):
        return _filed(dossier)
    address = _filed(dossier).headers["Location"]
    page = {"refusal": str(KeyReused()), "back": address}
    return render(request, "portal/refused.html", page, status=409)


def _file(found: Draft, user: User, told: str, level: str) -> Dossier:
    """File it as one's own, known at this `level`; at a counter, for the person who stands there;
    of an office, for the office.

    `told` is what the page sends when the person says that they know of the other dossiers it
    showed.
    """
    key = f"draft:{found.pk}"
    if found.office is not None:
        return actions.open_ex_officio(found, user, key=key, told=told)
    if found.counter is None:
        return actions.submit(found, user, key=key, told=told, assurance=level)
    channel = found.channel or Dossier.Channel.DIRECT
    return actions.submit_at_counter(found, user, found.counter, channel, key=key, told=told)


def _filed(dossier: Dossier) -> HttpResponse:
    """The confirmation; for a receptionist the dossier in the office."""
    if _is_of_nobody(dossier):
        return redirect("portal:filed_alone", pk=dossier.draft.pk)
    return redirect(
        "portal:submitted" if dossier.applicant_id else "portal:office_dossier", code=dossier.code
    )


def _home(dossier: Dossier) -> str:
    if _is_of_nobody(dossier):
        return resolve_url("portal:filed_alone", pk=dossier.draft.pk)
    name = "portal:dossier" if dossier.applicant_id else "portal:office_dossier"
    return resolve_url(name, code=dossier.code)


def _is_of_nobody(dossier: Dossier) -> bool:
    """Filed without an account."""
    return dossier.applicant_id is None and dossier.draft.owner_id is None


@tells_when_filed
def drop_draft(request: SignedIn, pk: UUID) -> HttpResponse:
    """GET asks once more; POST throws an unfinished application away: nothing was filed, so nothing
    is journalled.
    """
    found = own_draft(request, pk)
    if request.method != "POST":
        page = {"draft": found, "procedure": found.version.procedure}
        return render(request, "portal/citizen/drop.html", page)
    alone = found.owner_id is None
    if not (strangers.drop(found) if alone else drafting.drop(Draft.objects.filter(pk=found.pk))):
        own_draft(request, pk)  # filed, or thrown away, in another window meanwhile
    messages.success(request, _("Đã xóa bản nháp."))
    return redirect("portal:home" if alone else "portal:my_dossiers")


def own_draft(request: HttpRequest, pk: UUID) -> Draft:
    """The visitor's own unfinished draft, or what was begun in their browser without an account;
    404 for anybody else's. Raises FiledBefore for one already filed.
    """
    rows = Draft.objects.select_related(
        "version__procedure", "counter", "office", "owner", "dossier", "represented"
    )
    found = get_object_or_404(rows.filter(stranger.reachable(request)), pk=pk)
    if found.dossier is not None:
        raise FiledBefore(found.dossier)
    if found.owner is not None and not permissions.may_fill(found.owner, found):
        raise Http404
    return found
