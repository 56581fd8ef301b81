"""Erased on the announced day, not before, not under a hold; documents, register and journal stay
whole.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from documents import verification
from organisations.models import User
from privacy import holding, retention
from privacy.models import Erasure, LegalHold
from registers.models import Diploma
from tests.people import World, draft_of
from tests.portal.conftest import decide
from tests.portal.test_dossiers import issue
from tests.workflows.procedures import changed
from workflows import actions
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.models import Dossier
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text

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
    assert (
        gone.answers,
        gone.office,
        gone.applicant_phone,
        gone.applicant_name,
        gone.holder_name,
    ) == (
        {},
        {},
        "",
        "",
        "",
    )
    assert gone.search == gone.code.lower() and not (
        gone.phone_index or gone.applicant_index or gone.holder_index
    )
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
    assert entries.verify() is None


@pytest.mark.parametrize("until", [None, 0])
def test_a_hold_keeps_everything_until_it_ends(world: World, closed: Dossier, until: Any) -> None:
    erasure = announced(closed)
    day = erasure.due_on
    hold = LegalHold.objects.create(
        dossier=closed,
        reason="Khiếu nại",
        placed_by=world.dung,
        until=None if until is None else day,
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
    with time_machine.travel(
        dt.datetime.combine(day, dt.time(1, 30)) - dt.timedelta(days=30), tick=False
    ):
        apply_retention()
    erasure = Erasure.objects.get(dossier=closed)
    assert erasure.erased_at is None
    with time_machine.travel(dt.datetime.combine(day, dt.time(1, 30)), tick=False):
        apply_retention()
    erasure.refresh_from_db()
    assert erasure.erased_at is not None


YEARS = "retention_years: {granted: 10, refused: 5, stopped: 2}"


@pytest.fixture
def told_apart(world: World) -> World:
    """The same procedure, kept as long as each ending asks."""
    world.version = publishing.publish_proposal(from_text(changed(("retention_years: 5", YEARS))))
    return world


def test_each_ending_is_kept_its_own_years(told_apart: World) -> None:
    world = told_apart
    year = timezone.localdate().year + 1
    granted = issue(world, actions.submit(draft_of(world), world.huong))
    not_received = decide(
        actions.submit(draft_of(world), world.huong), world.lan, "refuse", reason="Không thuộc"
    )
    stopped = actions.submit(draft_of(world), world.huong)
    actions.withdraw(stopped, world.huong)
    actions.stop(stopped, world.lan)
    ends = [
        retention.due_on(Dossier.objects.get(pk=one.pk)) for one in (granted, not_received, stopped)
    ]
    assert [day.year - year for day in ends] == [10, 5, 2]
    Dossier.objects.filter(pk=granted.pk).update(decision="REFUSED")
    assert retention.due_on(Dossier.objects.get(pk=granted.pk)).year - year == 5


def test_a_hold_is_an_act_of_the_journal_and_makes_nothing_younger(
    world: World, closed: Dossier
) -> None:
    erasure = announced(closed)
    day = erasure.due_on
    keeper = User.objects.create_superuser("giu", "giu@example.vn", "x" * 20, full_name="Người Giữ")
    with time_machine.travel(dt.datetime.combine(day - 40 * DAY, dt.time(9)), tick=False):
        hold = holding.place(Dossier.objects.get(pk=closed.pk), keeper, "Khiếu nại số 12")
        assert retention.due_on(closed) == day
        holding.end(hold, keeper, day + DAY)
    assert retention.due(day) == [] and [one.pk for one in retention.due(day + 2 * DAY)] == [
        erasure.pk
    ]
    acts = closed.entries.filter(act__in=["hold", "release_hold"])
    assert list(acts.values_list("act", "actor_name", "reason", "data")) == [
        ("hold", "Người Giữ", "Khiếu nại số 12", {"until": None}),
        ("release_hold", "Người Giữ", "Khiếu nại số 12", {"until": (day + DAY).isoformat()}),
    ]
    assert entries.verify() is None


def test_who_has_no_right_holds_nothing_and_a_reason_is_needed(
    world: World, closed: Dossier
) -> None:
    keeper = User.objects.create_superuser("giu", "giu@example.vn", "x" * 20, full_name="Người Giữ")
    for person in (world.dung, world.huong):
        with pytest.raises(NoRight):
            holding.place(closed, person, "Khiếu nại")
    with pytest.raises(Incomplete):
        holding.place(closed, keeper, " ")
    erasure = announced(closed)
    assert retention.erase(erasure, erasure.due_on)
    with pytest.raises(WrongState):
        holding.place(closed, keeper, "Khiếu nại")
    assert not LegalHold.objects.exists() and not closed.entries.filter(act="hold").exists()


def test_the_administration_places_and_ends_a_hold(world: World, closed: Dossier) -> None:
    keeper = User.objects.create_superuser("giu", "giu@example.vn", "x" * 20, full_name="Người Giữ")
    client = Client()
    client.force_login(keeper)
    sent = {"dossier": closed.pk, "reason": "Thanh tra", "until": ""}
    client.post("/quan-tri/privacy/legalhold/add/", sent)
    hold = LegalHold.objects.get()
    assert hold.placed_by == keeper and closed.entries.get(act="hold").reason == "Thanh tra"
    client.post(f"/quan-tri/privacy/legalhold/{hold.pk}/change/", {"until": "2026-12-31"})
    hold.refresh_from_db()
    assert (
        hold.until == dt.date(2026, 12, 31)
        and closed.entries.filter(act="release_hold").count() == 1
    )
