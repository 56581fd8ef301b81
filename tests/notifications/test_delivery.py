"""A mail leaves at least once, is recorded once, and the officer sees how far it came. Through real
SMTP.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.utils import timezone

from foundation import leases
from notifications import delivery as sending
from notifications import inbox
from notifications.models import Delivery, Message
from tests.notifications.conftest import Postbox, tell
from tests.people import World, draft_of
from workflows import actions

State = Delivery.State


def after(delivery: Delivery) -> dt.datetime:
    """A moment after the next try is due."""
    delivery.refresh_from_db()
    return delivery.next_try_at + dt.timedelta(seconds=1)


def test_the_letter_arrives_in_the_citizens_mailbox(postbox: Postbox, delivery: Delivery) -> None:
    assert sending.attempt(delivery.pk)
    (letter,) = postbox.letters
    assert letter["To"] == "huong@example.vn"
    assert letter["Subject"].strip() == delivery.message.subject
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Kính gửi" in letter.get_content()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_error) == (State.SENT, 1, "")


def test_a_sent_letter_is_not_sent_again(postbox: Postbox, delivery: Delivery) -> None:
    assert [sending.attempt(delivery.pk) for _ in range(3)] == [True, False, False]
    assert len(postbox.letters) == 1


def test_a_busy_mail_server_is_tried_again_later_and_the_officer_sees_it(
    postbox: Postbox, delivery: Delivery
) -> None:
    postbox.refusals = ["451 4.3.0 busy, try later", "451 4.3.0 busy, try later"]
    assert not sending.attempt(delivery.pk)
    (shown,) = inbox.states_of(delivery.message.dossier)
    assert (shown.state, shown.attempts, shown.last_error) == (
        State.PENDING,
        1,
        "SMTPDataError 451",
    )
    assert not sending.attempt(delivery.pk), "before its time it is not tried"
    first_wait = shown.next_try_at - timezone.now()
    with time_machine.travel(after(delivery)):
        assert not sending.attempt(delivery.pk)
        delivery.refresh_from_db()
        assert delivery.next_try_at - timezone.now() > 3 * first_wait
    with time_machine.travel(after(delivery)):
        assert sending.attempt(delivery.pk)
    (shown,) = inbox.states_of(delivery.message.dossier)
    assert (shown.state, shown.attempts, shown.last_error) == (State.SENT, 3, "")
    assert len(postbox.letters) == 1


def test_a_worker_killed_between_sending_and_recording_sends_again_under_the_same_id(
    postbox: Postbox, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """As kill -9 leaves it: no `except`, no clean-up."""

    send = EmailMessage.send

    def send_and_die(self: EmailMessage, fail_silently: bool = False) -> int:
        send(self, fail_silently)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(EmailMessage, "send", send_and_die)
        with pytest.raises(Killed):
            sending.attempt(delivery.pk)
    assert not sending.attempt(delivery.pk), "the dead worker's lease still holds"
    with time_machine.travel(timezone.now() + leases.LEASE + dt.timedelta(seconds=1)):
        assert sending.sweep() == 1
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert Message.objects.filter(channel="EMAIL").count() == 1
    delivery.refresh_from_db()
    assert delivery.state == State.SENT


def test_a_mailbox_that_does_not_exist_is_not_tried_again(
    postbox: Postbox, delivery: Delivery
) -> None:
    postbox.unknown.add("huong@example.vn")
    sending.attempt(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (State.FAILED, "SMTPRecipientsRefused 550")


def test_after_the_last_try_it_is_given_up_until_an_administrator_has_mended_the_cause(
    postbox: Postbox, delivery: Delivery
) -> None:
    postbox.refusals = ["451 busy"] * sending.MAX_ATTEMPTS
    for _ in range(sending.MAX_ATTEMPTS):
        with time_machine.travel(after(delivery)):
            assert not sending.attempt(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.FAILED, sending.MAX_ATTEMPTS)
    assert sending.sweep() == 0
    assert sending.try_again(Delivery.objects.all()) == 1
    assert sending.sweep() == 1
    assert len(postbox.letters) == 1


def test_no_mail_server_at_all_loses_nothing(settings: Any, delivery: Delivery) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    assert not sending.attempt(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (State.PENDING, "ConnectionRefusedError")


def test_two_letters_never_share_an_id(postbox: Postbox, world: World) -> None:
    for _ in range(2):
        tell(actions.submit(draft_of(world), world.huong))
    sending.sweep()
    first, second = postbox.letters
    assert first["Message-ID"] != second["Message-ID"]


def test_the_embedded_default_writes_the_letter_into_a_file(
    settings: Any, delivery: Delivery
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert sending.attempt(delivery.pk)
    (file,) = settings.EMAIL_FILE_PATH.iterdir()
    assert "To: huong@example.vn" in file.read_text()
