"""VNPay 2.1.0: the address a payer is sent to, and what the gateway tells us afterwards.

Every message is signed: HMAC-SHA512 over the parameters sorted by name, encoded as a form (a blank
is "+"). The payer's own return proves nothing and is only shown; the gateway's call (IPN) settles.
Source: sandbox.vnpayment.vn/apis, "Thanh toán PAY", version 2.1.0.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation import environment
from foundation.setting_faults import Fault
from payments.gateways.interface import Heard, Notice, OnlineGateway, Parameters
from payments.models import Attempt, Gateway

NAMES = ("VNPAY_URL", "VNPAY_TMN_CODE", "VNPAY_HASH_SECRET")  # of the environment
SHORTEST = 16  # letters of a secret
VERSION, COMMAND = "2.1.0", "pay"
MINUTES = 15  # a payer has this long at the bank
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # GMT+7, as the gateway writes times
MOMENT = "%Y%m%d%H%M%S"
UNSIGNED = frozenset({"vnp_SecureHash", "vnp_SecureHashType"})
KEPT_CODES = (
    *(
        "vnp_ResponseCode",
        "vnp_TransactionStatus",
        "vnp_BankCode",
        "vnp_BankTranNo",
        "vnp_CardType",
        "vnp_PayDate",
    ),
)
SUCCESS = "00"
#: What every notice and every return states, and no order does (VNPay 2.1.0: "Bắt buộc").
TOLD = ("vnp_ResponseCode", "vnp_TransactionStatus", "vnp_TransactionNo")
#: How VNPay 2.1.0 is answered: 00 noted, 01 no such order, 02 noted before, 04 wrong amount, 97 bad
#: signature, 99 else.
ANSWERS = {
    Heard.NOTED: ("00", "Confirm Success"),
    Heard.NO_ORDER: ("01", "Order not Found"),
    Heard.BEFORE: ("02", "Order already confirmed"),
    Heard.WRONG_AMOUNT: ("04", "Invalid amount"),
    Heard.FORGED: ("97", "Invalid Checksum"),
    Heard.NO_NOTICE: ("99", "Input data required"),
    Heard.FAILED: ("99", "Unknown error"),
}
#: What its codes mean for the payer.
WHY: dict[str, Promise] = {
    "24": _("Bạn đã hủy giao dịch ở trang của ngân hàng."),
    "11": _("Đã hết thời gian chờ thanh toán ở trang của ngân hàng."),
    "51": _("Tài khoản không đủ số dư."),
    "07": _("Ngân hàng đang kiểm tra giao dịch này vì nghi ngờ gian lận; hãy liên hệ ngân hàng."),
    "65": _("Tài khoản đã vượt hạn mức giao dịch trong ngày."),
}


class Account(NamedTuple):
    """The site's account with VNPay. In a demo the bank is a page of the site with a secret of its
    own; a site without the three values offers transfers and the cashier only.
    """

    url: str
    merchant: str
    secret: str


def account() -> Account:
    """As the environment says: VNPAY_URL, VNPAY_TMN_CODE, VNPAY_HASH_SECRET."""
    of_demo = ("/dung-thu/ngan-hang/", "DEMO0001", _demo_secret()) if settings.DEMO else [""] * 3
    return Account(*map(environment.text, NAMES, of_demo))


def demo_secret_file() -> Path:
    """Where a demo keeps its secret."""
    return Path(settings.VAR, "keys", "vnpay_demo_secret")


def _demo_secret() -> str:
    return environment.kept_secret(demo_secret_file())


def is_offered() -> bool:
    """True when the site has an account with the gateway (or the demo's own bank page)."""
    return all(account())


def payment_address(
    attempt: Attempt, return_url: str, client_address: str, now: dt.datetime
) -> str:
    """Where the payer is sent: the gateway's page with the signed order."""
    local, ours = now.astimezone(ZONE), account()
    order = {
        "vnp_Version": VERSION,
        "vnp_Command": COMMAND,
        "vnp_TmnCode": ours.merchant,
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
    return f"{ours.url}?{urlencode(signed(order))}"


def signed(parameters: Parameters, secret: str = "") -> dict[str, str]:
    """The parameters with their signature."""
    return {
        **parameters,
        "vnp_SecureHash": signature(parameters, secret or account().secret),
    }


def signature(parameters: Parameters, secret: str) -> str:
    """HMAC-SHA512 in hexadecimal; empty values and the signature itself are left out."""
    kept = sorted(
        (name, value) for name, value in parameters.items() if value and name not in UNSIGNED
    )
    return hmac.new(secret.encode(), urlencode(kept).encode(), hashlib.sha512).hexdigest()


def is_genuine(parameters: Parameters, secret: str = "") -> bool:
    """True when whoever knows our secret signed it."""
    secret = secret or account().secret
    given = parameters.get("vnp_SecureHash", "").lower()
    return bool(secret) and hmac.compare_digest(
        signature(parameters, secret).encode(), given.encode()
    )


def own(parameters: Parameters) -> dict[str, str]:
    """The gateway's parameters alone: others that a proxy adds are not signed."""
    return {name: value for name, value in parameters.items() if name.startswith("vnp_")}


def is_notice(parameters: Parameters) -> bool:
    """True for what the gateway says of a payment; the order that the payer's browser carries is
    signed by us too.
    """
    return all(parameters.get(name) for name in TOLD)


def read(parameters: Parameters) -> Notice:
    """What a genuine message says."""
    codes = {name: parameters[name][:60] for name in KEPT_CODES if parameters.get(name)}
    outcome = (codes.get("vnp_ResponseCode"), codes.get("vnp_TransactionStatus"))
    return Notice(
        is_ours=parameters.get("vnp_TmnCode", "") == account().merchant,
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


def _faults(ours: Account) -> Iterator[Fault]:
    named = [name for name, value in zip(NAMES, ours, strict=True) if value]
    if not named or settings.DEMO:
        return  # transfers and the cashier only; that a demo is on is a fault of its own
    address = urlsplit(ours.url)
    theirs = "lấy từ VNPay và ghi đủ VNPAY_URL, VNPAY_TMN_CODE, VNPAY_HASH_SECRET"
    if len(named) < len(NAMES):
        line = (
            f"of VNPay's three settings only {', '.join(named)} are set. Mend: all of them, or none"
        )
        yield Fault(line, f"Trong ba giá trị của VNPay mới có {', '.join(named)}.", theirs)
    if ours.url and address.scheme != "https":
        yield Fault(
            "VNPAY_URL leads to the simulator, whose buttons pay without money. Mend: the address"
            " VNPay gave you",
            "VNPAY_URL là ngân hàng giả lập: bấm nút là thành đã nộp tiền.",
            theirs,
        )
    if (address.hostname or "").startswith("sandbox."):
        yield Fault(
            "VNPAY_URL is VNPay's sandbox, where nobody pays real money. Mend: the address VNPay"
            " gave you",
            "VNPAY_URL là trang thử của VNPay: không ai nộp tiền thật.",
            theirs,
        )
    demo = demo_secret_file()
    is_demos = demo.exists() and demo.read_text().strip() == ours.secret
    if ours.secret and (len(ours.secret) < SHORTEST or is_demos):
        yield Fault(
            "VNPAY_HASH_SECRET is short, or the demo's: its holder can say that a fee is paid."
            " Mend: VNPay's secret",
            "VNPAY_HASH_SECRET ngắn hoặc là của bản dùng thử: ai có nó có thể báo là đã nộp phí.",
            theirs,
        )


class VNPay(OnlineGateway):
    """The gateway of this file, as the others see it."""

    gateway, label = Gateway.VNPAY, "VNPay"

    def is_offered(self) -> bool:
        """As the site's settings say."""
        return is_offered()

    def faults(self) -> Iterator[Fault]:
        """What would take no money, or let anybody say that they paid."""
        return _faults(account())

    def page_origin(self) -> str:
        """Of VNPAY_URL; "" for the demo's own bank page."""
        address = urlsplit(account().url)
        return f"{address.scheme}://{address.netloc}" if address.netloc else ""

    def payment_address(
        self, attempt: Attempt, return_url: str, client_address: str, now: dt.datetime
    ) -> str:
        """With the signed order."""
        return payment_address(attempt, return_url, client_address, now)

    def is_genuine(self, parameters: Parameters) -> bool:
        """By VNPAY_HASH_SECRET, of its own parameters alone."""
        return is_genuine(own(parameters))

    def notice_in(self, parameters: Parameters) -> Notice | None:
        """None for an order that we signed ourselves."""
        told = own(parameters)
        return read(told) if is_notice(told) else None

    def answer(self, heard: Heard) -> dict[str, str]:
        """{RspCode, Message}."""
        code, message = ANSWERS[heard]
        return {"RspCode": code, "Message": message}

    def why_not(self, notice: Notice) -> Promise | str:
        """By its response code."""
        return WHY.get(notice.codes.get("vnp_ResponseCode", ""), "")
