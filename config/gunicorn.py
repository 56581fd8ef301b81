"""gunicorn's own settings: `--config python:config.gunicorn`. Counters of processes that ended are
tidied away.
"""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# says where the counters lie; the library below looks for that once, as it is imported
METRICS = settings.METRICS

from prometheus_client import multiprocess  # noqa: E402

worker_class = "gthread"  # a visitor who sends slowly holds up a thread, not a process
timeout = 60
graceful_timeout = 25  # systemd and the fault tests give thirty seconds
control_socket_disable = True
# Each process listens by itself and the kernel gives each its share: of one socket for all the
# first to look takes every kept connection of a proxy, and the site has half its rate.
reuse_port = True


def on_starting(server: Any) -> None:
    """A fresh start counts from nothing."""
    for file in METRICS.glob("*.db"):
        file.unlink(missing_ok=True)


def pre_fork(server: Any, worker: Any) -> None:
    """No worker shares a connection that was opened while the site was loaded."""
    from django.db import connections

    connections.close_all()


def child_exit(server: Any, worker: Any) -> None:
    """The gauges of a process that ended are not its successors'."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
