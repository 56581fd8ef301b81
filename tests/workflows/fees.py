"""The shipped copy of a diploma, but for 50,000 đồng a copy: asked after reception, within ten
working days.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from organisations.models import Authority, User
from payments import money
from payments.models import FeeRequest, Gateway
from tests.people import World, draft_of, officer
from tests.workflows.conftest import item_of, reread
from tests.workflows.procedures import changed
from workflows import actions, fee_requests
from workflows.models import Dossier, Draft, ProcedureVersion
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text

PAY = """  - id: pay_fee
    kind: pay
    title: {vi: Nộp phí, en: Fee}
    fee: 'copies * 50000'
    pauses: true
    lapse: {amount: 10, unit: WORKING_DAY, to: end_unpaid}
    to: check
"""
END = "  - {id: end_unpaid, kind: end, title: {vi: Dừng vì không nộp phí, en: Unpaid}}\n"
COSTS = (
    ("act: accept, to: check", "act: accept, to: pay_fee"),
    ("  - id: supplement_reception\n", f"{PAY}  - id: supplement_reception\n"),
    ("  - {id: end_refused", f"{END}  - {{id: end_refused"),
    ("  - {kind: ONLINE, fee: 0}\n", "  - {kind: ONLINE, fee: 50000}\n"),
)


def priced(*more: tuple[str, str]) -> ProcedureVersion:
    """The procedure with its fee, published."""
    return publishing.publish_proposal(from_text(changed(*COSTS, *more)))


def make_cashier() -> User:
    """Who collects at the department."""
    return officer(
        "thu", "Lê Thị Thu", "cashier", Authority.objects.get(slug="sgddt-daklak"), "Kế toán"
    )


def fee_asked(world: World, version: ProcedureVersion, **changes: Any) -> Dossier:
    """A dossier that waits for its fee: of 100,000 đồng, unless the answers are changed."""
    draft = draft_of(world, **changes)
    Draft.objects.filter(pk=draft.pk).update(version=version)
    dossier = actions.submit(Draft.objects.get(pk=draft.pk), world.huong)
    actions.decide(item_of(dossier), world.lan, "accept")
    return reread(dossier)


def request_of(dossier: Dossier) -> FeeRequest:
    """The last fee of the dossier."""
    return fee_requests.of(dossier)[-1]


def transfer(dossier: Dossier, number: str = "1", by: User | None = None) -> money.Received:
    """The money, come to the account."""
    return money.Received(
        Gateway.BANK, number, request_of(dossier).amount, timezone.now(), noted_by=by
    )
