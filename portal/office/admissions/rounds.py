"""The rounds an officer has to do with, and one round's board: where it stands, what is missing,
what comes next.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from admissions import acts
from admissions.acts.missing import by_lot
from admissions.models import Lots, Round
from admissions.opened import rows
from admissions.pages import board
from admissions.plans.reading import PlanUnreadable, plan_of
from portal.account.second_factor_pages import step_up, why_not
from portal.http.refusals import status_of
from portal.office.admissions import pictures
from portal.office.admissions.visitor import office_frame, round_for
from portal.shared.desk_visitor import officer_of, reader_of
from workflows.errors import ActRefused

#: Moves after which others' rights hang on it: they ask for the code of the telephone.
BINDING = ("publish", "end")


def rounds(request: HttpRequest) -> HttpResponse:
    """GET lists them; POST makes one from the text of its plan."""
    reader_of(request).posts()
    officer, typed, refusals, status = officer_of(request), "", [], 200
    if request.method == "POST":
        typed = request.POST.get("plan", "")
        try:
            made = acts.make_round(typed, officer)
        except PlanUnreadable as wrong:
            refusals, status = wrong.sentences, 422
        except ActRefused as refused:
            refusals, status = [str(refused)], status_of(refused)
        else:
            return redirect("portal:round_plan", made.slug)
    posts = reader_of(request).posts()
    pages = {True: "portal:round", False: "portal:round_applicants"}
    found = [
        (one, reverse(pages[board.leads(posts, one)], args=[one.slug]))
        for one in board.rounds_of(officer)
    ]
    page = {
        "rounds": found,
        "typed": typed,
        "refusals": refusals,
        **office_frame(request),
    }
    return render(request, "portal/office/round/rounds.html", page, status=status)


def round_board(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the round stands."""
    return shown(request, round_for(request, slug))


def shown(
    request: HttpRequest,
    round_: Round,
    refusal: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The board, also after an act that was refused."""
    officer = officer_of(request)
    runs, progress = board.orders_of(round_)
    plan = plan_of(round_.plan) if round_.plan else None
    programmes = rows.programmes(round_, plan, round_.run) if plan else []
    page = {
        "round": round_,
        "plan": plan,
        "line": board.line_of(round_),
        "steps": board.next_steps(round_, officer),
        "prepares": board.prepares(officer, round_),
        "decides": board.decides(officer, round_),
        "places": board.places(round_),
        "count": round_.applications.count(),
        "schools": pictures.of_schools(board.by_school(round_)),
        "demand": pictures.of_demand(round_, plan) if plan else [],
        "programmes": programmes,
        "orders": runs,
        "progress": progress,
        "by_lot": by_lot(plan) if plan else False,
        "lots": Lots.objects.filter(round=round_).first(),
        "entries": board.journal_of(round_),
        "refusal": refusal,
        **more,
        **office_frame(request),
    }
    answer = render(request, "portal/office/round/board.html", page, status=status)
    if progress.waiting:
        answer.headers["Refresh"] = "5"
    return answer


def round_move(request: HttpRequest, slug: str) -> HttpResponse:
    """POST: the next state, or an act on the lots."""
    round_, what = round_for(request, slug), request.POST.get("do", "")
    if what in BINDING and not step_up(request):
        needed = _("Việc này ràng buộc các gia đình: hãy nhập mã xác thực trên điện thoại.")
        return shown(request, round_, why_not(request, needed), 422, ask_code=what)
    try:
        _do(request, round_, what)
    except ActRefused as refused:
        return shown(request, round_, str(refused), status_of(refused))
    messages.success(request, _("Đã ghi nhận."))
    return redirect("portal:round", round_.slug)


def _do(request: HttpRequest, round_: Round, what: str) -> None:
    officer = officer_of(request)
    if what == "commit_lots":
        acts.commit_lots(round_, officer)
    elif what == "open_lots":
        acts.open_lots(round_, request.POST.get("draw", ""), officer)
    else:
        acts.move(round_, what, officer)
