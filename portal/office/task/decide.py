"""One task: the officer reads the dossier and decides. Nothing typed is ever lost, and a double
click does one act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.binding import hushed
from foundation.languages import in_language
from organisations import covers
from organisations.models import User
from portal.account.second_factor_pages import step_up, why_not
from portal.http import held_form
from portal.http.refusals import status_of
from portal.http.typed_form import words_in
from portal.office.dossier.register_match import picked_entry
from portal.office.dossier.views import Case, page_of
from portal.office.shared.task_row import step_title
from portal.office.task import outcomes, typed_decision
from portal.office.task.consequences import binds
from portal.office.task.outcomes import Choice
from portal.office.task.typed_decision import Decision
from portal.shared.desk_visitor import is_asked, item_for, officer_of, standing_of
from workflows import actions, permissions
from workflows.actions import ways_back
from workflows.applicant import amendments
from workflows.applicant.supplements import ASK
from workflows.definition import (
    Consult,
    Council,
    End,
    Gate,
    Issue,
    Pay,
    Reply,
    Step,
    Wait,
    of_every_kind,
)
from workflows.errors import ActRefused
from workflows.models import WorkItem
from workflows.published import definition_of
from workflows.reading_rights import What
from workflows.reports import queues

# every other button changes what is shown and decides nothing
DECIDE, FIND = "do-decide", ("do-pick", "do-find")
#: Taking the task or giving it back, from its own page: what was typed there stays.
HOLD = {
    "do-claim": (actions.claim, gettext_lazy("Bạn đã nhận hồ sơ %(code)s.")),
    "do-release": (actions.release, gettext_lazy("Hồ sơ %(code)s đã trở về hàng chờ.")),
}


Neighbours = tuple[WorkItem | None, WorkItem | None]


@dataclass(frozen=True)
class Screen:
    """Where a task is decided: its page and address, which tasks lie beside it, and what else the
    page shows. After a decision the next one opens by itself, after the last one `end`.
    """

    template: str = "portal/office/work.html"
    address: str = "portal:work"
    before_pk: tuple[str, ...] = ()  # what stands in the address before the task's id
    end: str = "portal:desk"
    neighbours: Callable[[User, WorkItem], Neighbours] = queues.neighbours
    more: Callable[[Case], Mapping[str, Any]] = field(default=lambda _case: {})

    def of(self, item: WorkItem) -> str:
        """The address of a task here."""
        return reverse(self.address, args=[*self.before_pk, item.pk])

    def ended(self) -> str:
        """Where one comes to after the last."""
        return reverse(self.end, args=self.before_pk)


OWN_PAGE = Screen()


def work(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the task; POST decides it, or changes what is looked at. A finished task shows its
    dossier.
    """
    item = item_for(request, pk)
    return PAGES[item.place.kind](request, item)


def on_screen(request: HttpRequest, item: WorkItem, screen: Screen = OWN_PAGE) -> HttpResponse:
    """A person's step: what is shown, looked at or decided of it."""
    if item.finished and request.method == "GET":
        return _to_dossier(request, item)
    step = item.place
    again = held_form.take(request, stays=True)
    if request.method == "GET" and again is None:
        return _page(request, item, typed_decision.blank(item, step), screen, wanted=request.GET)
    if again is not None:
        request.POST = again  # type: ignore[assignment]  # as it was typed before the session ended
    typed = typed_decision.read(request, item, step)
    if DECIDE in request.POST and again is None:
        return _decide(request, item, typed, screen)
    if typed.fields:
        hushed(typed.fields)
    hold = next((name for name in HOLD if name in request.POST and again is None), "")
    if hold:
        return _hold(request, item, typed, hold, screen)
    return _page(
        request,
        item,
        typed,
        screen,
        wanted={**request.POST.dict(), **_looked_at(request), **request.GET.dict()},
    )


def _to_council(request: HttpRequest, item: WorkItem) -> HttpResponse:
    """To the council's page; to the dossier for who sees only who has the task."""
    if standing_of(request, item.process).may(What.NOTES):
        return redirect("portal:task_council", pk=item.pk)
    return _to_dossier(request, item)


def _to_question(request: HttpRequest, item: WorkItem) -> HttpResponse:
    """To the question, for who is asked; to the dossier for who only reads it."""
    return (
        redirect("portal:consultation", item.pk)
        if is_asked(request, item)
        else _to_dossier(request, item)
    )


def _to_dossier(request: HttpRequest, item: WorkItem) -> HttpResponse:
    return redirect("portal:office_dossier", code=item.process.code)


#: The page on which a task of each kind is done.
PAGES: dict[str, Callable[[HttpRequest, WorkItem], HttpResponse]] = of_every_kind(
    "pages of tasks (portal.office.task.decide)",
    {
        Step: on_screen,
        Wait: _to_dossier,
        Reply: _to_dossier,
        Pay: _to_dossier,
        Issue: _to_dossier,
        Consult: _to_question,
        Council: _to_council,
        Gate: _to_dossier,
        End: _to_dossier,
    },
)


def _hold(
    request: HttpRequest, item: WorkItem, given: Decision, how: str, screen: Screen
) -> HttpResponse:
    act, sentence = HOLD[how]
    try:
        act(item, officer_of(request))
    except ActRefused as refused:
        return _page(request, item, given, screen, refusal=str(refused), status=status_of(refused))
    item = item_for(request, item.pk)
    messages.success(request, sentence % {"code": item.process.code})
    return _page(request, item, given, screen, wanted=request.POST.dict())


def _looked_at(request: HttpRequest) -> dict[str, str]:
    """What a button that decides nothing asks to see: the register, or the view and paper it
    names.
    """
    if any(button in request.POST for button in FIND):
        return {"xem": "so-goc"}
    return dict(parse_qsl(request.POST.get("do-look", "")[:200]))


