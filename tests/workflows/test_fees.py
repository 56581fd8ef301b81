"""A step of kind `pay`: what it asks, what passes it through, who may do what with a fee, what the
checker says.
"""

from __future__ import annotations

from typing import Any

import pytest

from organisations.models import User
from payments.models import FeeRequest, Payment, Refund
from tests.faults.acts import another_department
from tests.people import World
from tests.workflows.conftest import item_of, reread
from tests.workflows.fees import COSTS, fee_asked, make_cashier, priced, request_of, transfer
from tests.workflows.procedures import changed, findings_of
from tests.workflows.test_acts_matrix import ACTS, DEPUTY, HEAD, Table, attempt, people_of, written
from workflows import actions
from workflows.checker.hours import longest_way
from workflows.definition import load
from workflows.drawing import bpmn, diagram
from workflows.errors import ActRefused, Incomplete
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import Dossier

CASHIER = "cashier"


@pytest.mark.parametrize(
    ("fee", "amount"),
    [
        ("copies * 50000", 100_000),
        ('case == "owner" ? 20000 : 30000', 20_000),
        ('channel == "ONLINE" ? 10000 : 20000', 10_000),
        ('office.receive.outcome == "accept" ? 7000 : 1', 7_000),
    ],
)
def test_a_fee_is_what_its_expression_says(world: World, fee: str, amount: int) -> None:
    dossier = fee_asked(world, priced(("'copies * 50000'", f"'{fee}'")))
    assert dossier.legal_status == Status.PAYMENT_ASKED and request_of(dossier).amount == amount


def test_a_fee_of_nothing_is_passed_through(world: World) -> None:
    dossier = fee_asked(world, priced(("'copies * 50000'", "'0'")))
    assert dossier.legal_status == Status.RECEIVED and item_of(dossier).step == "check"
    assert not FeeRequest.objects.exists()


@pytest.mark.parametrize("fee", ["-1", "2.5", '"abc"', "true", "serial == 1 ? 1 : 2 / 0"])
def test_a_fee_that_is_no_amount_stops_the_act_and_writes_nothing(world: World, fee: str) -> None:
    with pytest.raises(Incomplete, match="mức phí"):
        fee_asked(world, priced(("'copies * 50000'", f"'{fee}'")))
    assert not FeeRequest.objects.exists()
    assert [entry.act for entry in entries.timeline(Dossier.objects.get())] == ["submit"]


def test_without_pauses_the_clock_runs_on(world: World) -> None:
    assert fee_asked(world, priced(("    pauses: true\n", ""))).paused_at is None


def states_of(world: World, cashier: User) -> dict[str, Dossier]:
    version = priced()
    paid = fee_asked(world, version)
    actions.receive_payment(request_of(paid), transfer(paid, "1"))
    withdrawn = fee_asked(world, version)
    actions.receive_payment(request_of(withdrawn), transfer(withdrawn, "2"))
    actions.withdraw(reread(withdrawn), world.huong)
    return {
        "fee asked": fee_asked(world, version),
        "fee paid": reread(paid),
        "withdrawn after the fee was paid": reread(withdrawn),
    }


EXPERTS = {
    "claim": {"expert"},
    "found": {"expert"},
    "not_found": {"expert"},
    "supplement": {"expert"},
}
DECLARED: dict[str, dict[str, set[str]]] = {
    "fee asked": {"withdraw": {"citizen"}, "note payment": {CASHIER}, "exempt": {"head"}},
    "fee paid": {
        **{**EXPERTS, "withdraw": {"citizen"}, "extend": {"head"}, "reassign": {"head"}},
        "hand_over": {"receptionist", "head", "centre's head"},
    },
    "withdrawn after the fee was paid": {
        "stop": {"receptionist", "head"},
        "refund": {CASHIER},
        "keep": {CASHIER},
    },
}


def with_money(act: str, dossier: Dossier, actor: User) -> object:
    """The acts about money; a refund that is not owed is refused as one that was settled."""
    request = request_of(dossier)
    owed = Refund.objects.filter(payment__request=request).first()
    if act == "note payment":
        return actions.receive_payment(
            request, transfer(dossier, f"by {actor.pk}", actor), actor, must_settle=True
        )
    if act == "exempt":
        return actions.exempt(dossier, actor, "Con thương binh.")
    if owed is None:
        raise ActRefused("nothing is owed")
    if act == "refund":
        return actions.refund(owed, actor, "UNC 1", "Hồ sơ rút.")
    return actions.keep_payment(owed, actor, "Đã xác minh.")


def done(act: str, world: World, dossier: Dossier, actor: User) -> object:
    return with_money(act, dossier, actor) if act in MONEY else attempt(act, world, dossier, actor)


