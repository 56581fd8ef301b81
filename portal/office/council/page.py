"""A council's page: who sits in it, when it visits, how the votes fall, the minutes. Nothing typed
is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forms.binding import BoundSection, bind
from forms.field_kinds import DateField, Text
from forms.language import Section
from forms.summary import row_of
from foundation.languages import in_language
from foundation.text import clean_text
from organisations.models import User
from portal.http.refusals import status_of
from portal.office.council.seats import Row, add_row, blank_rows, members_of, read_rows
from portal.office.council.votes import ballots_of, picture_of, said_of, seats_of
from portal.shared.attached_papers import attached_by
from portal.shared.desk_visitor import item_for, officer_of
from workflows import actions, permissions
from workflows.definition import Council as CouncilStep
from workflows.errors import ActRefused
from workflows.models import Council, CouncilMember, DossierFile, WorkItem
from workflows.opinions import councils
from workflows.published import definition_of
from workflows.reading_rights import What

NOTE_LENGTH = 200
WHEN: Text = {"vi": "Ngày kiểm tra thực tế", "en": "Day of the visit"}
VISIT = DateField.model_validate({"id": "visit", "kind": "date", "label": WHEN, "required": True})


def council(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the council of a task; POST does one of its acts, the one whose button was
    pressed.
    """
    item = item_for(request, pk, What.NOTES)
    step = definition_of(item.process.version).step(item.step)
    if not isinstance(step, CouncilStep):
        return redirect("portal:work", item.pk)
    if request.method == "POST":
        for button, press in PRESSES.items():
            if button in request.POST:
                return press(request, item, step)
    return page(request, item, step)


def _appoint(request: HttpRequest, item: WorkItem, step: CouncilStep) -> HttpResponse:
    rows = read_rows(request)
    named = members_of(rows, councils.candidates(item, step))
    return _done(
        request,
        item,
        step,
        lambda key: actions.appoint_council(item, officer_of(request), named, key),
        _("Đã cử thành viên."),
        rows=rows,
    )


def _more(request: HttpRequest, item: WorkItem, step: CouncilStep) -> HttpResponse:
    """Two more lines, for those who need them; nothing is written."""
    return page(request, item, step, rows=add_row(read_rows(request)))


def _visit(request: HttpRequest, item: WorkItem, step: CouncilStep) -> HttpResponse:
    bound = _visit_form({}, request)
    note = clean_text(request.POST.get("visit-note", ""))[:NOTE_LENGTH]
    if not bound.is_valid():
        return page(
            request,
            item,
            step,
            refusal=_("Hãy sửa những ô được đánh dấu bên dưới."),
            visit=bound,
            status=422,
        )
    day = dt.date.fromisoformat(bound.values["visit"])
    return _done(
        request,
        item,
        step,
        lambda key: actions.set_visit(item, officer_of(request), day, note, key),
        _("Đã hẹn ngày kiểm tra thực tế; người nộp hồ sơ và các thành viên có tài khoản được báo."),
        visit=bound,
    )


def _vote(request: HttpRequest, item: WorkItem, step: CouncilStep) -> HttpResponse:
    """Keeps every vote that was ticked, whichever button of the form was pressed."""
    members = list(CouncilMember.objects.filter(council__item=item))
    ticked = ballots_of(request.POST, members)
    return _done(
        request,
        item,
        step,
        lambda key: actions.keep_votes(item, officer_of(request), ticked, key),
        said_of(ticked, members),
        voted={one.seat: one.choice for one in ticked},
    )


def _close(request: HttpRequest, item: WorkItem, step: CouncilStep) -> HttpResponse:
    bound = _minutes(step, {}, request)
    attached, errors = attached_by(request)
    refusal = errors[0] if errors else ""
    if not refusal and bound and not bound.is_valid():
        refusal = _("Hãy sửa những ô được đánh dấu bên dưới.")
    if refusal:
        return page(
            request, item, step, refusal=refusal, minutes=bound, attached=attached, status=422
        )
    values, files = dict(bound.values) if bound else {}, [str(stored.pk) for stored in attached]
    return _done(
        request,
        item,
        step,
        lambda key: actions.close_council(item, officer_of(request), values, files, key),
        _("Đã lập biên bản; hồ sơ được chuyển bước tiếp theo."),
        minutes=bound,
        attached=attached,
    )


PRESSES: dict[str, Callable[[HttpRequest, WorkItem, CouncilStep], HttpResponse]] = {
    "do-more": _more,
    "do-appoint": _appoint,
    "do-visit": _visit,
    "do-vote": _vote,
    "do-close": _close,
}


