"""Who hears of an act: the applicant, once, in the portal's inbox and by mail."""

from __future__ import annotations

import pytest

from notifications import inbox, recording
from notifications.channels.mail import EMAIL
from notifications.models import INBOX, Delivery, Message
from tests.notifications.conftest import tell
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier, Effect, WorkItem


def the_effect(dossier: Dossier) -> Effect:
    return Effect.objects.get(kind="notify", entry__dossier=dossier)


def test_filing_is_told_in_the_inbox_and_by_mail(world: World, dossier: Dossier) -> None:
    tell(dossier)
    by_channel = {message.channel: message for message in Message.objects.all()}
    assert set(by_channel) == {INBOX, EMAIL}
    assert by_channel[INBOX].recipient == world.huong
    assert by_channel[EMAIL].address == "huong@example.vn"
    assert Delivery.objects.get().message == by_channel[EMAIL]


def test_telling_again_writes_nothing_new(dossier: Dossier) -> None:
    for _ in range(3):
        recording.record(the_effect(dossier))
    assert Message.objects.count() == 2
    assert Delivery.objects.count() == 1


def test_a_crash_between_message_and_delivery_leaves_neither(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*args: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(recording.delivery, "ring_after_commit", power_cut)
        with pytest.raises(ConnectionError):
            recording.record(the_effect(dossier))
    assert not Message.objects.exists()
    recording.record(the_effect(dossier))
    assert Delivery.objects.count() == 1


def test_an_applicant_at_the_counter_without_account_hears_by_mail_only(world: World) -> None:
    draft = draft_of(world, owner=world.lan, email="ba.hang@example.vn")
    dossier = actions.submit_at_counter(draft, world.lan, world.centre)
    tell(dossier)
    message = Message.objects.get()
    assert (message.channel, message.address, message.recipient) == (
        EMAIL,
        "ba.hang@example.vn",
        None,
    )


def test_an_applicant_who_gave_no_address_is_written_to_at_the_accounts(world: World) -> None:
    tell(actions.submit(draft_of(world, email=""), world.huong))
    assert Message.objects.get(channel=EMAIL).address == world.huong.email


def test_the_offices_own_moves_are_not_told(world: World, dossier: Dossier) -> None:
    tell(dossier)
    actions.claim(WorkItem.objects.get(process=dossier), world.lan)
    tell(dossier)
    assert set(Message.objects.values_list("entry__act", flat=True)) == {"submit"}


def test_the_inbox_counts_what_is_new_and_belongs_to_its_owner(
    world: World, dossier: Dossier
) -> None:
    tell(dossier)
    assert inbox.unread_count(world.huong) == 1
    assert [message.dossier for message in inbox.for_user(world.huong)] == [dossier]
    assert not inbox.for_user(world.lan).exists()
    assert inbox.mark_read(world.lan, inbox.for_user(world.huong)) == 0
    assert inbox.mark_read(world.huong, inbox.for_user(world.huong)) == 1
    assert inbox.unread_count(world.huong) == 0
    assert inbox.mark_read(world.huong, inbox.for_user(world.huong)) == 0
