"""The morning's letter: who asked gets one a working day, with what is late, due today and new;
codes, no names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage

from foundation import leases
from notifications import choices, digest
from notifications.models import Digest
from organisations.calendar_models import CalendarDay
from tests.notifications.conftest import Postbox
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier, WorkItem

ZONE = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.datetime(2026, 11, 23, 7, 30, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def asked(world: World, postbox: Postbox) -> World:
    """The receptionist wants the letter."""
    world.lan.email = "lan@example.vn"
    world.lan.save()
    choices.keep(world.lan, ["EMAIL"], digest=True)
    return world


def filed(world: World, due: dt.datetime | None = None) -> Dossier:
    dossier = actions.submit(draft_of(world), world.huong)
    WorkItem.objects.filter(process=dossier).update(due_at=due, created=MONDAY)
    return dossier


def test_what_is_late_due_and_new_by_code_and_without_names(asked: World, postbox: Postbox) -> None:
    late = filed(asked, MONDAY - dt.timedelta(hours=1))
    today = filed(asked, MONDAY + dt.timedelta(hours=5))
    later = filed(asked, MONDAY + dt.timedelta(days=5))
    digest.sweep()
    (letter,) = postbox.letters
    assert letter["To"] == "lan@example.vn"
    assert (
        letter["Subject"].strip()
        == "Việc của ngày 23/11/2026: 1 trễ hạn, 1 đến hạn hôm nay, 3 mới đến"
    )
    text = letter.get_content()
    assert text.index(late.code) < text.index("Đến hạn hôm nay") < text.index(today.code)
    assert text.count(later.code) == 1 and "/mot-cua/" in text
    assert late.applicant_name not in text and "0905" not in text


def test_once_a_working_day_however_often_it_is_looked(
    asked: World, postbox: Postbox, clock: Any
) -> None:
    filed(asked, MONDAY)
    for _ in range(3):
        digest.sweep()
    assert len(postbox.letters) == 1
    clock.move_to(MONDAY + dt.timedelta(days=1))  # 24 November, a day off
    digest.sweep()
    assert len(postbox.letters) == 1
    clock.move_to(MONDAY + dt.timedelta(days=2))
    digest.sweep()
    assert len(postbox.letters) == 2


@pytest.mark.parametrize(
    "moment",
    [
        MONDAY - dt.timedelta(days=1),  # Sunday
        MONDAY.replace(hour=6, minute=59),
        MONDAY.replace(hour=12),
    ],
)
def test_not_on_a_day_off_nor_by_night_nor_at_noon(
    asked: World, postbox: Postbox, clock: Any, moment: dt.datetime
) -> None:
    filed(asked, MONDAY)
    clock.move_to(moment)
    digest.sweep()
    assert not postbox.letters and not Digest.objects.exists()


def test_a_day_off_of_the_calendar_is_kept(asked: World, postbox: Postbox) -> None:
    filed(asked, MONDAY)
    CalendarDay.objects.create(date=MONDAY.date(), kind="OFF", name="Nghỉ bù")
    digest.sweep()
    assert not postbox.letters


def test_nobody_gets_one_unasked_and_nothing_to_say_is_not_said(
    asked: World, postbox: Postbox
) -> None:
    digest.sweep()
    assert not postbox.letters and Digest.objects.get().last_error == "nothing"
    assert set(Digest.objects.values_list("person", flat=True)) == {asked.lan.pk}


def test_a_mail_server_that_is_away_gets_it_later_and_after_noon_not_at_all(
    asked: World, postbox: Postbox, clock: Any
) -> None:
    filed(asked, MONDAY)
    postbox.refusals = ["451 busy"]
    digest.sweep()
    assert not postbox.letters
    clock.move_to(MONDAY + dt.timedelta(minutes=5))
    digest.sweep()
    assert len(postbox.letters) == 1
    Digest.objects.update(state="PENDING")
    clock.move_to(MONDAY.replace(hour=13))
    digest.sweep()
    assert len(postbox.letters) == 1 and Digest.objects.get().last_error == "late"


def test_killed_between_sending_and_writing_it_goes_again_under_the_same_id(
    asked: World, postbox: Postbox, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """As kill -9 leaves it."""

    send = EmailMessage.send

    def send_and_die(self: EmailMessage, fail_silently: bool = False) -> int:
        send(self, fail_silently)
        raise Killed

    filed(asked, MONDAY)
    with monkeypatch.context() as dying:
        dying.setattr(EmailMessage, "send", send_and_die)
        with pytest.raises(Killed):
            digest.sweep()
    digest.sweep()
    assert len(postbox.letters) == 1, "the dead worker's lease still holds"
    clock.move_to(MONDAY + leases.LEASE + dt.timedelta(seconds=1))
    digest.sweep()
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]
