"""The Celery application: it executes what Effect rows say is owed, nothing else."""

import contextlib
import logging
import os
from typing import Any

from celery import Celery
from celery.app.task import Task
from celery.signals import (
    beat_embedded_init,
    beat_init,
    before_task_publish,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_init,
    worker_ready,
)
from django.conf import settings

from config.production import refuse_unsafe_start
from foundation import work_limits

log = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("motcua")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _check_the_site(**options: Any) -> None:
    refuse_unsafe_start()
    # in a worker only: a page that does its tasks itself is none
    task_prerun.connect(_worker_lives)


@worker_init.connect
def _read_what_sealing_takes(**options: Any) -> None:
    """Before the pool forks: its processes share what other programs do without."""
    import documents.seal  # noqa: F401


@task_prerun.connect
def _begin_its_time(task: Task, **options: Any) -> None:
    """Every task has an end, whatever pool it runs in; the pieces that are owed have one of their
    own inside.
    """
    task.request.time = contextlib.ExitStack()
    task.request.time.enter_context(work_limits.at_most(settings.TASK_SECONDS))


@task_postrun.connect
def _end_its_time(task: Task, **options: Any) -> None:
    task.request.time.close()


def _worker_lives(**options: Any) -> None:
    from workflows.background import heartbeat

    heartbeat.live(heartbeat.WORKER)


@beat_init.connect
@beat_embedded_init.connect
def _timer_begins(**options: Any) -> None:
    _timer_lives()


@before_task_publish.connect(sender="workflows.tasks.beat_heart")
def _timer_lives(**options: Any) -> None:
    """Only the timer sends this task."""
    from workflows.background import heartbeat

    heartbeat.live(heartbeat.TIMER)


@worker_ready.connect
def _say_it_works(**options: Any) -> None:
    """One line: from here on SIGTERM lets the running task end; before it, the process simply
    dies.
    """
    _worker_lives()
    log.info("the worker takes tasks")


@setup_logging.connect
def _log_as_the_site_does(**options: Any) -> None:
    """Celery leaves logging alone where somebody answers this signal: settings.LOGGING holds for
    the worker too.
    """
