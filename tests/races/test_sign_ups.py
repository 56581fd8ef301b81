"""Two sign up with one contact at the same moment: one account, whoever was first; and two take
over one draft of a browser.
"""

from __future__ import annotations

import pytest

from organisations.accounts import codes, contacts, signing_up
from organisations.accounts.contacts import Contact
from organisations.accounts.signing_up import Newcomer, ProofIsOver
from organisations.contact_models import ContactKind, ContactProof, ProvedContact
from organisations.models import User
from tests.people import World, draft_of, person
from tests.races.conftest import many
from tests.races.line import race
from workflows.applicant import strangers
from workflows.errors import WrongState
from workflows.models import Draft

pytestmark = pytest.mark.slow


def sign_up(pk: int) -> str:
    """Make the account of the proof, whose code was given; "" where somebody was faster."""
    proof = ContactProof.objects.get(pk=pk)
    try:
        return signing_up.make_account(proof, Newcomer("Mai Thị Lan", None, "")).username
    except (ProofIsOver, contacts.ContactTaken):
        return ""


def given(address: str) -> int:
    proof = codes.begin("SIGN_UP", Contact(ContactKind.EMAIL, address), "CODE")
    codes.give(proof, codes.code_of(proof))
    return proof.pk


def test_one_contact_opens_one_account(world: World) -> None:
    before = User.objects.count()
    rounds = many(12, 4)
    addresses = [f"moi{turn}@example.vn" for turn in range(rounds)]
    one, other = race(
        sign_up, [given(each) for each in addresses], [given(each) for each in addresses]
    )
    for first, second in zip(one, other, strict=True):
        assert bool(first) != bool(second), "one of the two, and no server error"
    assert ProvedContact.objects.filter(passed_on_at=None).count() == rounds
    assert User.objects.count() == before + rounds, "nobody is left half-made"


def test_one_proof_makes_one_account(world: World) -> None:
    """The same page sent twice."""
    proofs = [given(f"hai{turn}@example.vn") for turn in range(many(12, 4))]
    one, other = race(sign_up, proofs, proofs)
    assert all(bool(first) != bool(second) for first, second in zip(one, other, strict=True))


def take_over(job: tuple[str, int]) -> bool:
    draft, person_pk = job
    try:
        strangers.take_over(
            Draft.objects.get(pk=draft).pk, "b" * 64, User.objects.get(pk=person_pk)
        )
    except WrongState:
        return False
    return True


def test_a_draft_goes_to_one_of_two_accounts(world: World) -> None:
    """Two people at one browser, in two windows."""
    mai = person("mai", "Phạm Thị Mai")
    drafts = [draft_of(world) for _turn in range(many(12, 4))]
    Draft.objects.update(owner=None, browser="b" * 64)
    one, other = race(
        take_over,
        [(str(draft.pk), world.huong.pk) for draft in drafts],
        [(str(draft.pk), mai.pk) for draft in drafts],
    )
    for draft, first, second in zip(drafts, one, other, strict=True):
        draft.refresh_from_db()
        assert first != second
        assert draft.owner_id == (world.huong.pk if first else mai.pk)
        assert draft.answers["phone"], "whole"
