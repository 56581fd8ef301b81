"""Choosing tasks of a queue and what is done with them; a page says how many and what before it is
done.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foundation.languages import name_in_language
from foundation.numbers import row_id
from organisations.models import Role
from portal.account.second_factor_pages import step_up, why_not
from portal.http.refusals import status_of
from portal.office.bulk import offered
from portal.office.bulk.offered import Offer
from portal.office.queue.desk import narrowed, queue_or_404
from portal.office.shared.side_menu import frame
from portal.office.shared.task_row import HEAVY, rows_of
from portal.office.task.consequences import consequences
from portal.shared.desk_visitor import officer_of, reader_of, settle_left
from workflows.bulk import orders
from workflows.errors import ActRefused
from workflows.models import Dossier, WorkItem
from workflows.reports import queues as engine

SHOWN = 100  # tasks listed with a box each; the others are chosen by "all of them"
RUNS = 5  # of the officer's last orders
LOOK, DO = "xem", "lam"  # what a button asks for


@dataclass
class Choice:
    """What was chosen: an offer, the list's filter, and tasks by their boxes or all up to the last
    one shown.
    """

    offer: Offer | None
    only: str
    ids: list[int] = field(default_factory=list)
    every: bool = False
    last: int = 0  # id of the newest task when "all of them" was shown
    told: int | None = None  # how many the page before said
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


def many(request: HttpRequest, authority: str, role: str) -> HttpResponse:
    """GET chooses; POST shows what would be done, and does it when that was confirmed. 404 for
    others' queues.
    """
    reader, now = reader_of(request), timezone.now()
    settle_left(reader)
    queues = engine.queues(officer_of(request), now)
    found = queue_or_404(queues, authority, role)
    given = request.POST if request.method == "POST" else request.GET
    tasks = narrowed(
        offered.tasks_of(reader, found.authority, role), given.get("loc", "")[:20], now
    )
    groups = offered.groups(tasks)
    choice = _read(given, offered.chosen(groups, given.get("viec", "")[:200]))
    shown = {
        **frame(reader, now, f"{authority}/{role}", queues),
        "queue": found,
        "heading": name_in_language(found.role),
        "groups": groups,
        "choice": choice,
        "runs": orders.of_officer(reader.user)[:RUNS],
    }
    return _answer(request, tasks, choice, shown)


def _answer(
    request: HttpRequest, tasks: QuerySet[WorkItem], choice: Choice, shown: dict[str, Any]
) -> HttpResponse:
    if request.method != "POST":
        return _choosing(request, tasks, choice, shown)
    if request.POST.get("do") == DO and (run := orders.known(choice.key, officer_of(request))):
        return redirect("portal:bulk_run", run.pk)  # pressed twice
    if choice.offer is None:
        refusal = _("Hãy chọn việc cần làm.")
        return _choosing(request, tasks, choice, shown, refusal)
    wanted = _wanted(tasks, choice)
    if not wanted:
        return _choosing(request, tasks, choice, shown, _("Hãy chọn ít nhất một hồ sơ."))
    if request.POST.get("do") != DO:
        return _confirming(request, wanted, choice, shown)
    return _do(request, wanted, choice, shown)


def _read(given: QueryDict, offer: Offer | None) -> Choice:
    told, last = row_id(given.get("told", "")), row_id(given.get("last", ""))
    ids = offered.ids_in(" ".join(given.getlist("id")[:SHOWN]), SHOWN)
    choice = Choice(offer, given.get("loc", "")[:20], ids, "all" in given, last or 0, told)
    key = given.get("do-key", "")
    if len(key) == 32 and key.isalnum():
        choice.key = key
    return choice


def _wanted(tasks: QuerySet[WorkItem], choice: Choice) -> list[WorkItem]:
    """The chosen tasks that are still there, what is due first on top; one more than an order takes
    tells too many.
    """
    assert choice.offer is not None  # noqa: S101 - the caller asked
    fit = offered.fitting(tasks, choice.offer).defer(*HEAVY)
    if not choice.every:
        fit = fit.filter(pk__in=choice.ids)
    elif choice.last:
        fit = fit.filter(pk__lte=choice.last)  # what came since was not looked at
    return list(fit[: orders.MOST + 1])


def _choosing(
    request: HttpRequest,
    tasks: QuerySet[WorkItem],
    choice: Choice,
    shown: dict[str, Any],
    refusal: str = "",
) -> HttpResponse:
    if choice.offer is not None:
        fit = offered.fitting(tasks, choice.offer)
        listed = list(fit.defer(*HEAVY)[:SHOWN])
        shown["rows"] = rows_of(listed, officer_of(request), timezone.now())
        shown["count"] = fit.order_by().count()
        shown["last"] = fit.order_by().aggregate(last=Max("pk"))["last"] or 0
        shown["ticked"] = set(choice.ids)
    page = {**shown, "refusal": refusal}
    return render(request, "portal/office/many.html", page, status=422 if refusal else 200)


def _confirming(
    request: HttpRequest,
    wanted: list[WorkItem],
    choice: Choice,
    shown: dict[str, Any],
    refusal: str = "",
    status: int = 200,
    ask_code: bool = False,
) -> HttpResponse:
    assert choice.offer is not None  # noqa: S101 - the caller asked
    example = wanted[0]
    page = {
        **shown,
        "count": len(wanted),
        "button": _button(choice.offer, len(wanted)),
        "example": example.process,
        "consequences": _consequences(choice.offer, example.process),
        "last": choice.last or max(item.pk for item in wanted),
        "refusal": refusal,
        "ask_code": ask_code,
        "most": orders.MOST,
        "too_many": len(wanted) > orders.MOST,
    }
    return render(request, "portal/office/many_confirm.html", page, status=status)


def _button(offer: Offer, count: int) -> str:
    """What pressing it does: “Ký duyệt: 37 hồ sơ”."""
    told = ngettext("%(act)s: %(count)d hồ sơ", "%(act)s: %(count)d hồ sơ", count)
    return told % {"act": offer.title, "count": count}


def _consequences(offer: Offer, example: Dossier) -> list[str]:
    """What it does to one of them, in the words of its own page."""
    if offer.outcome is None:
        return [_("Bạn giữ các việc này; đồng nghiệp thấy bạn đang giữ.")]
    roles = {role.slug: role for role in Role.objects.all()}
    return consequences(offer.outcome, example, offer.definition, roles)


def _do(
    request: HttpRequest, wanted: list[WorkItem], choice: Choice, shown: dict[str, Any]
) -> HttpResponse:
    offer, officer = choice.offer, officer_of(request)
    assert offer is not None  # noqa: S101 - the caller asked
    if choice.told is not None and choice.told != len(wanted):
        refusal = _("Danh sách đã đổi từ lúc bạn xem. Hãy xem lại rồi xác nhận.")
        return _confirming(request, wanted, choice, shown, refusal, 409)
    if offer.binds and not step_up(request):
        needed = _(
            "Việc này mang chữ ký hoặc con dấu: hãy nhập mã xác thực đang hiện trên điện thoại."
        )
        refusal = why_not(request, needed)
        return _confirming(request, wanted, choice, shown, refusal, 422, ask_code=True)
    queue: engine.Queue = shown["queue"]
    about = orders.Wanted(
        offer.act,
        offer.parameters,
        offer.version,
        offer.step.id,
        queue.authority,
        queue.role.slug,
    )
    try:
        run = orders.order(about, wanted, officer, get_language() or "vi", choice.key)
    except ActRefused as refused:
        return _confirming(request, wanted, choice, shown, str(refused), status_of(refused))
    return redirect("portal:bulk_run", run.pk)
