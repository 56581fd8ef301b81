"""A reform and money: whoever follows collects what was asked, gives back what is owed, and reads
the statements.
"""

from __future__ import annotations

from django.urls import reverse

from organisations.models import Authority, RoleAssignment, User
from payments.models import FeeRequest, PayeeAccount, Refund, Statement, StatementRow
from tests.people import World
from tests.portal.conftest import visiting
from tests.workflows.conftest import reread
from tests.workflows.fees import fee_asked, make_cashier, priced, request_of, transfer
from tests.workflows.test_reforming import follower, reform, renamed
from workflows import actions, organisation_reforms
from workflows.lifecycle import Status


def account_of(authority: Authority, number: str = "3713") -> PayeeAccount:
    return PayeeAccount.objects.create(
        authority=authority, bank_name="Kho bạc", bin="970436", number=number, holder=authority.name
    )


def desk_of(cashier: User, view: str = "cho-nop") -> str:
    return visiting(cashier).get(reverse("portal:cashier"), {"xem": view}).content.decode()


def test_what_is_asked_and_what_is_owed_back_go_to_the_successors_cashier(world: World) -> None:
    cashier, version = make_cashier(), priced()
    asked, withdrawn = fee_asked(world, version), fee_asked(world, version)
    actions.receive_payment(request_of(withdrawn), transfer(withdrawn, "1"))
    actions.withdraw(reread(withdrawn), world.huong)
    account = account_of(world.department)
    _done, new = renamed(world)
    organisation_reforms.sweep()
    assert asked.code in desk_of(cashier) and withdrawn.code in desk_of(cashier, "hoan-tra")
    account.refresh_from_db()
    assert account.authority == new, "transfers that are under way name the account"
    actions.receive_payment(
        request_of(asked), transfer(asked, "2", cashier), cashier, must_settle=True
    )
    assert reread(asked).legal_status == Status.PROCESSING
    actions.refund(Refund.objects.get(), cashier, "UNC 1", "Hồ sơ rút.")
    assert not FeeRequest.objects.filter(payee=world.department).exists()


def test_a_split_gives_each_fee_to_who_has_its_dossier(world: World) -> None:
    version = priced()
    two, three = fee_asked(world, version), fee_asked(world, version, copies=3)
    east, west = (
        follower(world.department, "so-dong", "Sở Đông"),
        follower(world.department, "so-tay", "Sở Tây"),
    )
    split = reform("SPLIT", (world.department, east, "copies == 3"), (world.department, west, ""))
    assert organisation_reforms.run(split) == 2
    assert (request_of(two).payee, request_of(three).payee) == (west, east)


def test_statements_go_on_and_one_that_both_imported_is_one(world: World) -> None:
    cashier = make_cashier()
    sister = follower(world.department, "so-hai", "Sở Hai", valid_from=world.department.valid_from)
    RoleAssignment.objects.create(user=cashier, role_id="cashier", authority=sister)
    both = follower(world.department, "so-chung", "Sở Chung")
    for number, (payee, sha) in enumerate([(world.department, "a"), (sister, "a"), (sister, "b")]):
        kept = Statement.objects.create(
            payee=payee, sha256=sha * 64, file_name="t.csv", imported_by=cashier
        )
        StatementRow.objects.create(
            statement=kept,
            key=str(number),
            line=1,
            booked_on=both.valid_from,
            amount=777_000 + number,
            number=str(number),
            state="UNKNOWN",
        )
    mine, theirs = account_of(both, "1"), account_of(sister, "2")
    organisation_reforms.run(reform("MERGE", (world.department, both, ""), (sister, both, "")))
    page = desk_of(cashier, "sao-ke")
    assert all(f"777.00{number} đồng" in page for number in range(3))
    assert PayeeAccount.objects.get(authority=both) == mine
    theirs.refresh_from_db()
    assert theirs.authority == sister, "the heir has an account of its own"
