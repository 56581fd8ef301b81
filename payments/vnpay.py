"""VNPay 2.1.0: the address a payer is sent to, and what the gateway tells us afterwards.

Every message is signed: HMAC-SHA512 over the parameters sorted by name, encoded as a form (a blank is "+"). The payer's
own return proves nothing and is only shown; the gateway's call (IPN) settles.
Source: sandbox.vnpayment.vn/apis, "Thanh toán PAY", version 2.1.0.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

from payments.models import Attempt

VERSION, COMMAND = "2.1.0", "pay"
MINUTES = 15  # a payer has this long at the bank
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # GMT+7, as the gateway writes times
MOMENT = "%Y%m%d%H%M%S"
UNSIGNED = frozenset({"vnp_SecureHash", "vnp_SecureHashType"})
KEPT_CODES = (
    *("vnp_ResponseCode", "vnp_TransactionStatus", "vnp_BankCode", "vnp_BankTranNo", "vnp_CardType", "vnp_PayDate"),
)
SUCCESS = "00"

Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Notice:
    """What the gateway says of one try to pay. `amount` in đồng; None when it is not a whole number of them."""

    terminal: str
    reference: str
    number: str
    amount: int | None
    paid_at: dt.datetime | None
    succeeded: bool
    codes: dict[str, str]


def is_offered() -> bool:
    """True when the site has an account with the gateway (or the demo's own bank page)."""
    return bool(settings.VNPAY_URL and settings.VNPAY_TMN_CODE and settings.VNPAY_HASH_SECRET)


def payment_address(attempt: Attempt, return_url: str, client_address: str, now: dt.datetime) -> str:
    """Where the payer is sent: the gateway's page with the signed order."""
    local = now.astimezone(ZONE)
    order = {
        "vnp_Version": VERSION,
        "vnp_Command": COMMAND,
        "vnp_TmnCode": settings.VNPAY_TMN_CODE,
        "vnp_Amount": str(attempt.amount * 100),
        "vnp_CurrCode": "VND",
        "vnp_TxnRef": attempt.reference,
        "vnp_OrderInfo": f"Nop phi, ma thanh toan {attempt.reference}",
        "vnp_OrderType": "other",
        "vnp_Locale": "vn",
        "vnp_ReturnUrl": return_url,
        "vnp_IpAddr": client_address,
        "vnp_CreateDate": f"{local:{MOMENT}}",
        "vnp_ExpireDate": f"{local + dt.timedelta(minutes=MINUTES):{MOMENT}}",
    }
    return f"{settings.VNPAY_URL}?{urlencode(signed(order))}"


def signed(parameters: Parameters, secret: str = "") -> dict[str, str]:
    """The parameters with their signature."""
    return {**parameters, "vnp_SecureHash": signature(parameters, secret or settings.VNPAY_HASH_SECRET)}


def signature(parameters: Parameters, secret: str) -> str:
    """HMAC-SHA512 in hexadecimal; empty values and the signature itself are left out."""
    kept = sorted((name, value) for name, value in parameters.items() if value and name not in UNSIGNED)
    return hmac.new(secret.encode(), urlencode(kept).encode(), hashlib.sha512).hexdigest()


def is_genuine(parameters: Parameters, secret: str = "") -> bool:
    """True when whoever knows our secret signed it."""
    secret = secret or settings.VNPAY_HASH_SECRET
    given = parameters.get("vnp_SecureHash", "").lower()
    return bool(secret) and hmac.compare_digest(signature(parameters, secret).encode(), given.encode())


def own(parameters: Parameters) -> dict[str, str]:
    """The gateway's parameters alone: others that a proxy adds are not signed."""
    return {name: value for name, value in parameters.items() if name.startswith("vnp_")}


def read(parameters: Parameters) -> Notice:
    """What a genuine message says."""
    codes = {name: parameters[name][:60] for name in KEPT_CODES if parameters.get(name)}
    outcome = (codes.get("vnp_ResponseCode"), codes.get("vnp_TransactionStatus"))
    return Notice(
        terminal=parameters.get("vnp_TmnCode", ""),
        reference=parameters.get("vnp_TxnRef", ""),
        number=parameters.get("vnp_TransactionNo", "")[:60],
        amount=_amount(parameters.get("vnp_Amount", "")),
        paid_at=_moment(parameters.get("vnp_PayDate", "")),
        succeeded=outcome == (SUCCESS, SUCCESS),
        codes=codes,
    )


def _amount(text: str) -> int | None:
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        return None
    whole, rest = divmod(int(text), 100)
    return None if rest else whole


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, MOMENT).replace(tzinfo=ZONE)
    except ValueError:
        return None
