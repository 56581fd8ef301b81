"""Erased on the announced day, not before, not under a hold; documents, register and journal stay whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from documents import verification
from privacy import retention
from privacy.models import Erasure, LegalHold
from registers.models import Diploma
from tests.people import World, draft_of
from tests.portal.test_dossiers import issue
from workflows import actions, journal
from workflows.models import Dossier

DAY = dt.timedelta(days=1)


@pytest.fixture
def closed(world: World) -> Dossier:
    return issue(world, actions.submit(draft_of(world), world.huong))


def announced(dossier: Dossier) -> Erasure:
    """The notice, on the first day on which it is given."""
    first = retention.due_on(dossier) - retention.NOTICE_DAYS * DAY
    assert list(retention.announce(first - DAY)) == []
    assert len(list(retention.announce(first))) == 1
    return Erasure.objects.get()


def test_erased_on_the_day_and_not_before(world: World, closed: Dossier) -> None:
    running = actions.submit(draft_of(world), world.huong)
    erasure = announced(closed)
    day = erasure.due_on
    assert day == retention.due_on(closed) and (day.month, day.day) == (1, 1)
    assert retention.due(day - DAY) == [] and not retention.erase(erasure, day - DAY)
    assert Dossier.objects.get(pk=closed.pk).answers["phone"] == "0905123456"
    assert [one.pk for one in retention.due(day)] == [erasure.pk]
    assert retention.erase(erasure, day) and not retention.erase(erasure, day)
    gone = Dossier.objects.get(pk=closed.pk)
    assert (gone.answers, gone.office, gone.applicant_phone, gone.applicant_name, gone.holder_name) == (
        {},
        {},
        "",
        "",
        "",
    )
    assert gone.search == gone.code.lower() and not (gone.phone_index or gone.applicant_index or gone.holder_index)
    assert Dossier.objects.get(pk=running.pk).answers["phone"] == "0905123456"


def test_what_is_permanent_stays(world: World, closed: Dossier) -> None:
    copy = closed.documents.get(kind="copy").document
    slip = closed.documents.exclude(kind="copy")[0].document
    facts = copy.facts
    erasure = announced(closed)
    assert retention.erase(erasure, erasure.due_on)
    copy.refresh_from_db()
    slip.refresh_from_db()
    assert copy.facts == facts and verification.check(copy.code).result == "genuine"
    assert slip.facts == {}
    assert Diploma.objects.filter(pk=world.diploma.pk).exists()
    assert journal.verify() is None


@pytest.mark.parametrize("until", [None, 0])
def test_a_hold_keeps_everything_until_it_ends(world: World, closed: Dossier, until: Any) -> None:
    erasure = announced(closed)
    day = erasure.due_on
    hold = LegalHold.objects.create(
        dossier=closed, reason="Khiếu nại", placed_by=world.dung, until=None if until is None else day
    )
    assert retention.due(day) == [] and not retention.erase(erasure, day)
    hold.until = day
    hold.save()
    assert [one.pk for one in retention.due(day + DAY)] == [erasure.pk]


def test_a_late_notice_is_a_whole_notice(closed: Dossier) -> None:
    late = retention.due_on(closed) + 400 * DAY
    (erasure,) = retention.announce(late)
    assert erasure.due_on == late + retention.NOTICE_DAYS * DAY
    assert retention.due(late) == []


def test_the_nightly_task_announces_first_and_erases_on_the_day(closed: Dossier) -> None:
    from config.celery import app
    from privacy.tasks import apply_retention

    assert app.conf.beat_schedule["apply-retention"]["task"] == apply_retention.name
    day = retention.due_on(closed)
    with time_machine.travel(dt.datetime.combine(day, dt.time(1, 30)) - dt.timedelta(days=30), tick=False):
        apply_retention()
    erasure = Erasure.objects.get(dossier=closed)
    assert erasure.erased_at is None
    with time_machine.travel(dt.datetime.combine(day, dt.time(1, 30)), tick=False):
        apply_retention()
    erasure.refresh_from_db()
    assert erasure.erased_at is not None
