"""The Celery application: it executes what Effect rows say is owed, nothing else."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_ready

from config.production import refuse_unsafe_start

log = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("motcua")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _check_the_site(**options: Any) -> None:
    refuse_unsafe_start()


@worker_ready.connect
def _say_it_works(**options: Any) -> None:
    """One line: from here on SIGTERM lets the running task end; before it, the process simply dies."""
    log.info("the worker takes tasks")


@setup_logging.connect
def _log_as_the_site_does(**options: Any) -> None:
    """Celery leaves logging alone where somebody answers this signal: settings.LOGGING holds for the worker too."""
