"""A dossier outside a task: who has to do with it reads what the table gives them, and does what is
of the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.recording import is_reached_by_mail
from organisations.calendar.working_time import calendar_for
from organisations.models import Authority, User
from payments.models import FeeRequest
from portal.account.second_factor_pages import step_up, why_not
from portal.http.refusals import status_of
from portal.office.dossier.views import Case, page_of
from portal.shared.desk_visitor import dossier_for, officer_of, reader_of, standing_of
from portal.wording.dates import read_date
from workflows import actions, fee_requests, permissions
from workflows.applicant import supplements
from workflows.deadlines import extensions
from workflows.definition import AnyStep, Consult, Definition
from workflows.errors import ActRefused
from workflows.models import Dossier, Entry, WorkItem
from workflows.process import competence
from workflows.published import definition_of
from workflows.reading_rights import What


def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier with its history; the open task, if this officer may take it, is one link
    away.
    """
    try:
        return page(request, dossier_for(request, code))
    except Http404:
        own = reader_of(request).questions().filter(process__code=code).order_by("-pk").first()
        if own is None:
            raise
        # the question is all that is shown to who was only asked
        return redirect("portal:consultation", own.pk)


def extend(request: HttpRequest, code: str) -> HttpResponse:
    """The head signs the apology and puts the due time off; once, and with the second factor, as
    for any signature.
    """
    return _apologise(request, code, actions.extend)


def apologise(request: HttpRequest, code: str) -> HttpResponse:
    """The head signs the apology for what can be extended no more, and names the day of the
    result.
    """
    promised = read_date(request.POST.get("promised", ""))
    if promised is None:
        refusal = _("Hãy ghi ngày hẹn trả mới, ví dụ 23/11/2026.")
        return page(
            request, dossier_for(request, code), refusal=refusal, status=422, **_typed(request)
        )

    def act(found: Dossier, officer: User, reason: str, key: str | None) -> Entry:
        return actions.apologise(found, officer, reason, promised, key)

    return _apologise(request, code, act)


def _apologise(
    request: HttpRequest, code: str, act: Callable[[Dossier, User, str, str | None], Entry]
) -> HttpResponse:
    found = dossier_for(request, code)
    if not step_up(request):
        sentence = why_not(
            request,
            _("Phiếu xin lỗi mang chữ ký của bạn: hãy nhập mã xác thực đang hiện trên điện thoại."),
        )
        return page(request, found, refusal=sentence, ask_code=True, status=422, **_typed(request))
    paper = _(
        "Đã ký phiếu xin lỗi hồ sơ %(code)s. Người nộp không có thư điện tử: hãy in phiếu ở phần"
        " Văn bản, thư."
    )
    letter = _("Đã ký phiếu xin lỗi hồ sơ %(code)s và gửi cho người nộp.")
    return _act(request, code, act, letter if is_reached_by_mail(found) else paper)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was written in the apology, to be shown again when it is refused."""
    return {
        "reason": request.POST.get("reason", "")[:2000],
        "promised": request.POST.get("promised", "")[:10],
    }


def allow_again(request: HttpRequest, code: str) -> HttpResponse:
    """The head lets one more request for a supplement name what an earlier one left out."""
    return _act(
        request, code, actions.allow_again, _("Đã cho phép yêu cầu bổ sung thêm hồ sơ %(code)s.")
    )


def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier goes to the authority that is competent for it."""
    found = dossier_for(request, code)
    wanted = request.POST.get("to", "")
    to = next((one for one in _takers(found, officer_of(request)) if one.slug == wanted), None)
    if to is None:
        reason = request.POST.get("reason", "")[:2000]
        return page(
            request, found, refusal=_("Hãy chọn cơ quan có thẩm quyền."), reason=reason, status=422
        )

    def act(dossier: Dossier, officer: User, reason: str, key: str | None) -> Entry:
        return actions.hand_over(dossier, officer, to, reason, key)

    answer = _act(request, code, act, _("Đã chuyển hồ sơ %(code)s theo thẩm quyền."))
    is_ours = reader_of(request).towards(Dossier.objects.get(pk=found.pk)).may(What.DOSSIER)
    # it is no business of this office any more
    return answer if is_ours else redirect("portal:desk")


def exempt(request: HttpRequest, code: str) -> HttpResponse:
    """The head decides that no fee need be paid, on a ground that they state and with the second
    factor.
    """
    if not step_up(request):
        sentence = why_not(
            request, _("Quyết định miễn phí cần xác thực: hãy nhập mã đang hiện trên điện thoại.")
        )
        typed = {"reason": request.POST.get("reason", "")[:2000], "ask_code": True}
        return page(request, dossier_for(request, code), refusal=sentence, status=422, **typed)
    return _act(request, code, actions.exempt, _("Đã miễn phí cho hồ sơ %(code)s."))


