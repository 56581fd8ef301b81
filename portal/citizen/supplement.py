"""Completing a dossier the office sent back: what was asked, the answers and papers concerned, and
sending it.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.summary import summarise
from organisations.models import User
from portal.citizen.asked import Request, request_of
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from portal.shared import form_pages
from portal.shared.merge_answers import keep
from portal.wording.titles import offices_of
from workflows import actions, permissions
from workflows.errors import ActRefused
from workflows.lifecycle import Status
from workflows.models import Dossier, Draft, Entry
from workflows.published import definition_of


def supplement(request: SignedIn, code: str) -> HttpResponse:
    """What was asked and why, every answer with a way to change it; POST sends the whole."""
    key = request.POST.get("key", "")[:64] or None
    if request.method == "POST" and (late := _supplied_before(request, code, key)):
        return late
    dossier = _waiting(request, code)
    answers = working_answers(dossier)
    changed = {name for name in answers if answers.get(name) != dossier.answers.get(name)}
    asked = request_of(dossier, changed)
    refusal, status = "", 200
    if request.method == "POST" and "as_it_is" not in request.POST:
        refusal = _still_open(asked, changed)
        status = 422 if refusal else 200
    if request.method == "POST" and not refusal:
        try:
            actions.supply(dossier, request.user, answers, key=key)
        except ActRefused as error:
            if late := _supplied_before(request, code, key):
                return late  # the other of two presses was faster
            refusal, status = str(error), status_of(error)
        else:
            Draft.objects.filter(dossier=dossier).update(answers={})
            messages.success(request, _("Đã gửi phần bổ sung. Hồ sơ được xử lý tiếp."))
            return redirect(home_of(dossier), code=dossier.code)
    page = {
        "dossier": dossier,
        "asked": asked,
        "asked_by": offices_of([asked.entry])(asked.entry.authority) if asked else "",
        "wanted": asked.fields() if asked else frozenset(),
        "summary": summarise(definition_of(dossier.version).form, answers, request.LANGUAGE_CODE),
        "changed": changed,
        "refusal": refusal,
        "may_send_as_it_is": bool(_still_open(asked, changed)) and request.method == "POST",
        "key": uuid4(),
    }
    return render(request, "portal/citizen/supplement.html", page, status=status)


def _still_open(asked: Request | None, changed: set[str]) -> str:
    """What nothing was changed of yet, as a sentence; the office may ask again only seldom. Empty:
    all was mended.
    """
    if asked and asked.items:
        names = [f"“{one.name}”" for one in asked.items if one.section and not one.changed]
    else:
        names = [] if changed else [_("những gì cơ quan yêu cầu")]
    return _("Bạn chưa sửa: %(names)s.") % {"names": ", ".join(names)} if names else ""


def _supplied_before(request: SignedIn, code: str, key: str | None) -> HttpResponse | None:
    """What a press answers after the supplement was sent: the same form leads on, another window's
    is told (409).
    """
    sent = (
        Entry.objects.filter(dossier__code=code, act="supply", actor=request.user)
        .select_related("dossier")
        .last()
    )
    if sent is None or sent.dossier.legal_status == Status.SUPPLEMENT_ASKED:
        return None
    home = home_of(sent.dossier)
    if key and sent.key == key:
        return redirect(home, code=code)
    page = {
        "refusal": _("Phần bổ sung đã được gửi trước đó."),
        "back": resolve_url(home, code=code),
    }
    return render(request, "portal/refused.html", page, status=409)


def supplement_section(request: SignedIn, code: str, section: str) -> HttpResponse:
    """One section of the answers, changed on a working copy until the supplement is sent."""
    dossier = _waiting(request, code)
    try:
        turn = form_pages.take_turn(
            request, definition_of(dossier.version).form, working_answers(dossier), section
        )
    except form_pages.NotAsked:
        return form_pages.not_asked(request, resolve_url("portal:supplement", code=dossier.code))
    if turn.values is not None:
        draft = working_copy(dossier, request.user)
        turn = turn.after(keep(draft, turn.section, turn.values, turn.shown, below=dossier.answers))
    if turn.is_autosave:
        return turn.answered(
            render(request, "portal/citizen/saved.html", {"at": timezone.now(), **turn.page})
        )
    if turn.goes_back:
        form_pages.say_unkept(request, turn)
    if turn.moves_on or turn.goes_back:
        return redirect("portal:supplement", code=dossier.code)
    asked = request_of(dossier)
    page = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "is_supplement": True,
        "asked": asked.of_section(section) if asked else [],
        **turn.page,
    }
    return turn.answered(render(request, "portal/citizen/section.html", page, status=turn.status))


def working_answers(dossier: Dossier) -> dict[str, Any]:
    """The frozen answers with the changes made so far; these wait in the dossier's draft."""
    found = Draft.objects.filter(dossier=dossier).first()
    return {**dossier.answers, **(found.answers if found else {})}


def working_copy(dossier: Dossier, owner: User) -> Draft:
    """Where changes wait until they are sent."""
    return Draft.objects.get_or_create(
        dossier=dossier, defaults={"owner": owner, "version": dossier.version}
    )[0]


def _waiting(request: SignedIn, code: str) -> Dossier:
    """A dossier that this visitor may complete: their own, or at the counter one that was filed
    there.
    """
    rows = Dossier.objects.select_related(
        "version__procedure", "receiving", "deciding", "applicant"
    )
    dossier = get_object_or_404(rows, code=code)
    if not permissions.may_supply(request.user, dossier):
        raise Http404
    return dossier


def home_of(dossier: Dossier) -> str:
    """The page one comes back to: the applicant's, or the office's where the counter answers for
    them.
    """
    return "portal:office_dossier" if permissions.is_of_counter(dossier) else "portal:dossier"
