"""Paying through the pages: the applicant's, the gateway's call, the payer's return, the demo's
bank, the cashier's.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from organisations.seed import seed_organisations
from payments import vietqr
from payments.gateways import vnpay
from payments.models import Attempt, Payment, Refund, StatementRow
from portal.payment import gateway
from privacy.models import ReadEntry
from tests.portal.conftest import visiting
from tests.procedures.diplomas_abroad import Office, fee_of, make_office, received
from tests.procedures.walking import now
from workflows import actions
from workflows.lifecycle import Status
from workflows.models import Dossier
from workflows.payments_in import gateway_notices

PAID = {"vnp_ResponseCode": "00", "vnp_TransactionStatus": "00", "vnp_TransactionNo": "7"}
IPN = "/thanh-toan/vnpay/ipn/"


@pytest.fixture
def office(db: Any) -> Office:
    seed_organisations()
    return make_office()


@pytest.fixture
def dossier(office: Office) -> Dossier:
    return received(office)


def page_of(dossier: Dossier) -> str:
    return reverse("portal:pay", args=[dossier.code])


def at_the_bank(office: Office, dossier: Dossier) -> str:
    """The applicant presses the button; where they are sent."""
    answer = visiting(office.khoa).post(page_of(dossier))
    assert answer.status_code == 302
    return str(answer["Location"])


def pressed(office: Office, dossier: Dossier, outcome: str) -> Any:
    client = visiting(office.khoa)
    back = client.post(at_the_bank(office, dossier), {"outcome": outcome})
    return client.get(back["Location"])


def test_the_page_shows_a_qr_that_asks_for_the_right_transfer(
    office: Office, dossier: Dossier
) -> None:
    text = visiting(office.khoa).get(page_of(dossier)).content.decode()
    assert "500.000 đồng" in text and "0011001800879" in text
    picture = re.search(r'src="data:image/png;base64,([^"]+)"', text)
    assert picture is not None
    with Image.open(io.BytesIO(base64.b64decode(picture[1]))) as drawn:
        (found,) = zxingcpp.read_barcodes(drawn)
    asked = vietqr.parse(found.text)
    assert (asked.bin, asked.account, asked.amount) == ("970436", "0011001800879", 500_000)
    assert asked.purpose == dossier.code


def test_the_whole_way_through_the_demos_bank(office: Office, dossier: Dossier) -> None:
    answer = pressed(office, dossier, "paid")
    assert "Đã nhận phí" in answer.content.decode()
    assert now(dossier).legal_status == Status.PROCESSING
    text = visiting(office.khoa).get(page_of(dossier)).content.decode()
    assert "Đã nhận phí" in text and "Nộp qua VNPay" not in text


@pytest.mark.parametrize(
    ("outcome", "words"), [("cancelled", "hủy giao dịch"), ("no_funds", "không đủ số dư")]
)
def test_what_did_not_succeed_is_said_and_may_be_tried_again(
    office: Office, dossier: Dossier, outcome: str, words: str
) -> None:
    answer = pressed(office, dossier, outcome).content.decode()
    assert words in answer and page_of(dossier) in answer
    assert now(dossier).legal_status == Status.PAYMENT_ASKED
    pressed(office, dossier, "paid")
    assert now(dossier).legal_status == Status.PROCESSING


def test_the_return_shows_and_settles_nothing(office: Office, dossier: Dossier) -> None:
    """A genuine return that arrives before the gateway's call: nothing is paid yet."""
    sent = dict(parse_qsl(urlsplit(at_the_bank(office, dossier)).query))
    attempt = Attempt.objects.get(reference=sent["vnp_TxnRef"])
    told = vnpay.signed(
        {
            "vnp_TmnCode": sent["vnp_TmnCode"],
            "vnp_Amount": sent["vnp_Amount"],
            "vnp_TxnRef": attempt.reference,
        }
        | {"vnp_ResponseCode": "00", "vnp_TransactionStatus": "00", "vnp_TransactionNo": "7"}
    )
    answer = visiting(office.khoa).get("/thanh-toan/ket-qua/", told)
    assert "Đang chờ ngân hàng xác nhận" in answer.content.decode()
    assert now(dossier).legal_status == Status.PAYMENT_ASKED and not Payment.objects.exists()
    assert Client().get(IPN, told).json()["RspCode"] == "00"
    assert now(dossier).legal_status == Status.PROCESSING
    assert "Đã nhận phí" in visiting(office.khoa).get("/thanh-toan/ket-qua/", told).content.decode()