def stop(request: HttpRequest, code: str) -> HttpResponse:
    """The office confirms that it stops, as the applicant asked, and issues the notice."""
    return _act(
        request, code, actions.stop, _("Đã dừng xử lý hồ sơ %(code)s theo yêu cầu của công dân.")
    )


def _act(
    request: HttpRequest,
    code: str,
    act: Callable[[Dossier, User, str, str | None], Entry],
    sentence: str,
) -> HttpResponse:
    found = dossier_for(request, code)
    reason = request.POST.get("reason", "").strip()[:2000]
    try:
        act(found, officer_of(request), reason, request.POST.get("key", "")[:64] or None)
    except ActRefused as refused:
        return page(request, found, refusal=str(refused), reason=reason, status=status_of(refused))
    messages.success(request, sentence % {"code": found.code})
    return redirect("portal:office_dossier", code=found.code)


def page(request: HttpRequest, found: Dossier, status: int = 200, **typed: Any) -> HttpResponse:
    """The dossier's page; `typed` is what was sent and refused: shown again, in the form it was
    sent from.
    """
    officer = officer_of(request)
    item, is_own = _open_item(found, officer)
    wanted = {"xem": typed["opening"]} if "opening" in typed else request.GET
    case = Case(found, item, wanted, standing_of(request, found))
    step = case.definition.step(item.step) if item else None
    shown = {
        **page_of(case),
        "step": step,
        "may_work": is_own and step is not None and bool(step.outcomes),
        "may_give_opinion": is_own and isinstance(step, Consult),
        **_promise(found, officer, case.definition),
        "takers": _takers(found, officer),
        "may_allow_again": _may_allow_again(found, officer, step),
        "fees": _fees(case),
        "may_exempt": permissions.may_exempt(officer, found),
        "may_stop": permissions.may_stop(officer, found),
        "may_amend": permissions.is_of_counter(found) and permissions.may_amend(officer, found),
        "may_supply": permissions.is_of_counter(found) and permissions.may_supply(officer, found),
        "key": uuid4().hex,
        **_sent(request),
        **typed,
    }
    return render(request, "portal/office/dossier.html", shown, status=status)


def _fees(case: Case) -> list[FeeRequest]:
    """Asked only where its procedure has one."""
    is_asked = case.may(What.MONEY) and any(step.fee for step in case.definition.steps)
    return list(fee_requests.of(case.dossier)) if is_asked else []


def _sent(request: HttpRequest) -> dict[str, str]:
    """Which form was sent, and what was chosen in it."""
    if request.method != "POST" or request.resolver_match is None:
        return {}
    sent = {"sent": request.resolver_match.url_name or "", "to": request.POST.get("to", "")}
    promised = {"promised": request.POST["promised"][:10]} if "promised" in request.POST else {}
    return {**sent, **promised}


def _may_allow_again(found: Dossier, officer: User, step: AnyStep | None) -> bool:
    """Offered where the open step may ask for a supplement, once one was asked."""
    asks = any(outcome.act == supplements.ASK for outcome in (step.outcomes if step else ()))
    return (
        asks and permissions.may_allow_again(officer, found) and bool(supplements.requests(found))
    )


def _takers(found: Dossier, officer: User) -> list[Authority]:
    """To whom this officer may hand the dossier over; none while it is not theirs to give, or not
    movable.
    """
    if not permissions.may_hand_over(officer, found) or not actions.is_movable(found):
        return []
    return competence.candidates(found, definition_of(found.version))


def _promise(found: Dossier, officer: User, definition: Definition) -> dict[str, Any]:
    """What this officer may still promise: the extension, or an apology with another day once it is
    too late for it.
    """
    now = timezone.now()
    may = permissions.may_extend(officer, found)
    late = may and extensions.may_only_apologise(found, definition, now)
    suggested = (
        calendar_for(found.deciding).next_working_day(timezone.localdate(now)) if late else None
    )
    return {
        "may_extend": may and extensions.may_still_extend(found, definition, now),
        "may_apologise": late,
        "promised": f"{suggested:%d/%m/%Y}" if suggested else "",
        "is_late": found.due_at is not None and now > found.due_at,
    }


def _open_item(found: Dossier, officer: User) -> tuple[WorkItem | None, bool]:
    """The open task that this officer may take (where several are asked in parallel, their own),
    else the first one.
    """
    rows = WorkItem.objects.filter(process=found, finished__isnull=True).select_related(
        "authority", "owner"
    )
    items = list(rows.order_by("id"))
    for item in items:
        item.process = found
    own = next((item for item in items if permissions.may_claim(officer, item)), None)
    return own or (items[0] if items else None), own is not None