MONEY = ("note payment", "exempt", "refund", "keep")


def declared(state: str, act: str) -> set[str]:
    """Who may; whoever stands in for a head may what a head may."""
    who = DECLARED[state].get(act, set())
    return who | {DEPUTY} if HEAD in who else who


def all_written(dossier: Dossier) -> list[Any]:
    return [
        *written(dossier),
        *(list(model.objects.order_by("pk").values()) for model in (FeeRequest, Payment, Refund)),
    ]


@pytest.mark.once
def test_every_cell_is_as_declared(world: World) -> None:
    another_department()
    cashier = make_cashier()
    people, states = {**people_of(world), CASHIER: cashier}, states_of(world, cashier)
    others = [act for act in ACTS if act not in ("migrate", "hold", "release_hold")]
    table = Table(
        lambda act, dossier, actor: done(act, world, dossier, actor), declared, all_written
    )
    table.try_every_cell(states, [*others, *MONEY], people)


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("pay_unaccepted", "start: receive\n", "start: pay_fee\n"),
        ("pay_for_ever", "    lapse: {amount: 10, unit: WORKING_DAY, to: end_unpaid}\n", ""),
        (
            "pay_after_issue",
            "    document: copy\n    to: return_gate",
            "    document: copy\n    to: pay_fee",
        ),
        ("lapse_goes_on", "unit: WORKING_DAY, to: end_unpaid", "unit: WORKING_DAY, to: check"),
        ("condition_unknown", "'copies * 50000'", "'copy * 50000'"),
        ("condition_faulty", "'copies * 50000'", "'copies *'"),
        ("target_unknown", "to: end_unpaid", "to: nowhere"),
    ],
)
def test_the_checker_says_what_is_wrong_with_a_fee(db: Any, rule: str, old: str, new: str) -> None:
    found = findings_of(changed(*COSTS, (old, new)))
    assert rule in found
    assert found[rule].mend and found[rule].mend_vi


def test_a_sound_fee_has_nothing_to_complain_about(db: Any) -> None:
    assert findings_of(changed(*COSTS)) == {}


LIMIT = "longer_limits:\n  hard: {phases: [{id: issue, amount: 3, unit: WORKING_DAY}]}\n"
LONGER = (
    ("cases:\n  - id: owner", f"{LIMIT}cases:\n  - id: owner"),
    (
        "outcomes:\n      - {id: found,",
        "outcomes:\n      - {id: hard, title: {vi: Khó}, act: lengthen, limit: hard, "
        "to: search, reason: required, needs: 'office.check.match != \"\"', needs_message: {vi: Hãy chọn dòng.}}\n"
        "      - {id: found,",
    ),
    (
        "  - id: supplement_check\n",
        "  - {id: search, title: {vi: Tìm}, role: expert, at: deciding, hours: 9, outcomes: "
        "[{id: found, title: {vi: Thấy}, act: forward, to: sign}, {id: back, title: {vi: Trả lại}, act: send_back, "
        "to: check, reason: required}]}\n  - id: supplement_check\n",
    ),
)


def test_hours_on_the_longer_way_are_held_against_the_longer_limit(db: Any) -> None:
    assert findings_of(changed(*LONGER)) == {}
    definition = load(changed(*LONGER))
    assert (
        longest_way(definition, lengthened=False)[1] == 6
        and longest_way(definition, lengthened=True)[1] == 15
    )
    too_much = (*LONGER, ("hours: 9,", "hours: 90,"))
    assert "hours_exceed" in findings_of(changed(*too_much))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("reference_unknown", "limit: hard, to", "limit: easy, to"),
        ("reason_optional", "to: search, reason: required", "to: search"),
    ],
)
def test_the_checker_looks_at_longer_limits(db: Any, rule: str, old: str, new: str) -> None:
    assert rule in findings_of(changed(*LONGER, (old, new)))


def test_a_picture_shows_where_money_is_waited_for(db: Any) -> None:
    definition = load(changed(*COSTS))
    assert "Chờ người nộp hồ sơ trả phí" in diagram.svg(definition)
    assert '<bpmn:intermediateCatchEvent id="pay_fee"' in bpmn.bpmn(definition)


def test_a_fee_that_no_channel_states_is_asked_about() -> None:
    """The catalogue would call the procedure free of charge."""
    untold = ("{kind: ONLINE, fee: 50000}", "{kind: ONLINE, fee: 0}")
    assert "fee_untold" in findings_of(changed(*COSTS, untold))
    assert "fee_untold" not in findings_of(
        changed(*COSTS, untold, ("fee: 'copies * 50000'", "fee: '0'"))
    )
    assert "fee_untold" not in findings_of(changed())
