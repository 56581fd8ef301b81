"""What is owed after commit is done once, whatever happens to the messenger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from organisations import leases
from tests.people import World, draft_of
from workflows import actions, doorbell, effects
from workflows.models import Effect


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A listener of every act that remembers what it did."""
    done: list[int] = []
    listener = effects.Listener(lambda effect: done.append(effect.pk), frozenset({"*"}))
    monkeypatch.setattr(effects, "_listeners", {"test": listener})
    yield done


@pytest.fixture
def owed(world: World, heard: list[int]) -> Effect:
    Effect.objects.all().delete()  # what seeding the calendar left
    actions.submit(draft_of(world), world.huong)
    return Effect.objects.get(kind="test")


def test_an_effect_is_done_once_however_often_the_bell_rings(owed: Effect, heard: list[int]) -> None:
    assert [effects.run(owed.pk) for _ in range(4)] == [True, False, False, False]
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


def test_a_broker_that_is_away_loses_nothing(owed: Effect, heard: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows import tasks

    def refuse(*given: object, **options: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as away:
        away.setattr(tasks.run_effect, "apply_async", refuse)
        effects.ring([owed.pk])
    assert heard == []
    doorbell.listen_again()
    assert effects.sweep() == 1
    assert heard == [owed.pk]


def test_a_worker_that_died_leaves_a_lease_that_runs_out(owed: Effect, heard: list[int]) -> None:
    Effect.objects.filter(pk=owed.pk).update(lease_until=timezone.now() + leases.LEASE, attempts=1)
    assert effects.run(owed.pk) is False
    with time_machine.travel(timezone.now() + leases.LEASE + dt.timedelta(seconds=1)):
        assert effects.run(owed.pk) is True


def test_a_failing_effect_is_tried_again_later_and_at_last_shown_to_a_person(
    owed: Effect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(effect: Effect) -> None:
        raise ValueError("Nguyễn Thị Hường")

    monkeypatch.setitem(effects._listeners, "test", effects.Listener(fail, frozenset()))
    now = timezone.now()
    for _ in range(effects.MAX_ATTEMPTS):
        with time_machine.travel(now, tick=False):
            assert effects.run(owed.pk) is False
        owed.refresh_from_db()
        now = owed.due_at
    assert owed.state == Effect.State.DEAD
    assert owed.attempts == effects.MAX_ATTEMPTS
    assert owed.last_error == "ValueError"  # never the text, which may hold personal data