def test_a_stranger_with_the_return_address_learns_no_dossier(
    office: Office, dossier: Dossier
) -> None:
    client = visiting(office.khoa)
    back = client.post(at_the_bank(office, dossier), {"outcome": "paid"})["Location"]
    assert dossier.code not in Client().get(back).content.decode()
    assert Client().get("/thanh-toan/ket-qua/?vnp_TxnRef=x").status_code == 400


def test_the_gateways_call_is_answered_to_the_letter(office: Office, dossier: Dossier) -> None:
    answer = Client().get(IPN, {"vnp_TxnRef": "x", "vnp_SecureHash": "0" * 128})
    assert answer.json() == {"RspCode": "97", "Message": "Invalid Checksum"}
    unknown = vnpay.signed(
        {"vnp_TxnRef": "NONE", "vnp_TmnCode": "DEMO0001", "vnp_Amount": "100"} | PAID
    )
    answer = Client().get(IPN, unknown)
    assert answer.json() == {"RspCode": "01", "Message": "Order not Found"}
    assert answer["Content-Type"] == "application/json"
    for method in ("head", "post", "put"):
        assert getattr(Client(), method)(IPN, unknown).status_code == 405


@pytest.mark.parametrize("added", [{}, {"vnp_ResponseCode": "00"}, {"vnp_TransactionNo": "7"}])
def test_our_own_signed_order_is_no_notice(
    office: Office, dossier: Dossier, added: dict[str, str]
) -> None:
    """The payer's browser carries it, and we signed it ourselves; what it lacks cannot be signed by
    a stranger.
    """
    order = dict(parse_qsl(urlsplit(at_the_bank(office, dossier)).query))
    del order["vnp_SecureHash"]
    told = vnpay.signed(order | added)
    assert Client().get(IPN, told).json() == {"RspCode": "99", "Message": "Input data required"}
    assert visiting(office.khoa).get("/thanh-toan/ket-qua/", told).status_code == 400
    assert Attempt.objects.get(reference=order["vnp_TxnRef"]).state == Attempt.State.OPEN
    assert "Đã nhận phí" in pressed(office, dossier, "paid").content.decode()


def test_a_fault_of_ours_makes_the_gateway_call_again(
    monkeypatch: pytest.MonkeyPatch, db: Any
) -> None:
    def broken(gateway: Any, told: Any) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(gateway_notices, "hear", broken)
    answer = Client().get(IPN, vnpay.signed({"vnp_TxnRef": "x"}))
    assert answer.json() == {"RspCode": "99", "Message": "Unknown error"}


def test_forgeries_are_slowed_and_hinder_no_genuine_call(office: Office, dossier: Dossier) -> None:
    for _try in range(gateway.FORGERIES.times + 1):
        last = Client().get(IPN, {"vnp_SecureHash": "0"})
    assert last.status_code == 429
    genuine = vnpay.signed({"vnp_TxnRef": "NONE", "vnp_TmnCode": "DEMO0001"} | PAID)
    assert Client().get(IPN, genuine).json()["RspCode"] == "01"


def test_the_demos_bank_believes_our_orders_alone(office: Office, dossier: Dossier) -> None:
    order = at_the_bank(office, dossier)
    forged = order.replace(
        "vnp_ReturnUrl=http", "vnp_ReturnUrl=https%3A%2F%2Fevil.example%2F%3Fhttp"
    )
    for address in (forged, "/dung-thu/ngan-hang/"):
        assert Client().post(address, {"outcome": "paid"}).status_code == 400
    assert not Payment.objects.exists()


def test_a_real_site_has_no_bank_of_its_own(
    settings: Any, office: Office, dossier: Dossier
) -> None:
    order = at_the_bank(office, dossier)
    settings.DEMO = False
    assert Client().get(order, secure=True).status_code == 404


def test_only_the_pay_page_may_lead_to_the_gateway(
    monkeypatch: pytest.MonkeyPatch, office: Office, dossier: Dossier
) -> None:
    monkeypatch.setenv("VNPAY_URL", "https://pay.vnpay.example/vpcpay.html")
    client = visiting(office.khoa)
    assert (
        "form-action 'self' https://pay.vnpay.example"
        in client.get(page_of(dossier))["Content-Security-Policy"]
    )
    other = client.get(reverse("portal:dossier", args=[dossier.code]))["Content-Security-Policy"]
    assert "pay.vnpay.example" not in other


