"""One licence from its paper: entered by hand, compared by somebody else, put right where it was
entered wrongly.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.text import clean_line, clean_text
from portal.office.registers.paper_licences import desks_of, keeper_of, own_paper
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of
from portal.wording.dates import read_date
from registers import grants, paper
from registers.grants import GrantRefused
from registers.models import Grant, PaperCheck, PaperEntry
from registers.paper import Paper
from workflows.papers.grant_kinds import kinds

LINES = ("symbol", "decided_on", "authority_name", "holder", "commune", "valid_from", "valid_to")
# name → whether it must be said
DAYS = {"decided_on": True, "valid_from": False, "valid_to": False}


def paper_new(request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST enters the licence."""
    keeper = keeper_of(request)
    if request.method != "POST":
        return _form(request, {"authority_name": keeper.name})
    typed = _typed(request)
    told, faults = _read(typed)
    if told is None:
        return _form(request, typed, faults)
    try:
        granted = paper.enter(told, keeper, officer_of(request))
    except GrantRefused as refused:
        return _form(request, typed, {"symbol": str(refused)})
    messages.success(request, _("Đã nhập %(symbol)s vào sổ.") % {"symbol": granted.symbol})
    return redirect("portal:paper_licence", granted.pk)


def paper_licence(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what it says, who entered it, who compared it, and by what it was put right."""
    return _page(request, own_paper(request, pk))


def paper_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person has compared the entry with the paper."""
    granted = own_paper(request, pk)
    try:
        paper.confirm(granted, officer_of(request))
    except GrantRefused as refused:
        return _page(request, granted, str(refused), 409)
    messages.success(request, _("Đã ghi nhận việc đối chiếu với bản giấy."))
    return redirect("portal:paper_licence", granted.pk)


def paper_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the entry as a form; POST enters what the paper really says in its place."""
    granted = own_paper(request, pk)
    if request.method != "POST":
        return _form(request, _as_typed(granted), granted=granted)
    typed = {**_typed(request), "book": granted.book}
    told, faults = _read(typed)
    if told is None:
        return _form(request, typed, faults, granted)
    try:
        after = paper.correct(granted, told, officer_of(request), typed["reason"])
    except GrantRefused as refused:
        return _form(request, typed, {"reason": str(refused)}, granted)
    messages.success(request, _("Đã đính chính; dòng nhập sai vẫn được giữ để đối chiếu."))
    return redirect("portal:paper_licence", after.pk)


def _page(
    request: HttpRequest, granted: Grant, refusal: str = "", status: int = 200
) -> HttpResponse:
    entry = PaperEntry.objects.select_related("entered_by", "run", "replaces").get(grant=granted)
    after = grants.current(granted)
    shown = {
        **frame(reader_of(request), timezone.now(), "paper"),
        "grant": granted,
        "entry": entry,
        "checked": PaperCheck.objects.select_related("by").filter(entry=entry).first(),
        "after": after if after.pk != granted.pk else None,
        "standing": grants.standing_words(grants.standing_on(granted, timezone.localdate())),
        "may_check": entry.entered_by_id != request.user.pk,
        "refusal": refusal,
    }
    return render(request, "portal/office/paper_licence.html", shown, status=status)


def _form(
    request: HttpRequest,
    typed: dict[str, str],
    faults: dict[str, str] | None = None,
    granted: Grant | None = None,
) -> HttpResponse:
    shown: dict[str, Any] = {
        **frame(reader_of(request), timezone.now(), "paper"),
        "desks": desks_of(request),
        "kinds": sorted(kinds().items(), key=lambda kind: kind[1]),
        "typed": typed,
        "faults": faults or {},
        "grant": granted,
    }
    return render(request, "portal/office/paper_form.html", shown, status=422 if faults else 200)


def _typed(request: HttpRequest) -> dict[str, str]:
    lines = {
        name: clean_line(request.POST.get(name, "")[:300]) for name in (*LINES, "book", "keeper")
    }
    return {
        **lines,
        **{name: clean_text(request.POST.get(name, "")[:4000]) for name in ("content", "reason")},
    }


def _as_typed(granted: Grant) -> dict[str, str]:
    days = {name: getattr(granted, name) for name in DAYS}
    typed = {name: f"{day:%d/%m/%Y}" if day else "" for name, day in days.items()}
    typed["valid_from"] = "" if granted.valid_from == granted.decided_on else typed["valid_from"]
    names = ("symbol", "authority_name", "holder", "commune", "content", "book")
    return {**typed, **{name: getattr(granted, name) for name in names}}


def _read(typed: dict[str, str]) -> tuple[Paper | None, dict[str, str]]:
    """The paper, or a sentence for each thing that is wrong."""
    faults: dict[str, str] = {}
    title = kinds().get(typed["book"], "")
    if not title:
        faults["book"] = _("Hãy chọn loại giấy phép.")
    days: dict[str, dt.date | None] = {}
    for name, must in DAYS.items():
        days[name] = read_date(typed[name])
        if days[name] is None and (must or typed[name]):
            faults[name] = _("Hãy ghi ngày như 05/02/2019.")
    told = Paper(
        book=typed["book"],
        title=title,
        symbol=typed["symbol"],
        decided_on=days["decided_on"] or timezone.localdate(),
        authority_name=typed["authority_name"],
        holder=typed["holder"],
        commune=grants.place(typed["commune"]),
        content=typed["content"],
        valid_from=days["valid_from"],
        valid_to=days["valid_to"],
    )
    faults = {**told.faults(), **faults}
    return (None if faults else told), faults
