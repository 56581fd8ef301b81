"""The account into which fees are paid: asked by an administrator, granted by the head, told to who
collects.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from notifications import account_letters
from organisations.account_models import AccountLetter, RightRequest
from organisations.models import Authority, RoleAssignment, User
from organisations.rights import requests
from organisations.rights.giving import NotGranted
from payments.models import PayeeAccount
from portal.shared.payment_ways import transfer_of
from tests.organisations.test_rights import administrator
from tests.people import World
from tests.portal.conftest import visiting
from tests.workflows.fees import fee_asked, make_cashier, priced, request_of

OLD = {"bank_name": "Kho bạc", "bin": "970436", "number": "3713", "holder": "Sở"}
NEW = {"bank_name": "Ngân hàng", "bin": "970422", "number": "9999999999", "holder": "Sở Giáo dục"}


@pytest.fixture
def account(world: World) -> PayeeAccount:
    return PayeeAccount.objects.create(authority=world.department, **OLD)


@pytest.fixture
def root(world: World) -> User:
    return User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")


def number_of(account: PayeeAccount) -> str:
    account.refresh_from_db()
    return account.number


def asked(world: World, **changes: Any) -> RightRequest:
    given = {
        "kind": "PAYEE",
        "authority": world.department,
        "account": NEW,
        "reason": "CV 5",
        **changes,
    }
    return RightRequest(**given)


def test_no_administrator_leads_fees_elsewhere_alone(root: User, account: PayeeAccount) -> None:
    client = visiting(root)
    seen = {"authority": account.authority_id, **NEW}
    client.post(reverse("admin:payments_payeeaccount_change", args=[account.pk]), seen)
    client.post(reverse("admin:payments_payeeaccount_delete", args=[account.pk]), {"post": "yes"})
    client.post(
        reverse("admin:payments_payeeaccount_changelist"),
        {"action": "delete_selected", "_selected_action": account.pk, "post": "yes"},
    )
    centre = Authority.objects.get(slug="ttpvhcc-daklak")
    client.post(reverse("admin:payments_payeeaccount_add"), {"authority": centre.pk, **NEW})
    assert number_of(account) == "3713" and PayeeAccount.objects.count() == 1
    assert client.get(reverse("admin:payments_payeeaccount_changelist")).status_code == 200


def test_what_is_asked_on_the_page_waits_for_the_head_and_then_everybody_concerned_is_told(
    world: World, root: User, account: PayeeAccount
) -> None:
    cashier, fee = make_cashier(), request_of(fee_asked(world, priced()))
    administrators = visiting(root)
    address = reverse("admin:organisations_rightrequest_add")
    sent = {"kind": "PAYEE", "authority": world.department.pk, "reason": "CV 5", **NEW}
    assert "Mã BIN có đúng 6 chữ số" in administrators.post(address, {**sent, "bin": "12345"}).text
    assert "Hãy ghi đủ tài khoản" in administrators.post(address, {**sent, "holder": ""}).text
    assert administrators.post(address, sent).status_code == 302
    wanted = RightRequest.objects.get()
    listed = reverse("admin:organisations_rightrequest_changelist")
    administrators.post(listed, {"action": "grant_chosen", "_selected_action": wanted.pk})
    assert number_of(account) == "3713" and transfer_of(fee)["account"].number == "3713"
    head = visiting(world.dung)
    page = head.get(reverse("portal:granting")).text
    assert "9999999999" in page and "Tài khoản thu phí của cơ quan" in page
    assert "Kho bạc (970436), 3713, Sở" in page, "who agrees sees which account is replaced"
    assert (
        head.post(reverse("portal:granting"), {"request": wanted.pk, "grant": "1"}).status_code
        == 302
    )
    assert number_of(account) == "9999999999" and transfer_of(fee)["account"].number == "9999999999"
    told = AccountLetter.objects.filter(kind="RIGHT_GRANTED", right=wanted)
    assert [one.person for one in told] == [cashier]
    shown = administrators.get(
        reverse("admin:organisations_rightrequest_change", args=[wanted.pk])
    ).text
    assert "3713" in shown and "9999999999" in shown


def test_letters_say_which_account_took_the_place_of_which(
    world: World, root: User, account: PayeeAccount, mailoutbox: list[Any]
) -> None:
    make_cashier()
    requests.grant(requests.ask(asked(world), root), world.dung)
    AccountLetter.objects.update(state="PENDING", lease_until=None)
    mailoutbox.clear()
    account_letters.sweep()
    to_head, to_cashier = sorted(mailoutbox, key=lambda letter: letter.to != ["dung@example.vn"])
    assert "9999999999" in to_head.body and "/mot-cua/cap-quyen/" in to_head.body
    assert (
        "đã đổi" in to_cashier.subject
        and "Tài khoản trước đó: Kho bạc – 970436 – 3713" in to_cashier.body
    )


def test_nobody_but_the_head_grants_it_and_never_one_alone(
    world: World, root: User, account: PayeeAccount
) -> None:
    other, cashier = administrator("tri", "change_payeeaccount"), make_cashier()
    wanted = requests.ask(asked(world), root)
    for who in (root, other, cashier, world.binh):
        with pytest.raises(NotGranted):
            requests.grant(wanted, who)
    User.objects.filter(pk=world.dung.pk).update(is_superuser=True, is_staff=True)
    with pytest.raises(NotGranted):  # a head who is an administrator asks another head
        requests.grant(RightRequest.objects.filter(pk=wanted.pk).get(), root)
    RoleAssignment.objects.filter(user=world.dung).delete()
    with pytest.raises(ValidationError, match="thủ trưởng"):
        requests.ask(asked(world), root)
    with pytest.raises(ValidationError):  # whoever may do other things asks for none
        requests.ask(asked(world), administrator("quan"))
    assert number_of(account) == "3713"


def test_the_database_keeps_to_it_too(world: World, root: User) -> None:
    wanted = requests.ask(asked(world), root)
    rows = RightRequest.objects.filter(pk=wanted.pk)
    for change in (
        {"state": "GRANTED", "decided_by": root},
        {"state": "GRANTED", "decided_by": root, "alone": True},
        {"kind": "ROLE"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_a_first_account_goes_the_same_way_and_a_right_needs_somebody(
    world: World, root: User
) -> None:
    requests.grant(requests.ask(asked(world, person=world.huong), root), world.dung)
    assert PayeeAccount.objects.get().number == "9999999999"
    assert (
        RightRequest.objects.get().person is None
        and RightRequest.objects.get().account["before"] == {}
    )
    with pytest.raises(ValidationError, match="chọn người"):
        requests.ask(asked(world, kind="ROLE", role_id="expert"), root)