def test_nobody_else_opens_the_page(office: Office, dossier: Dossier) -> None:
    for who in (office.cashier, office.head):
        assert visiting(who).get(page_of(dossier)).status_code == 404
        assert visiting(who).post(page_of(dossier)).status_code == 404
    assert not Attempt.objects.exists()


def cash(office: Office, dossier: Dossier, **form: str) -> Any:
    address = reverse("portal:cashier_fee", args=[fee_of(dossier).reference])
    return visiting(office.cashier).post(address, form)


def test_the_cashier_notes_cash_once(office: Office, dossier: Dossier) -> None:
    assert cash(office, dossier, way="CASH").status_code == 302
    assert now(dossier).legal_status == Status.PROCESSING
    assert Payment.objects.get().noted_by == office.cashier
    assert cash(office, dossier, way="CASH").status_code == 302, "pressed twice: the same money"
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(("form", "words"), [({}, "cách nộp"), ({"way": "BANK"}, "số tham chiếu")])
def test_what_the_cashier_forgot_is_asked_for(
    office: Office, dossier: Dossier, form: Any, words: str
) -> None:
    answer = cash(office, dossier, **form)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert now(dossier).legal_status == Status.PAYMENT_ASKED


def statement(dossier: Dossier, amount: str = "500,000") -> SimpleUploadedFile:
    text = (
        f'Ngày giao dịch,Ghi có,Nội dung,Số tham chiếu\n25/11/2026,"{amount}",Nop phi'
        f" {dossier.code},FT1\n"
    )
    return SimpleUploadedFile("sao-ke.csv", text.encode("utf-8-sig"), "text/csv")


def test_a_statement_is_imported_and_its_rows_are_looked_at(
    office: Office, dossier: Dossier
) -> None:
    client = visiting(office.cashier)
    client.post(reverse("portal:cashier_import"), {"file": statement(dossier, "400,000")})
    row = StatementRow.objects.get()
    page = client.get(reverse("portal:cashier"), {"xem": "sao-ke"}).content.decode()
    assert "400.000 đồng" in page and "Sai số tiền" in page
    assert ReadEntry.objects.filter(reader=office.cashier, what__contains="statement").exists()
    refused = client.post(
        reverse("portal:cashier_row", args=[row.pk]), {"act": "assign", "code": dossier.code}
    )
    assert refused.status_code == 422 and "không bằng mức phí" in refused.content.decode()
    client.post(reverse("portal:cashier_row", args=[row.pk]), {"act": "give_back"})
    owed = Refund.objects.get()
    assert (
        "400.000 đồng"
        in client.get(reverse("portal:cashier"), {"xem": "hoan-tra"}).content.decode()
    )
    client.post(
        reverse("portal:cashier_refund", args=[owed.pk]),
        {"act": "refund", "number": "UNC1", "reason": "Thiếu."},
    )
    owed.refresh_from_db()
    assert owed.state == Refund.State.DONE


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.pdf", b"%PDF-1.4"),
        SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not a workbook"),
        SimpleUploadedFile("a.csv", b"a,b\n1,2\n"),
        None,
    ],
)
def test_a_file_that_is_no_statement_is_refused_in_words(office: Office, upload: Any) -> None:
    answer = visiting(office.cashier).post(
        reverse("portal:cashier_import"), {"file": upload} if upload else {}
    )
    assert answer.status_code == 422 and "Chưa thực hiện được" in answer.content.decode()
    assert not StatementRow.objects.exists()


def test_money_leaves_with_the_second_factor_only(
    settings: Any, office: Office, dossier: Dossier
) -> None:
    cash(office, dossier, way="CASH")
    actions.withdraw(now(dossier), office.khoa)
    owed = Refund.objects.get()
    settings.SECOND_FACTOR = True
    client = visiting(office.cashier)
    address = reverse("portal:cashier_refund", args=[owed.pk])
    answer = client.post(address, {"act": "refund", "number": "UNC1", "reason": "Rút hồ sơ."})
    assert answer.status_code in (302, 422)
    owed.refresh_from_db()
    assert owed.state == Refund.State.DUE


