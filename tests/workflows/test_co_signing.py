"""Where two must sign, a draft is filed only as the second person confirmed it; what was changed
afterwards is confirmed anew.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from organisations.account_models import AccountLetter
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from tests.people import World, draft_of, person
from tests.workflows.procedures import changed, findings_of
from tests.workflows.two_sign import EMAIL, RULE, SECOND, two_sign, with_parent
from workflows import actions
from workflows.applicant import co_signing, invitations
from workflows.definition import load
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.models import Draft, Invitation
from workflows.published import definition_of

PARENT = Contact(ContactKind.EMAIL, EMAIL)


@pytest.fixture
def draft(world: World, tmp_path: Path) -> Draft:
    return two_sign(world, tmp_path)


def content(draft: Draft) -> str:
    return co_signing.content_of(definition_of(draft.version), draft.answers)


def confirmed(world: World, draft: Draft) -> Invitation:
    invitation = co_signing.ask(draft, world.huong, PARENT)
    co_signing.answer(invitation, content(draft), confirms=True)
    return invitation


def test_it_waits_for_the_second_person_and_the_journal_says_who(
    world: World, draft: Draft
) -> None:
    with pytest.raises(WrongState, match="người thứ hai"):
        actions.submit(draft, world.huong)
    invitation = confirmed(world, draft)
    dossier = actions.submit(draft, world.huong)
    entry = dossier.entries.get(act="submit")
    assert entry.data["co_signed"]["invitation"] == invitation.pk
    assert "Hải" not in str(entry.data) and EMAIL not in str(entry.data)
    assert entries.verify(dossier) is None and "hai người" in entries.title_of(entry)
    signed = co_signing.of_dossier(dossier, definition_of(dossier.version))
    assert signed is not None and signed.invitation.name == "Trần Văn Hải" and not signed.changed
    invitation.refresh_from_db()
    assert invitation.dossier == dossier


def test_what_is_changed_afterwards_is_confirmed_anew(world: World, draft: Draft) -> None:
    confirmed(world, draft)
    draft.answers = {**draft.answers, "copies": 5}
    draft.save()
    with pytest.raises(WrongState, match="người thứ hai"):
        actions.submit(draft, world.huong)
    confirmed(world, draft)
    assert actions.submit(draft, world.huong).answers["copies"] == 5


def test_one_confirms_only_what_one_was_shown(world: World, draft: Draft) -> None:
    invitation, shown = co_signing.ask(draft, world.huong, PARENT), content(draft)
    draft.answers = {**draft.answers, "copies": 5}
    draft.save()
    with pytest.raises(WrongState, match="vừa được sửa"):
        co_signing.answer(invitation, shown, confirms=True)


def test_a_confirmation_by_another_contact_than_the_draft_names_counts_for_nothing(
    world: World, draft: Draft
) -> None:
    invitation = co_signing.ask(draft, world.huong, PARENT)
    draft.answers = {**draft.answers, "second_email": "khac@example.vn"}
    draft.save()
    with pytest.raises(WrongState):
        co_signing.answer(invitation, content(draft), confirms=True)


def test_nobody_signs_for_both(world: World, draft: Draft) -> None:
    own = Contact(ContactKind.EMAIL, "huong@example.vn")
    draft.answers = {**draft.answers, "second_email": own.value}
    draft.save()
    with pytest.raises(Incomplete, match="trùng với của bạn"):
        co_signing.ask(draft, world.huong, own)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Tên Khác", "birth_date": "1999-01-01"},
        {"identity": "", "name": "NGUYEN THI HUONG"},
        {"identity": "001299999999"},
    ],
    ids=["the number", "name and birth date", "another number"],
)
def test_the_second_person_is_not_the_first(
    world: World, draft: Draft, changes: dict[str, str]
) -> None:
    named = {**draft.answers["applicant"], **changes}
    draft.answers = {**draft.answers, "second_parent": named}
    draft.save()
    with pytest.raises(Incomplete, match="đã là người nộp"):
        co_signing.ask(draft, world.huong, PARENT)


def test_the_second_person_is_not_whose_account_it_is(world: World, draft: Draft) -> None:
    world.huong.identity_number = "001175000002"
    world.huong.save()
    named = {**draft.answers["second_parent"], "identity": "001175000002"}
    draft.answers = {**draft.answers, "second_parent": named}
    draft.save()
    with pytest.raises(Incomplete, match="đã là người nộp"):
        co_signing.ask(draft, world.huong, PARENT)


def test_the_second_person_made_the_first_after_the_asking_confirms_nothing(
    world: World, draft: Draft
) -> None:
    invitation = co_signing.ask(draft, world.huong, PARENT)
    draft.answers = {**draft.answers, "second_parent": draft.answers["applicant"]}
    draft.save()
    with pytest.raises(WrongState, match="trùng với người nộp"):
        co_signing.answer(invitation, content(draft), confirms=True)


def test_an_account_of_the_first_answers_nothing(world: World, draft: Draft) -> None:
    invitation = co_signing.ask(draft, world.huong, PARENT)
    other = person("huong2", "Tên Khác")
    other.identity_number = draft.answers["applicant"]["identity"]
    other.save()
    for account in (world.huong, other):
        with pytest.raises(WrongState, match="phải tự trả lời"):
            co_signing.answer(invitation, content(draft), confirms=True, person=account)
    co_signing.answer(invitation, content(draft), confirms=True, person=world.lan)
    assert Invitation.objects.get(pk=invitation.pk).state == "CONFIRMED"


def test_of_a_draft_that_was_thrown_away_nothing_is_asked_or_answered(
    world: World, draft: Draft
) -> None:
    invitation, shown = co_signing.ask(draft, world.huong, PARENT), content(draft)
    Draft.objects.filter(pk=draft.pk).delete()
    for act in (
        lambda: co_signing.answer(invitation, shown, confirms=True),
        lambda: co_signing.ask(draft, world.huong, PARENT),
        lambda: co_signing.take_back(draft, world.huong),
    ):
        with pytest.raises(WrongState, match="đã bị xóa"):
            act()


def test_whose_account_is_closed_is_confirmed_nothing(world: World, draft: Draft) -> None:
    invitation = co_signing.ask(draft, world.huong, PARENT)
    User.objects.filter(pk=world.huong.pk).update(is_active=False)
    with pytest.raises(WrongState, match="không còn dùng được"):
        co_signing.answer(invitation, content(draft), confirms=True)


def test_a_refusal_needs_a_reason_and_is_told(world: World, draft: Draft) -> None:
    invitation = co_signing.ask(draft, world.huong, PARENT)
    with pytest.raises(Incomplete):
        co_signing.answer(invitation, content(draft), confirms=False)
    co_signing.answer(invitation, "", confirms=False, reason="Tôi không đồng ý.")
    with pytest.raises(WrongState):
        actions.submit(draft, world.huong)
    assert AccountLetter.objects.get(person=world.huong).kind == "CO_SIGN_DECLINED"
    with pytest.raises(WrongState):
        co_signing.answer(invitation, content(draft), confirms=True)


def test_an_invitation_ends(world: World, draft: Draft) -> None:
    first = co_signing.ask(draft, world.huong, PARENT)
    second = co_signing.ask(draft, world.huong, PARENT)
    with pytest.raises(WrongState):
        co_signing.answer(first, content(draft), confirms=True)
    with (
        time_machine.travel(timezone.now() + invitations.LASTS + dt.timedelta(minutes=1)),
        pytest.raises(WrongState),
    ):
        co_signing.answer(second, content(draft), confirms=True)
    co_signing.take_back(draft, world.huong)
    with pytest.raises(WrongState):
        co_signing.answer(second, content(draft), confirms=True)


def test_only_the_owner_invites_and_so_many_times(world: World, draft: Draft) -> None:
    for act in (
        lambda: co_signing.ask(draft, world.lan, PARENT),
        lambda: co_signing.take_back(draft, world.lan),
    ):
        with pytest.raises(NoRight):
            act()
    for _time in range(co_signing.MOST):
        co_signing.ask(draft, world.huong, PARENT)
    with pytest.raises(WrongState, match="10 lần"):
        co_signing.ask(draft, world.huong, PARENT)


def test_at_the_counter_both_sign_on_paper(world: World, draft: Draft) -> None:
    Draft.objects.filter(pk=draft.pk).update(owner=world.lan, counter=world.centre)
    there = Draft.objects.get(pk=draft.pk)
    assert actions.submit_at_counter(there, world.lan, world.centre).code


def test_a_procedure_without_it_is_filed_as_before(world: World) -> None:
    assert actions.submit(draft_of(world), world.huong).code


def test_a_correction_after_filing_is_seen(world: World, draft: Draft) -> None:
    confirmed(world, draft)
    dossier = actions.submit(draft, world.huong)
    actions.amend(dossier, world.huong, {"purpose": "Du học"})
    dossier.refresh_from_db()
    signed = co_signing.of_dossier(dossier, definition_of(dossier.version))
    assert signed is not None and signed.changed


@pytest.mark.parametrize(
    ("rule", "finding"),
    [
        ("co_signer: {person: secnd_parent, phone: second_phone}\n", "reference_unknown"),
        ("co_signer: {person: second_phone, phone: second_phone}\n", "co_signer_kind"),
        ("co_signer: {person: applicant, phone: second_phone}\n", "co_signer_is_applicant"),
        ("co_signer: {person: second_parent, email: email}\n", "co_signer_is_applicant"),
        ("co_signer: {person: second_parent}\n", "co_signer_unreached"),
    ],
)
def test_the_checker_names_what_is_wrong(rule: str, finding: str) -> None:
    text = changed(("    - id: diploma\n", SECOND), ("amend: {until", f"{rule}amend: {{until"))
    assert finding in findings_of(text)


def test_the_checker_says_nothing_of_a_right_one() -> None:
    text = changed(("    - id: diploma\n", SECOND), ("amend: {until", f"{RULE}amend: {{until"))
    assert not {one for one in findings_of(text) if one.startswith("co_signer")}
    definition = load(text)
    assert co_signing.wanted(definition, {}) is None
    found = co_signing.wanted(definition, with_parent(second_phone="0912345678"))
    assert found is not None and [one.kind for one in found.contacts] == ["PHONE", "EMAIL"]
