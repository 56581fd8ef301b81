"""The sums of money that must hold on every site, also after a restore."""

from __future__ import annotations

from typing import Any

from operation import sums
from payments.models import FeeRequest, Payment, Refund
from tests.people import World, make_world
from tests.workflows.fees import fee_asked, priced, request_of, transfer
from workflows import actions


def test_money_that_is_said_twice_or_lost_is_told(db: Any) -> None:
    world: World = make_world()
    dossier = fee_asked(world, priced())
    actions.receive_payment(request_of(dossier), transfer(dossier, "1"))
    actions.receive_payment(request_of(dossier), transfer(dossier, "2"))
    assert list(sums._money()) == []
    Refund.objects.all().delete()
    FeeRequest.objects.update(state=FeeRequest.State.ASKED)
    told = " ".join(sums._money())
    assert (
        "1 payments settle fees that are not said to be paid" in told and "owed to nobody" in told
    )
    other = fee_asked(world, dossier.version)
    FeeRequest.objects.filter(pk=request_of(other).pk).update(state=FeeRequest.State.PAID)
    assert "1 fees are said to be paid" in " ".join(sums._money())
    assert Payment.objects.count() == 2