def test_the_head_exempts_on_the_dossiers_page(office: Office, dossier: Dossier) -> None:
    client = visiting(office.head)
    page = client.get(reverse("portal:office_dossier", args=[dossier.code])).content.decode()
    assert "Miễn phí, lệ phí" in page and "500.000 đồng" in page
    address = reverse("portal:exempt", args=[dossier.code])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Con thương binh."}).status_code == 302
    assert now(dossier).legal_status == Status.PROCESSING
    assert "Bạn được miễn phí này" in visiting(office.khoa).get(page_of(dossier)).content.decode()


def test_who_is_no_cashier_sees_no_desk_of_theirs(office: Office, dossier: Dossier) -> None:
    for who in (office.head, office.expert, office.reception):
        client = visiting(who)
        assert client.get(reverse("portal:cashier")).status_code == 404
        assert (
            client.get(reverse("portal:cashier_fee", args=[fee_of(dossier).reference])).status_code
            == 404
        )


def looked_up(dossier: Dossier, client: Client | None = None) -> Any:
    """Somebody without an account shows that they know the dossier."""
    return (client or Client()).post("/tra-cuu/", {"code": dossier.code, "fact": "0905123456"})


@pytest.fixture
def at_the_counter(dossier: Dossier) -> Dossier:
    """Filed there by somebody who has no account."""
    Dossier.objects.filter(pk=dossier.pk).update(applicant=None)
    return now(dossier)


def pay_token(page: Any) -> str:
    found = re.search(r'name="pay" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_without_an_account_the_look_up_shows_how_to_pay(at_the_counter: Dossier) -> None:
    text = looked_up(at_the_counter).content.decode()
    picture = re.search(r'src="data:image/png;base64,([^"]+)"', text)
    assert picture is not None and "500.000 đồng" in text and "0011001800879" in text
    with Image.open(io.BytesIO(base64.b64decode(picture[1]))) as drawn:
        (found,) = zxingcpp.read_barcodes(drawn)
    assert vietqr.parse(found.text).purpose == at_the_counter.code
    for kept_back in ("Y Khoa", "066205001234", "khoa@example.vn", "0905123456"):
        assert kept_back not in text
    wrong = (
        Client()
        .post("/tra-cuu/", {"code": at_the_counter.code, "fact": "0905999999"})
        .content.decode()
    )
    assert "500.000" not in wrong and 'name="pay"' not in wrong


def test_without_an_account_the_gateway_is_open_too(
    office: Office, at_the_counter: Dossier
) -> None:
    client = Client(enforce_csrf_checks=True)
    order = client.post("/tra-cuu/", {"pay": pay_token(looked_up(at_the_counter, client))})
    assert order.status_code == 302
    back = Client().post(order["Location"], {"outcome": "paid"})
    page = Client().get(back["Location"]).content.decode()
    assert "Đã nhận phí" in page and at_the_counter.code not in page and 'href="/tra-cuu/"' in page
    assert now(at_the_counter).legal_status == Status.PROCESSING
    again = looked_up(at_the_counter).content.decode()
    assert "0011001800879" not in again and 'name="pay"' not in again
    late = client.post("/tra-cuu/", {"pay": order.wsgi_request.POST["pay"]})
    assert late.status_code == 409 and "không còn chờ nộp" in late.content.decode()


def test_only_who_was_shown_the_fee_begins_to_pay_it(at_the_counter: Dossier) -> None:
    token = pay_token(looked_up(at_the_counter))
    forged = [str(fee_of(at_the_counter).pk), token[:-1] + ("a" if token[-1] != "a" else "b"), ""]
    for given in forged:
        assert Client().post("/tra-cuu/", {"pay": given}).status_code == 422
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert Client().post("/tra-cuu/", {"pay": token}).status_code == 422
    assert not Attempt.objects.exists()


def test_the_look_up_may_lead_to_the_gateway_only_where_a_fee_is_asked(
    monkeypatch: pytest.MonkeyPatch, office: Office, at_the_counter: Dossier
) -> None:
    monkeypatch.setenv("VNPAY_URL", "https://pay.vnpay.example/vpcpay.html")
    assert "pay.vnpay.example" in looked_up(at_the_counter)["Content-Security-Policy"]
    actions.exempt(at_the_counter, office.head, "Con thương binh.")
    assert "pay.vnpay.example" not in looked_up(at_the_counter)["Content-Security-Policy"]
