"""VNPay's signature against its published vector, and what is made of a message."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from payments.gateways import vnpay
from payments.models import Attempt, FeeRequest, Gateway

SECRET = "test_secret"
VECTOR = {
    "vnp_Amount": "1000000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14422574",
    "vnp_CardType": "ATM",
    "vnp_OrderInfo": "Thanh toan don hang 2024-05-21T02:17:31.249Z",
    "vnp_PayDate": "20240521091806",
    "vnp_ResponseCode": "00",
    "vnp_TmnCode": "TEST_TMN_CODE",
    "vnp_TransactionNo": "14422574",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": "1716257871703",
}
HASH = (
    "649982421beb422556a1374713c74e58e716ecbd05007c0c0e1f7effdfaf361d"
    "bf146889ca446139afe11b9954c4d5c486e99e3b86fcfab6957f29eb0be72895"
)


def test_the_published_vector() -> None:
    assert vnpay.signature(VECTOR, SECRET) == HASH
    assert vnpay.is_genuine({**VECTOR, "vnp_SecureHash": HASH}, SECRET)
    assert vnpay.is_genuine(
        {**VECTOR, "vnp_SecureHash": HASH.upper(), "vnp_SecureHashType": "HMACSHA512"}, SECRET
    )


def test_a_blank_written_as_percent_20_is_another_signature() -> None:
    text = "&".join(f"{name}={quote(value, safe='')}" for name, value in sorted(VECTOR.items()))
    other = hmac.new(SECRET.encode(), text.encode(), hashlib.sha512).hexdigest()
    assert other != HASH
    assert not vnpay.is_genuine({**VECTOR, "vnp_SecureHash": other}, SECRET)


@pytest.mark.parametrize("name", sorted(VECTOR))
def test_no_value_can_be_changed_added_or_left_out(name: str) -> None:
    genuine = {**VECTOR, "vnp_SecureHash": HASH}
    assert not vnpay.is_genuine({**genuine, name: VECTOR[name] + "1"}, SECRET)
    assert not vnpay.is_genuine({**genuine, f"{name}x": "1"}, SECRET)
    assert not vnpay.is_genuine(
        {key: value for key, value in genuine.items() if key != name}, SECRET
    )


@pytest.mark.parametrize("given", ["", HASH[:-1], HASH + "0", "ộ" * 128, "0" * 128])
def test_what_is_no_signature_is_refused(given: str) -> None:
    assert not vnpay.is_genuine({**VECTOR, "vnp_SecureHash": given}, SECRET)


def test_a_site_without_a_secret_believes_nobody(settings: Any) -> None:
    settings.DEMO = False
    nobody = {**VECTOR, "vnp_SecureHash": vnpay.signature(VECTOR, "")}
    assert not vnpay.is_genuine(nobody)
    assert not vnpay.is_offered()


@pytest.mark.parametrize(
    ("response", "status", "succeeded"),
    [
        ("00", "00", True),
        ("00", "01", False),
        ("24", "02", False),
        ("24", "00", False),
        ("07", "00", False),
    ],
)
def test_paid_only_when_both_codes_say_so(response: str, status: str, succeeded: bool) -> None:
    said = {**VECTOR, "vnp_ResponseCode": response, "vnp_TransactionStatus": status}
    assert vnpay.read(said).succeeded is succeeded


def test_a_message_without_its_status_is_no_success() -> None:
    said = {name: value for name, value in VECTOR.items() if name != "vnp_TransactionStatus"}
    assert not vnpay.read(said).succeeded


def test_what_a_message_says() -> None:
    notice = vnpay.read(VECTOR)
    assert (notice.reference, notice.number, notice.amount) == ("1716257871703", "14422574", 10_000)
    assert notice.paid_at == dt.datetime(2024, 5, 21, 2, 18, 6, tzinfo=dt.UTC)


@pytest.mark.parametrize("amount", ["", "-100", "1e9", "100050", "٣٠٠", "9" * 30])
def test_an_amount_that_is_none(amount: str) -> None:
    assert vnpay.read({**VECTOR, "vnp_Amount": amount}).amount is None


def test_the_payer_is_sent_with_a_signed_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNPAY_URL", "https://bank.example/pay")
    monkeypatch.setenv("VNPAY_HASH_SECRET", SECRET)
    request = FeeRequest(reference="R", amount=250_000, purpose="H15.50-261125-0001")
    attempt = Attempt(request=request, gateway=Gateway.VNPAY, reference="ABC123", amount=250_000)
    now = dt.datetime(2026, 11, 25, 17, 30, tzinfo=dt.UTC)
    address = vnpay.payment_address(
        attempt, "https://motcua.example/thanh-toan/ket-qua/", "203.0.113.7", now
    )
    sent = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith("https://bank.example/pay?") and vnpay.is_genuine(sent)
    assert (sent["vnp_Amount"], sent["vnp_TxnRef"]) == ("25000000", "ABC123")
    assert "H15" not in address, "addresses name our reference alone"
    assert (sent["vnp_CreateDate"], sent["vnp_ExpireDate"]) == ("20261126003000", "20261126004500")
