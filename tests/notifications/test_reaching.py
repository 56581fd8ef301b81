"""One way at a time: the first of a person's own order, the next when it fails; no text at night."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from notifications import choices, dead_addresses, quiet_hours
from notifications import delivery as sending
from notifications.models import DeadAddress, Delivery, Message
from tests.gateway_server import Phone
from tests.notifications.conftest import Postbox, tell
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier, Effect

State = Delivery.State
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
NIGHT = NOON.replace(hour=23)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def filed(world: World, phone: str = "0905 123 456", email: str = "huong@example.vn") -> Dossier:
    dossier = actions.submit(draft_of(world, phone=phone, email=email), world.huong)
    tell(dossier)
    sending.sweep()
    return dossier


def by(dossier: Dossier) -> list[tuple[str, str]]:
    """(channel, state) of what left, in the order in which it was written down."""
    rows = Delivery.objects.filter(message__dossier=dossier).order_by("pk")
    return [(row.message.channel, row.state) for row in rows.select_related("message")]


def go_on(clock: Any) -> None:
    """Until the next try of whatever waits."""
    due = Delivery.objects.filter(state=State.PENDING).order_by("next_try_at").first()
    assert due is not None
    clock.move_to(max(timezone.now(), due.next_try_at + dt.timedelta(seconds=1)))
    sending.sweep()


def test_the_first_way_of_the_site_is_enough(phone: Phone, postbox: Postbox, world: World) -> None:
    dossier = filed(world)
    assert by(dossier) == [("SMS", State.SENT)] and not postbox.letters
    assert Message.objects.filter(dossier=dossier, channel="INBOX").count() == 1


def test_who_chose_letters_gets_letters(phone: Phone, postbox: Postbox, world: World) -> None:
    choices.keep(world.huong, ["EMAIL", "SMS"])
    assert by(filed(world)) == [("EMAIL", State.SENT)] and not phone.texts
    choices.keep(world.huong, [])
    assert by(filed(world)) == [], "the portal alone"


def test_a_number_that_is_none_hands_on_to_the_letter_at_once_and_stays_dead(
    phone: Phone, postbox: Postbox, world: World
) -> None:
    phone.dead.add("84905123456")
    dossier = filed(world)
    sending.sweep()
    assert by(dossier) == [("SMS", State.PASSED), ("EMAIL", State.SENT)]
    assert [letter["To"] for letter in postbox.letters] == ["huong@example.vn"]
    (dead,) = DeadAddress.objects.all()
    assert (dead.channel, dead.why) == ("SMS", "99") and "905123456" not in dead.address_index
    assert by(filed(world)) == [("EMAIL", State.SENT)], "the next message does not try it"
    assert dead_addresses.revive("SMS", "0905123456")
    phone.dead.clear()
    assert by(filed(world)) == [("SMS", State.SENT)]


def test_a_gateway_that_stays_away_hands_on_within_the_hour(
    phone: Phone, postbox: Postbox, world: World, at_noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.answers = [(503, "busy")] * 50
    dossier = filed(world)
    for _ in range(sending.TRIES_BEFORE_NEXT):
        if ("SMS", State.PENDING) in by(dossier):
            go_on(at_noon)
    sending.sweep()
    assert by(dossier) == [("SMS", State.PASSED), ("EMAIL", State.SENT)]
    assert timezone.now() - NOON < dt.timedelta(hours=1)
    assert not DeadAddress.objects.exists(), "busy is not dead"


def test_the_last_way_is_tried_as_long_as_before(
    phone: Phone, postbox: Postbox, world: World, at_noon: Any
) -> None:
    postbox.refusals = ["451 busy"] * 6
    choices.keep(world.huong, ["EMAIL"])
    dossier = filed(world)
    for _ in range(6):
        assert by(dossier) == [("EMAIL", State.PENDING)]
        go_on(at_noon)
    assert by(dossier) == [("EMAIL", State.SENT)]


def also_told_by_mail(dossier: Dossier, world: World) -> None:
    """Somebody else of the household hears of the same entry at the mailbox that they share."""
    told = Message.objects.filter(dossier=dossier, channel="SMS").get()
    text = {"subject": told.subject, "body": told.body, "address": "huong@example.vn"}
    Message.objects.create(
        entry=told.entry, dossier=dossier, channel="EMAIL", recipient=world.dung, **text
    )


def test_an_address_that_heard_of_it_as_somebody_elses_is_not_told_again(
    phone: Phone, postbox: Postbox, world: World
) -> None:
    phone.dead.add("84905123456")
    dossier = actions.submit(draft_of(world, phone="0905 123 456"), world.huong)
    tell(dossier)
    also_told_by_mail(dossier, world)
    assert sending.sweep() == 1
    assert by(dossier) == [("SMS", State.PASSED)]
    assert sending.sweep() == 0, "it is not owed for ever"


def test_a_text_that_comes_back_goes_to_no_address_that_heard_of_it(
    phone: Phone, postbox: Postbox, world: World
) -> None:
    dossier = filed(world)
    also_told_by_mail(dossier, world)
    assert sending.note_bounce(Delivery.objects.get(message__dossier=dossier), "4", for_good=True)
    assert by(dossier) == [("SMS", State.BOUNCED)] and DeadAddress.objects.exists()


def test_telling_again_after_the_way_failed_tells_nobody_twice(
    phone: Phone, postbox: Postbox, world: World
) -> None:
    phone.dead.add("84905123456")
    dossier = filed(world)
    sending.sweep()
    Effect.objects.filter(entry__dossier=dossier, kind="notify").update(state=Effect.State.PENDING)
    tell(dossier)
    sending.sweep()
    assert (
        by(dossier) == [("SMS", State.PASSED), ("EMAIL", State.SENT)] and len(postbox.letters) == 1
    )


def test_telling_again_after_another_choice_tells_nobody_twice(
    phone: Phone, postbox: Postbox, world: World
) -> None:
    dossier = filed(world)
    choices.keep(world.huong, ["EMAIL"])
    Effect.objects.filter(entry__dossier=dossier, kind="notify").update(state=Effect.State.PENDING)
    tell(dossier)
    sending.sweep()
    assert by(dossier) == [("SMS", State.SENT)] and not postbox.letters


def test_whoever_is_asked_as_an_office_is_not_replaced_by_the_applicant(
    phone: Phone, postbox: Postbox, world: World
) -> None:
    """A letter to an office's mailbox that fails goes to nobody else: what it says is not the applicant's."""
    dossier = filed(world)
    entry = dossier.entries.latest("sequence")
    postbox.unknown.add("vanthu@example.vn")
    message = Message.objects.create(
        entry=entry,
        dossier=dossier,
        channel="EMAIL",
        address="vanthu@example.vn",
        subject="S",
        body="B",
    )
    owed = Delivery.objects.create(message=message)
    assert not sending.attempt(owed.pk)
    owed.refresh_from_db()
    assert owed.state == State.FAILED
    assert Message.objects.filter(dossier=dossier).exclude(channel="INBOX").count() == 2


def test_no_text_at_night_and_it_counts_as_no_try(
    phone: Phone, postbox: Postbox, world: World, at_noon: Any, settings: Any
) -> None:
    settings.QUIET_HOURS = "21:00-07:00"
    at_noon.move_to(NIGHT)
    dossier = filed(world)
    assert by(dossier) == [("SMS", State.PENDING)] and not phone.texts
    sending.sweep()
    row = Delivery.objects.get(message__dossier=dossier)
    assert (row.attempts, timezone.localtime(row.next_try_at).hour) == (0, 7)
    at_noon.move_to(NIGHT + dt.timedelta(hours=8))
    sending.sweep()
    assert by(dossier) == [("SMS", State.SENT)] and len(phone.texts) == 1
    at_noon.move_to(NIGHT)
    choices.keep(world.huong, ["EMAIL"])
    assert by(filed(world)) == [("EMAIL", State.SENT)], "a letter wakes nobody"


def test_a_telephone_whose_limit_is_spent_waits_until_midnight_and_no_other_does(
    phone: Phone, world: World, at_noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_A_DAY_EACH", "1")
    assert by(filed(world, email="")) == [("SMS", State.SENT)]
    waiting, other = (
        actions.submit(draft_of(world, phone=number, email=""), world.huong)
        for number in ("0905 123 456", "0905 123 457")
    )
    world.huong.email = ""
    world.huong.save(update_fields=["email"])
    tell(waiting)
    tell(other)
    sending.sweep()
    assert by(waiting) == [("SMS", State.PENDING)] and by(other) == [("SMS", State.SENT)]
    row = Delivery.objects.get(message__dossier=waiting)
    assert timezone.localtime(row.next_try_at) == NOON.replace(hour=0) + dt.timedelta(days=1)
    at_noon.move_to(NOON + dt.timedelta(hours=20))  # eight in the morning: texts may leave
    sending.sweep()
    assert by(waiting) == [("SMS", State.SENT)]


def test_a_telephone_whose_limit_is_spent_is_told_by_the_next_way(
    phone: Phone, postbox: Postbox, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_A_DAY_EACH", "1")
    assert by(filed(world)) == [("SMS", State.SENT)]
    dossier = filed(world)
    sending.sweep()
    assert by(dossier) == [("SMS", State.PASSED), ("EMAIL", State.SENT)]
    assert not DeadAddress.objects.exists()


@pytest.mark.parametrize(
    ("setting", "at", "until"),
    [
        ("21:00-07:00", "20:59", "20:59"),
        ("21:00-07:00", "21:00", "07:00+1"),
        ("21:00-07:00", "06:59", "07:00"),
        ("21:00-07:00", "07:00", "07:00"),
        ("12:00-14:00", "13:30", "14:00"),
        ("12:00-14:00", "23:30", "23:30"),
        ("00:00-00:00", "03:00", "03:00"),
    ],
)
def test_the_hours_are_those_of_the_setting(
    settings: Any, setting: str, at: str, until: str
) -> None:
    settings.QUIET_HOURS = setting
    zone = timezone.get_default_timezone()
    time, _plus, days = until.partition("+")
    moment = dt.datetime.combine(NOON.date(), dt.time.fromisoformat(at), zone)
    wanted = dt.datetime.combine(NOON.date(), dt.time.fromisoformat(time), zone)
    assert quiet_hours.ended(moment) == wanted + dt.timedelta(days=int(days or 0))
