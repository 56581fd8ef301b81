"""The dry run and its report; the run that the round takes; the head's word on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from admissions import acts
from admissions.models import AllocationRun, Round
from admissions.opened import decisions
from admissions.pages import board
from admissions.plans.reading import plan_of
from admissions.seats.running import newest
from portal.account.second_factor_pages import step_up, why_not
from portal.http.refusals import status_of
from portal.office.admissions.visitor import office_frame, round_for
from portal.shared.desk_visitor import officer_of
from workflows.errors import ActRefused

AGAIN = 3  # seconds until a page that waits asks again


def round_seats(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the newest run; POST orders one, takes it, approves it or withdraws."""
    round_ = round_for(request, slug)
    if request.method != "POST":
        return _page(request, round_)
    what = request.POST.get("do", "")
    if what in ("approve", "pass_on") and not step_up(request):
        needed = _(
            "Việc này mang chữ ký hoặc con dấu: hãy nhập mã xác thực đang hiện trên điện thoại."
        )
        return _page(request, round_, why_not(request, needed), 422, ask_code=True)
    try:
        messages.success(request, _do(request, round_, what))
    except ActRefused as refused:
        return _page(request, round_, str(refused), status_of(refused))
    return redirect("portal:round_seats", round_.slug)


def _do(request: HttpRequest, round_: Round, what: str) -> str:
    officer, seen = officer_of(request), request.POST.get("seen", "")
    if what == "bind":
        run = _seen(round_, seen)
        acts.bind(round_, run, seen, officer)
        return _("Đã trình kết quả này để phê duyệt.")
    if what == "approve":
        acts.approve(round_, seen, officer)
        return _("Đã phê duyệt kết quả.")
    if what == "pass_on":
        run = get_object_or_404(round_.runs.filter(root=seen, is_dry=True)[:1])
        acts.pass_on(round_, run, seen, officer)
        return _("Đang chuyển chỗ cho các gia đình.")
    if what == "withdraw":
        acts.withdraw(round_, officer)
        return _("Đã rút lại.")
    acts.order_run(round_, officer, after_remarking=what == "remarked")
    return _("Đang xét thử; trang tự cập nhật khi xong.")


def _page(
    request: HttpRequest, round_: Round, refusal: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    after = round_.state in (Round.State.CONFIRMING, Round.State.SUPPLEMENTARY)
    run = newest(round_) if after or round_.run is None else round_.run
    officer = officer_of(request)
    page = {
        "round": round_,
        "run": run,
        "is_bound": run is not None and run.pk == round_.run_id,
        "after": after,
        "rows": rows_of(run) if run else [],
        "decisions": decisions.of_round(round_),
        "prepares": board.prepares(officer, round_),
        "decides": board.decides(officer, round_),
        "refusal": refusal,
        **more,
        **office_frame(request),
    }
    answer = render(request, "portal/office/round/seats.html", page, status=status)
    if run is not None and run.state == AllocationRun.State.WAITING:
        answer.headers["Refresh"] = str(AGAIN)
    return answer


def rows_of(run: AllocationRun) -> list[tuple[str, dict[str, Any]]]:
    """The report's programmes with their names, in the plan's order."""
    plan = plan_of(run.plan)
    told = run.report.get("programmes", {})
    return [(named.name, told[one]) for one, named in plan.programmes.items() if one in told]


def _seen(round_: Round, seen: str) -> AllocationRun:
    """The newest run with this input: two over the same input have the same result."""
    rows = round_.runs.filter(input_hash=seen, state=AllocationRun.State.DONE)
    return get_object_or_404(rows[:1])