def _decide(request: HttpRequest, item: WorkItem, given: Decision, screen: Screen) -> HttpResponse:
    refusal = _refusal_before(given) or typed_decision.lacks(given, item)
    if refusal:
        return _page(request, item, given, screen, refusal=refusal, status=422)
    if _must_be_confirmed(item, given) and not step_up(request):
        refusal = why_not(
            request,
            _("Việc này mang chữ ký hoặc con dấu: hãy nhập mã xác thực đang hiện trên điện thoại."),
        )
        return _page(request, item, given, screen, refusal=refusal, status=422, ask_code=True)
    officer = officer_of(request)
    before, after = screen.neighbours(officer, item)
    try:
        _act(item, officer, given)
    except ActRefused as refused:
        return _page(request, item, given, screen, refusal=str(refused), status=status_of(refused))
    following = after or before
    messages.success(request, _done(item, given, following))
    return redirect(screen.of(following) if following else screen.ended())


def _act(item: WorkItem, officer: User, given: Decision) -> None:
    """The outcome of the step, or the way back that the engine offers beside them."""
    typed, back_to = given.typed, ways_back.target_of(given.typed.outcome)
    reason, files = typed.whole_reason(typed.outcome), [str(stored.pk) for stored in typed.attached]
    if back_to:
        actions.bring_back(item, officer, back_to, reason, typed.key, given.values(), files)
    else:
        asked, seen = given.asked(), typed.seen
        actions.decide(
            *(item, officer, typed.outcome, given.values(), reason, typed.key, files, asked, seen)
        )


def _must_be_confirmed(item: WorkItem, given: Decision) -> bool:
    """Signing and sealing ask for the second factor again."""
    return given.chosen is not None and binds(given.chosen, definition_of(item.process.version))


def _refusal_before(given: Decision) -> str:
    """What the page itself can say before the engine is asked."""
    if given.typed.errors:
        return given.typed.errors[0]
    if not given.typed.outcome:
        return _("Hãy chọn một trong các kết quả xử lý.")
    outcome = given.chosen
    if outcome and outcome.act == ASK and not given.asked():
        return _("Hãy đánh dấu giấy tờ hoặc phần của biểu mẫu mà người nộp phải bổ sung.")
    if given.fields and not given.fields.is_valid():
        return _("Hãy sửa những ô được đánh dấu bên dưới.")
    return ""


def _done(item: WorkItem, given: Decision, following: WorkItem | None) -> str:
    """What was done, with a way back to the dossier, and which one is open now: the page has moved
    on by itself.
    """
    title = in_language(given.chosen.title) if given.chosen else _("Trả lại bước trước")
    address = reverse("portal:office_dossier", args=[item.process.code])
    done = format_html('{}: <a href="{}">{}</a>.', title, address, item.process.code)
    if following is None:
        return format_html("{} {}", done, _("Hàng chờ này không còn việc nào khác cho bạn."))
    opened = {"code": following.process.code, "step": step_title(following)}
    now_open = _("Đang mở hồ sơ tiếp theo: %(code)s, bước “%(step)s”.") % opened
    return format_html("{} {}", done, now_open)


def _page(
    request: HttpRequest,
    item: WorkItem,
    given: Decision,
    screen: Screen,
    *,
    wanted: Mapping[str, Any] | None = None,
    refusal: str = "",
    status: int = 200,
    ask_code: bool = False,
) -> HttpResponse:
    officer, dossier = officer_of(request), item.process
    standing = standing_of(request, dossier)
    case = Case(
        dossier, item, wanted or {"xem": request.POST.get("xem", "")}, standing, given.typed.entry
    )
    cards = outcomes.choices_of(given, dossier, case.definition)
    may_decide = item.finished is None and permissions.may_decide(officer, item)
    post = permissions.post_on(officer, item)
    same_person = not permissions.is_other_person(officer, item, case.definition, post)
    preview = next((card.outcome.id for card in cards if card.is_draft_shown), "")
    shown = {
        **page_of(case, preview),
        "decision": given,
        "cards": cards,
        "other_words": _other_words(request, cards),
        "entry": picked_entry(dossier, given.typed.entry) if case.may(What.REGISTER) else {},
        "refusal": refusal,
        "ask_code": ask_code,
        "step": given.step,
        "in_stead": covers.stands_in(post.cover_id) if post and may_decide else None,
        "mine": item.owner_id == officer.pk,
        "may_decide": may_decide,
        "same_person": same_person,
        "may_pick": may_decide and not same_person and bool(given.entry_field),
        "others": permissions.holders_of(item) if permissions.may_reassign(officer, item) else [],
        "neighbours": screen.neighbours(officer, item),
        "action": screen.of(item),
        "amended": _amended(item, case) if case.may(What.DOSSIER) else [],
        **screen.more(case),
    }
    return render(request, screen.template, shown, status=status)


def _amended(item: WorkItem, case: Case) -> list[dict[str, Any]]:
    """What the applicant corrected of their own accord since the task came, the first one first."""
    if not item.is_amended:  # as `item_for` read it
        return []
    return [
        {"entry": entry, "fields": amendments.labels(entry, case.definition)}
        for entry in amendments.since(item.process)
        if entry.at >= item.created
    ]


def _other_words(request: HttpRequest, cards: list[Choice]) -> list[str]:
    """All that was written into the panel but for the reasons that stand beside what is to be
    supplied.
    """
    told = {one.reason for card in cards if card.chosen for one in card.items if one.ticked}
    return [words for words in words_in(request) if words not in told]
