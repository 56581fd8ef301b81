"""What the site needs to work, each asked by its own small probe: `None` when it is there, else
what is wrong.

Nothing here names a person or a secret: the sentences go to an administrator's monitoring.
"""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from documents.models import Document
from notifications.models import Delivery
from organisations.calendar import known_days
from workflows.background import heartbeat
from workflows.models import Effect

BROKER_PORTS = {"redis": 6379, "rediss": 6379, "amqp": 5672, "amqps": 5671}
TIMEOUT = 2.0  # seconds a service may take to be reached
LATE = dt.timedelta(minutes=10)  # what is owed longer than this says that no worker runs


def database() -> str | None:
    """It answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def migrations() -> str | None:
    """Its tables are those of this code."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} migrations are not applied: manage.py migrate" if missing else None


def broker() -> str | None:
    """It can be reached (a folder always can)."""
    place = urlsplit(settings.CELERY_BROKER_URL)
    if place.scheme not in BROKER_PORTS:
        return None
    with socket.create_connection(
        (place.hostname or "localhost", place.port or BROKER_PORTS[place.scheme]), TIMEOUT
    ):
        return None


def worker() -> str | None:
    """It lived in the last minute, and somebody works off what is owed."""
    if silent := heartbeat.complaint(heartbeat.WORKER):
        return silent
    long_ago = timezone.now() - LATE
    waiting = Effect.objects.filter(
        state=Effect.State.PENDING, due_at__lt=long_ago, attempts=0
    ).count()
    return (
        f"{waiting} effects wait since more than {LATE.seconds // 60} minutes: is a worker running?"
        if waiting
        else None
    )


def beat() -> str | None:
    """The timer lived in the last minute: without it no time limit runs out and no letter is tried
    again.
    """
    return heartbeat.complaint(heartbeat.TIMER)


def storage() -> str | None:
    """Uploads and documents can be written."""
    for kept in ("uploads", "documents"):
        storages[kept].check()  # type: ignore[attr-defined]  # both kinds of filestore have it
    return None


def scanner() -> str | None:
    """The virus scanner answers, where the site has one."""
    address = settings.CLAMAV_ADDRESS
    if not address:
        return None
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX) as talk:
            talk.settimeout(TIMEOUT)
            talk.connect(address)
        return None
    host, _colon, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), TIMEOUT):
        return None


def seal() -> str | None:
    """The certificate of the seal is valid for another month."""
    from documents import seal  # late: pyHanko takes a fifth of a start, of every command too

    left = seal.valid_until() - timezone.now()
    return (
        f"the certificate of the seal ends in {left.days} days"
        if left < dt.timedelta(days=30)
        else None
    )


def calendar() -> str | None:
    """The days off of the year that follows are entered."""
    return known_days.warning() or None


NEEDED: dict[str, Callable[[], str | None]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "worker": worker,
    "beat": beat,
    "storage": storage,
    "scanner": scanner,
    "seal": seal,
    "calendar": calendar,
}
#: Without these no page can be served; the others are waited for, and what is owed to them drains
#: by itself.
VITAL = frozenset({"database", "migrations", "storage"})


def asked() -> dict[str, str]:
    """Every probe's word: "ok", or what is wrong."""
    return {name: _word(probe) for name, probe in NEEDED.items()}


def _word(probe: Callable[[], str | None]) -> str:
    try:
        return probe() or "ok"
    except Exception as error:  # whatever a service that is away does
        return f"away ({type(error).__name__})"


def owed() -> dict[str, float]:
    """How much waits, and how long the oldest does (seconds)."""
    now = timezone.now()
    pending = Effect.objects.filter(state=Effect.State.PENDING)
    oldest = pending.order_by("due_at").values_list("due_at", flat=True).first()
    return {
        "effects_pending": pending.count(),
        "effects_dead": Effect.objects.filter(state=Effect.State.DEAD).count(),
        "effects_oldest_seconds": max((now - oldest).total_seconds(), 0) if oldest else 0,
        "deliveries_pending": Delivery.objects.filter(state=Delivery.State.PENDING).count(),
        "deliveries_failed": Delivery.objects.filter(state=Delivery.State.FAILED).count(),
        "worker_silent_seconds": _silent_seconds(heartbeat.WORKER),
        "beat_silent_seconds": _silent_seconds(heartbeat.TIMER),
        "documents_reserved": Document.objects.filter(state=Document.State.RESERVED).count(),
    }


def _silent_seconds(name: str) -> float:
    """Seconds since its last sign of life; NaN where there was none (deploy/prometheus: no good
    news).
    """
    quiet = heartbeat.silence(name)
    return float("nan") if quiet is None else quiet.total_seconds()


def kept() -> dict[str, float]:
    """How old the newest finished backup is, how long the seal is valid still (seconds); NaN where
    nobody can say.
    """
    return {"backup_age_seconds": backup_age(), "seal_seconds_left": _seal_left()}


def backup_age() -> float:
    """Seconds since the newest finished backup in BACKUPS; NaN where there is none, or its folder
    cannot be read.
    """
    try:
        taken = [manifest.stat().st_mtime for manifest in settings.BACKUPS.glob("*/manifest")]
    except OSError:
        taken = []
    return timezone.now().timestamp() - max(taken) if taken else float("nan")


def _seal_left() -> float:
    try:
        from documents import seal  # late: pyHanko takes a fifth of a start, of every command too

        return (seal.valid_until() - timezone.now()).total_seconds()
    except Exception:  # pyHanko and tokens fail in many ways
        return float("nan")
