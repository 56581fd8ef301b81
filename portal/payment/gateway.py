"""The gateway's own call, which settles, and the payer's return from it, which only shows."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from payments import vnpay
from payments.models import Attempt
from portal.limits import Limit, address_of
from workflows import payment_notices
from workflows.models import DossierFee

log = logging.getLogger(__name__)

#: Forged calls of one address; a genuine one is never refused, whoever shares its address.
FORGERIES = Limit("forged payment notices", times=60, seconds=60)
#: What the gateway's codes mean for the payer.
WHY: dict[str, Promise] = {
    "24": _("Bạn đã hủy giao dịch ở trang của ngân hàng."),
    "11": _("Đã hết thời gian chờ thanh toán ở trang của ngân hàng."),
    "51": _("Tài khoản không đủ số dư."),
    "07": _("Ngân hàng đang kiểm tra giao dịch này vì nghi ngờ gian lận; hãy liên hệ ngân hàng."),
    "65": _("Tài khoản đã vượt hạn mức giao dịch trong ngày."),
}


@never_cache
def payment_notice(request: HttpRequest) -> HttpResponse:
    """VNPay's call (IPN): answered {RspCode, Message}; on any fault of ours 99, so that it calls again."""
    told = request.GET.dict()
    if not vnpay.is_genuine(vnpay.own(told)):
        status = 200 if FORGERIES.take(address_of(request)) else 429
        return JsonResponse(payment_notices.FORGED, status=status)
    try:
        return JsonResponse(payment_notices.hear(told))
    except Exception as error:  # whatever it is: money was paid, and the gateway must tell us again
        log.error("payment notice failed: %s", type(error).__name__)
        return JsonResponse(payment_notices.FAILED)


@never_cache
def payment_return(request: HttpRequest) -> HttpResponse:
    """The payer comes back. What is shown as paid is what the gateway's own call has settled."""
    told = vnpay.own(request.GET.dict())
    notice = vnpay.read(told) if vnpay.is_genuine(told) else None
    attempt = payment_notices.attempt_of(notice) if notice else None
    if notice is None or attempt is None:
        return render(request, "portal/payment/return.html", {"unreadable": True}, status=400)
    page = {
        "attempt": attempt,
        "paid": attempt.state == Attempt.State.PAID,
        "failed": attempt.state == Attempt.State.FAILED or not notice.succeeded,
        "why": WHY.get(notice.codes.get("vnp_ResponseCode", ""), ""),
        "code": _own_dossier(request, attempt),
    }
    return render(request, "portal/payment/return.html", page)


def _own_dossier(request: HttpRequest, attempt: Attempt) -> str:
    """The dossier's code, for its applicant alone; one that was filed without an account is nobody's."""
    if not request.user.is_authenticated:
        return ""
    link = DossierFee.objects.select_related("dossier").filter(request=attempt.request_id).first()
    return link.dossier.code if link and link.dossier.applicant_id == request.user.pk else ""
