"""The bank of the demo: a page like a gateway's, whose buttons send the real signed call and the
real signed return.

The call goes to the function behind the gateway's address, not over the network: this page can be
made to open no address. The return address is one that our own signed order named.
"""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from payments.gateways import GATEWAYS, vnpay
from payments.models import Gateway
from workflows.payments_in import gateway_notices

#: What the visitor presses → the gateway's two codes, and the words.
OUTCOMES: dict[str, tuple[str, str, Promise]] = {
    "paid": ("00", "00", _("Thanh toán thành công")),
    "cancelled": ("24", "02", _("Hủy giao dịch")),
    "no_funds": ("51", "02", _("Tài khoản không đủ số dư")),
}


def bank_simulator(request: HttpRequest) -> HttpResponse:
    """GET shows the order as a bank would; POST lets it succeed or fail, calls us, and sends the
    payer back.
    """
    order = vnpay.own(request.GET.dict())
    if not vnpay.is_genuine(order):
        return render(request, "portal/payment/simulator.html", {"faulty": True}, status=400)
    outcome = OUTCOMES.get(request.POST.get("outcome", ""))
    if request.method == "POST" and outcome is not None:
        told = vnpay.signed(_said(order, *outcome[:2]))
        gateway_notices.hear(GATEWAYS[Gateway.VNPAY], told)
        return redirect(f"{order['vnp_ReturnUrl']}?{urlencode(told)}")
    page = {
        "amount": vnpay.read(order).amount,
        "about": order.get("vnp_OrderInfo", ""),
        "terminal": order.get("vnp_TmnCode", ""),
        "outcomes": [(name, words) for name, (_code, _status, words) in OUTCOMES.items()],
    }
    return render(request, "portal/payment/simulator.html", page)


def _said(order: dict[str, str], response: str, status: str) -> dict[str, str]:
    return {
        "vnp_TmnCode": order.get("vnp_TmnCode", ""),
        "vnp_Amount": order.get("vnp_Amount", ""),
        "vnp_BankCode": "NCB",
        "vnp_CardType": "ATM",
        "vnp_OrderInfo": order.get("vnp_OrderInfo", ""),
        "vnp_PayDate": f"{timezone.now().astimezone(vnpay.ZONE):{vnpay.MOMENT}}",
        "vnp_ResponseCode": response,
        "vnp_TransactionNo": str(secrets.randbelow(10**12)) if response == vnpay.SUCCESS else "0",
        "vnp_TransactionStatus": status,
        "vnp_TxnRef": order.get("vnp_TxnRef", ""),
    }