def _done(
    request: HttpRequest,
    item: WorkItem,
    step: CouncilStep,
    act: Callable[[str | None], object],
    sentence: str,
    **typed: Any,
) -> HttpResponse:
    """Do the act once; refused, the page comes again as it was filled in."""
    key = request.POST.get("key", "")
    try:
        act(key if len(key) == 32 and key.isalnum() else None)
    except ActRefused as refused:
        return page(request, item, step, refusal=str(refused), status=status_of(refused), **typed)
    messages.success(request, sentence)
    return redirect("portal:task_council", pk=item.pk)


def _seat_of(step: CouncilStep, seat: str, label: str) -> str:
    return in_language(step.head) if seat == CouncilMember.Seat.CHAIR else str(label)


@dataclass(frozen=True)
class Typed:
    """What was sent and refused, part by part; None: it is as it stands."""

    rows: list[Row] | None = None
    visit: BoundSection | None = None
    minutes: BoundSection | None = None
    attached: list[Any] = field(default_factory=list)
    voted: dict[int, str] = field(default_factory=dict)


def page(
    request: HttpRequest,
    item: WorkItem,
    step: CouncilStep,
    *,
    refusal: str = "",
    status: int = 200,
    **typed: Any,
) -> HttpResponse:
    """The council as it stands; what was typed (`Typed`) and refused is there again."""
    sent, found = Typed(**typed), councils.council_of(item)
    members = list(found.members.select_related("user", "voted_by")) if found else []
    shown = {
        "item": item,
        "dossier": item.process,
        "step": step,
        "council": found,
        "members": members,
        **_seating(officer_of(request), item, step, members, sent),
        **_voting(officer_of(request), item, step, found, members, sent),
        "visit": sent.visit or _visit_form(_visit_answer(found)),
        "minutes": sent.minutes or _minutes(step, {}),
        "attached": sent.attached,
        "written": _written(item, step),
        "refusal": refusal,
        "key": uuid4().hex,
        "is_over": item.finished is not None,
    }
    return render(request, "portal/office/council.html", shown, status=status)


def _seating(
    officer: User, item: WorkItem, step: CouncilStep, members: list[CouncilMember], sent: Typed
) -> dict[str, Any]:
    """Who may name the members, and the lines in which it is done."""
    may_name = permissions.may_decide(officer, item) and not any(one.vote for one in members)
    return {
        "may_name": may_name,
        "rows": sent.rows or blank_rows(members, step.min_members),
        "people": councils.candidates(item, step) if may_name else [],
        "seats": [
            (seat, _seat_of(step, seat, str(label))) for seat, label in CouncilMember.Seat.choices
        ],
    }


def _voting(
    officer: User,
    item: WorkItem,
    step: CouncilStep,
    found: Council | None,
    members: list[CouncilMember],
    sent: Typed,
) -> dict[str, Any]:
    """How the votes stand, and which of them the officer may write."""
    counted = councils.tally(step, members)
    keeps = found is not None and councils.may_keep(officer, item, found)
    has_visited = found is not None and councils.has_visited(found)
    places = seats_of(members, officer, keeps, sent.voted) if has_visited else []
    return {
        "places": places or seats_of(members, None, False, {}),
        "has_visited": bool(places),
        "writes": [place for place in places if place.may_write],
        "counted": counted,
        "picture": picture_of(counted),
        "keeps": keeps,
        "choices": [choice for choice in councils.Vote.choices if choice[0]],
    }


def _visit_answer(found: Council | None) -> dict[str, Any]:
    return {"visit": found.visit_on.isoformat()} if found and found.visit_on else {}


def _visit_form(answers: dict[str, Any], request: HttpRequest | None = None) -> BoundSection:
    section = Section(id="visit", title=VISIT.label, fields=(VISIT,))
    return (
        bind(section, answers, request.POST, request.FILES) if request else bind(section, answers)
    )


def _minutes(
    step: CouncilStep, answers: dict[str, Any], request: HttpRequest | None = None
) -> BoundSection | None:
    if not step.fields:
        return None
    section = Section(id=step.id, title=step.title, fields=step.fields)
    if request is None:
        return bind(section, answers)
    return bind(section, answers, request.POST, request.FILES, officer_of(request))


def _written(item: WorkItem, step: CouncilStep) -> dict[str, Any]:
    """The minutes once they are written: the answers as people read them, and the papers."""
    kept = item.process.office.get(step.id, {}) if item.finished else {}
    rows = [row_of(field, kept.get(field.id)) for field in step.fields] if kept else []
    files = DossierFile.objects.filter(
        dossier=item.process, step=step.id, field=DossierFile.OFFICER
    ).select_related("file")
    return {"rows": rows, "files": [link.file for link in files] if kept else []}
