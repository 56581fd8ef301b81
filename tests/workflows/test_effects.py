"""What is owed after commit is done once, whatever happens to the messenger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from foundation import broker, leases
from tests.people import World, draft_of
from workflows import actions
from workflows.journal import outbox
from workflows.models import Effect


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A listener of every act that remembers what it did."""
    done: list[int] = []
    listener = outbox.Listener(lambda effect: done.append(effect.pk), lambda act: True)
    monkeypatch.setattr(outbox, "_listeners", {"test": listener})
    yield done


@pytest.fixture
def owed(world: World, heard: list[int]) -> Effect:
    Effect.objects.all().delete()  # what seeding the calendar left
    actions.submit(draft_of(world), world.huong)
    return Effect.objects.get(kind="test")


def test_an_effect_is_done_once_however_often_the_bell_rings(
    owed: Effect, heard: list[int]
) -> None:
    assert [outbox.run(owed.pk) for _ in range(4)] == [True, False, False, False]
    assert heard == [owed.pk]


def test_the_row_is_written_with_the_act_and_the_bell_rings_after_commit(
    world: World, heard: list[int], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        actions.submit(draft_of(world), world.huong)
        assert heard == []
        assert Effect.objects.filter(kind="test", state="PENDING").exists()
    for callback in callbacks:
        callback()
    assert len(heard) == 1  # Celery runs eagerly in tests


def test_a_broker_that_is_away_loses_nothing(
    owed: Effect, heard: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from workflows import tasks

    def refuse(*given: object, **options: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as away:
        away.setattr(tasks.run_effect, "apply_async", refuse)
        outbox.ring([owed.pk])
    assert heard == []
    broker.listen_again()
    assert outbox.sweep() == 1
    assert heard == [owed.pk]


def test_a_worker_that_died_leaves_a_lease_that_runs_out(owed: Effect, heard: list[int]) -> None:
    Effect.objects.filter(pk=owed.pk).update(lease_until=timezone.now() + leases.LEASE, attempts=1)
    assert outbox.run(owed.pk) is False
    with time_machine.travel(timezone.now() + leases.LEASE + dt.timedelta(seconds=1)):
        assert outbox.run(owed.pk) is True


def test_a_failing_effect_is_tried_again_later_and_at_last_shown_to_a_person(
    owed: Effect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(effect: Effect) -> None:
        raise ValueError("Nguyễn Thị Hường")

    monkeypatch.setitem(outbox._listeners, "test", outbox.Listener(fail, lambda act: False))
    now = timezone.now()
    for _ in range(outbox.MAX_ATTEMPTS):
        with time_machine.travel(now, tick=False):
            assert outbox.run(owed.pk) is False
        owed.refresh_from_db()
        now = owed.due_at
    assert owed.state == Effect.State.DEAD
    assert owed.attempts == outbox.MAX_ATTEMPTS
    assert owed.last_error == "ValueError"  # never the text, which may hold personal data


def test_an_effect_that_ends_its_worker_lets_others_go_first_and_is_given_up(
    owed: Effect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a document that hangs the converter does: nobody comes back to say that it failed."""

    class Gone(BaseException):
        pass

    def end(effect: Effect) -> None:
        raise Gone

    monkeypatch.setattr(outbox, "_listeners", {"test": outbox.Listener(end, lambda act: True)})
    now, waits = timezone.now(), []
    for _death in range(outbox.MOST_DEATHS):
        with time_machine.travel(now, tick=False):
            with pytest.raises(Gone):
                outbox.run(owed.pk)
            owed.refresh_from_db()
            assert owed.state == Effect.State.PENDING and not outbox.run(owed.pk), (
                "held until the lease runs out"
            )
            again = max(owed.due_at, owed.lease_until + dt.timedelta(seconds=1))
            waits.append(again - now)
            now = again
    assert waits[outbox.QUICK_DEATHS - 1] < dt.timedelta(minutes=1) and waits[-1] > dt.timedelta(
        hours=1
    )
    with time_machine.travel(now, tick=False):
        assert not outbox.run(owed.pk)
    owed.refresh_from_db()
    assert (owed.state, owed.last_error) == (Effect.State.DEAD, "WorkerDied")


def test_an_effect_that_failed_has_not_ended_its_worker(
    owed: Effect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(effect: Effect) -> None:
        raise LookupError

    monkeypatch.setattr(outbox, "_listeners", {"test": outbox.Listener(fail, lambda act: True)})
    assert not outbox.run(owed.pk)
    owed.refresh_from_db()
    assert (owed.attempts, owed.deaths, owed.last_error) == (1, 0, "LookupError")
