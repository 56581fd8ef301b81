"""Worker and timer are known to live, and are missed within a minute of their death."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from celery.signals import before_task_publish
from django.utils import timezone

from config import celery
from portal.monitoring import probes
from workflows.background import heartbeat
from workflows.models import Heartbeat
from workflows.tasks import beat_heart


@pytest.fixture
def site(db: None, settings: Any) -> None:
    """A site whose tasks are a worker's business."""
    settings.CELERY_TASK_ALWAYS_EAGER = False
    heartbeat._last.clear()


def test_who_never_lived_is_named(site: None) -> None:
    assert "never" in str(probes.worker()) and "never" in str(probes.beat())


def test_the_pulse_is_the_sign_of_both(site: None) -> None:
    """The timer's own row as it sends, the worker's as it takes."""
    before_task_publish.send(sender="workflows.tasks.beat_heart")
    assert probes.beat() is None and "never" in str(probes.worker())
    beat_heart()
    assert probes.worker() is None


def test_a_silent_minute_is_noticed(site: None) -> None:
    beat_heart()
    celery._timer_begins()
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=59)):
        assert probes.worker() is None and probes.beat() is None
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=75)):
        assert "75 seconds ago" in str(probes.worker()) and "75 seconds ago" in str(probes.beat())
        assert probes.owed()["beat_silent_seconds"] == pytest.approx(75, abs=2)


def test_a_worker_that_is_busy_with_other_things_lives(site: None) -> None:
    celery._worker_lives()
    assert probes.worker() is None


def test_a_hundred_tasks_are_one_row_and_one_write(
    site: None, django_assert_num_queries: Any
) -> None:
    heartbeat.live(heartbeat.WORKER)
    with django_assert_num_queries(0):
        for _task in range(100):
            heartbeat.live(heartbeat.WORKER)
    assert Heartbeat.objects.count() == 1


def test_another_page_s_ring_is_no_sign_of_the_timer(site: None) -> None:
    before_task_publish.send(sender="workflows.tasks.run_effect")
    assert "never" in str(probes.beat())
