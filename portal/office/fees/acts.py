"""What the cashier does with one fee, one row of a statement, one refund."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from payments import money
from payments.models import FeeRequest, Gateway, Refund, StatementRow
from portal.account.second_factor_pages import step_up, why_not
from portal.http.refusals import status_of
from portal.office.fees.cashier import REFUNDS, ROWS, WAITING, desks_of, page
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of, standing_of
from portal.shared.twins import told_of
from workflows import actions
from workflows.applicant import twins
from workflows.errors import ActRefused, Incomplete, WrongState
from workflows.models import DossierFee
from workflows.payments_in import reconciliation
from workflows.reading_rights import What


def cashier_fee(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows one fee; POST notes that it came, in cash or by a transfer the cashier sees in the
    account.
    """
    fees = FeeRequest.objects.filter(payee__in=desks_of(request)).select_related("payee")
    fee = get_object_or_404(fees, reference=code)
    if request.method != "POST":
        return _fee_page(request, fee)
    try:
        actions.receive_payment(fee, _received(request, fee), officer_of(request), must_settle=True)
    except ActRefused as refused:
        return _fee_page(request, fee, str(refused), status_of(refused))
    messages.success(
        request,
        _("Đã ghi nhận phí của hồ sơ %(code)s; biên lai đang được lập.") % {"code": fee.purpose},
    )
    return redirect("portal:cashier")


def _received(request: HttpRequest, fee: FeeRequest) -> money.Received:
    officer, now = officer_of(request), timezone.now()
    if request.POST.get("way") == Gateway.CASH:
        return money.Received(
            Gateway.CASH, money.cash_number(fee), fee.amount, now, noted_by=officer
        )
    number = request.POST.get("number", "").strip()[:60]
    if request.POST.get("way") != Gateway.BANK:
        raise Incomplete(_("Hãy chọn cách nộp."))
    if not number:
        raise Incomplete(_("Hãy ghi số tham chiếu của giao dịch trên sao kê."))
    return money.Received(Gateway.BANK, number, fee.amount, now, noted_by=officer)


def _fee_page(
    request: HttpRequest, fee: FeeRequest, refusal: str = "", status: int = 200
) -> HttpResponse:
    link = get_object_or_404(
        DossierFee.objects.select_related("dossier__version__procedure"), request=fee
    )
    shown = {
        **frame(reader_of(request), timezone.now(), "cashier"),
        "fee": fee,
        "dossier": link.dossier,
        "opens": standing_of(request, link.dossier).may(What.DOSSIER),
        "twins": told_of(twins.paid(link.dossier), officer_of(request)),
        "payments": fee.payments.select_related("noted_by"),
        "refusal": refusal,
        "way": request.POST.get("way", ""),
        "number": request.POST.get("number", "")[:60],
    }
    return render(request, "portal/office/cashier_fee.html", shown, status=status)


def cashier_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose money a row of a statement is: a dossier's fee, to be given back, or none of ours."""
    rows = StatementRow.objects.filter(statement__payee__in=desks_of(request))
    row, officer = get_object_or_404(rows, pk=pk), officer_of(request)
    code = request.POST.get("code", "").strip()[:40]
    acts: dict[str, Callable[[], None]] = {
        "assign": lambda: reconciliation.assign(row, officer, code),
        "give_back": lambda: reconciliation.give_back(row, officer),
        "set_aside": lambda: reconciliation.set_aside(row, officer),
    }
    chosen = acts.get(request.POST.get("act", ""))
    return _do(request, chosen, ROWS, _("Đã giải quyết dòng sao kê."), row=row.pk, code=code)


def cashier_refund(request: HttpRequest, pk: int) -> HttpResponse:
    """The cashier sent the money back, or says why it stays; with the second factor, as money
    leaves the house.
    """
    refunds = Refund.objects.filter(payment__request__payee__in=desks_of(request)).select_related(
        "payment"
    )
    owed, officer = get_object_or_404(refunds, pk=pk), officer_of(request)
    number, reason = request.POST.get("number", "")[:60], request.POST.get("reason", "")[:1000]
    typed = {
        "refund": owed.pk,
        "number": number,
        "reason": reason,
        "pressed": request.POST.get("act", ""),
    }
    if not step_up(request):
        sentence = why_not(
            request, _("Hoàn trả tiền cần xác thực: hãy nhập mã đang hiện trên điện thoại.")
        )
        return page(request, REFUNDS, sentence, 422, ask_code=True, **typed)
    acts: dict[str, Callable[[], object]] = {
        "refund": lambda: actions.refund(owed, officer, number, reason),
        "keep": lambda: actions.keep_payment(owed, officer, reason),
    }
    return _do(
        request,
        acts.get(request.POST.get("act", "")),
        REFUNDS,
        _("Đã ghi nhận việc hoàn trả."),
        **typed,
    )


def _do(
    request: HttpRequest,
    act: Callable[[], object] | None,
    view: str,
    sentence: str,
    **typed: object,
) -> HttpResponse:
    try:
        if act is None:
            raise WrongState(_("Hãy chọn việc cần làm."))
        act()
    except ActRefused as refused:
        return page(request, view, str(refused), status_of(refused), **typed)
    messages.success(request, sentence)
    return redirect(f"{reverse('portal:cashier')}?xem={view if view != WAITING else ''}")
