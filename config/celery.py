"""The Celery application: it executes what Effect rows say is owed, nothing else."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

from config.production import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("motcua")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _check_the_site(**options: Any) -> None:
    refuse_unsafe_start()


@setup_logging.connect
def _log_as_the_site_does(**options: Any) -> None:
    """Celery leaves logging alone where somebody answers this signal: settings.LOGGING holds for the worker too."""
