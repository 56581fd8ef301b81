"""A head who is a party to a dossier arranges nothing in it: neither as its applicant, nor as who
filed it for somebody, nor as whom it was filed for.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from organisations.models import User
from tests.people import World, draft_of
from tests.workflows.conftest import accepted
from workflows import actions, permissions
from workflows.applicant import mandates
from workflows.applicant.mandates import Facts
from workflows.errors import NoRight
from workflows.lifecycle import Status
from workflows.models import Dossier, Represented

MAY: dict[str, Callable[[User, Dossier], bool]] = {
    "stop": permissions.may_stop,
    "extend": permissions.may_extend,
    "hand over": permissions.may_hand_over,
    "allow again": permissions.may_allow_again,
}


def standing(world: World, name: str) -> Dossier:
    """Where a head may do it: before them, or with a withdrawal asked."""
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    if name == "stop":
        Dossier.objects.filter(pk=dossier.pk).update(legal_status=Status.WITHDRAWAL_ASKED)
    return Dossier.objects.get(pk=dossier.pk)


def made_a_party(dossier: Dossier, head: User, how: str) -> Dossier:
    if how == "applicant":
        Dossier.objects.filter(pk=dossier.pk).update(applicant=head)
    elif how == "represented":
        Dossier.objects.filter(pk=dossier.pk).update(represented_person=head)
    else:
        child = mandates.keep(head, Represented.Kind.CHILD, Facts("Bé An"))
        Dossier.objects.filter(pk=dossier.pk).update(represented=child)
    return Dossier.objects.get(pk=dossier.pk)


@pytest.mark.parametrize("how", ["applicant", "represented", "agent"])
@pytest.mark.parametrize("name", MAY)
def test_a_party_arranges_nothing(world: World, name: str, how: str) -> None:
    dossier = standing(world, name)
    assert MAY[name](world.dung, dossier), "the head, while it is none of their business"
    assert not MAY[name](world.dung, made_a_party(dossier, world.dung, how))


def test_the_act_itself_refuses_whatever_page_asked(world: World) -> None:
    dossier = accepted(world, actions.submit(draft_of(world, owner=world.dung), world.dung))
    with pytest.raises(NoRight):
        actions.hand_over(dossier, world.dung, world.centre, reason="Chuyển đi")
