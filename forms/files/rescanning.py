"""Asks the virus scanner again about files without a verdict; beat calls the sweep every 30
seconds.

A scanner that is away costs one ping; a file that makes it fail waits longer each time and holds up
no other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from forms.files import scanning
from forms.files.quarantine import Scan, record, waiting
from forms.files.uploads import open_kept
from forms.models import StoredFile

FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(minutes=15)
SCAN_WITHIN = 20.0  # seconds for one file; the largest takes a scanner about one
# seconds: less than the time to the next sweep, so that a worker has time for the rest
SWEEP_FOR = 20.0


def sweep() -> int:
    """Scan what is due, the longest due first, for at most `SWEEP_FOR` seconds; returns how many
    got a verdict.
    """
    if not settings.CLAMAV_ADDRESS or not scanning.answers():
        return 0
    scanning.ask_again()
    ends, judged = time.monotonic() + SWEEP_FOR, 0
    for stored in _claimed(ends):
        verdict = _verdict(stored)
        if verdict in (Scan.CLEAN, Scan.INFECTED, Scan.UNREADABLE):
            record(stored.sha256, verdict)
            judged += 1
        elif not scanning.answers():
            break
    return judged


def _claimed(ends: float) -> Iterator[StoredFile]:
    """Rows that are due, each put off first: another sweep leaves it alone, and a crash means one
    wait more.
    """
    now = timezone.now()
    due = waiting().filter(Q(scan_due_at__isnull=True) | Q(scan_due_at__lte=now))
    for stored in due.order_by(F("scan_due_at").asc(nulls_first=True), "uploaded_at")[:200]:
        if time.monotonic() > ends:
            return
        # None is asked as IS NULL
        mine = waiting().filter(pk=stored.pk, scan_due_at=stored.scan_due_at)
        wait = min(FIRST_WAIT * 2 ** min(stored.scan_attempts, 10), LONGEST_WAIT)
        if mine.update(scan_due_at=now + wait, scan_attempts=F("scan_attempts") + 1):
            yield stored


def _verdict(stored: StoredFile) -> str:
    """The scanner's verdict, or UNREADABLE when the content is gone or is no longer the one that
    was sent.
    """
    try:
        with open_kept(stored.sha256) as file:
            if _sha256(file) != stored.sha256:
                return Scan.UNREADABLE
            file.seek(0)
            return scanning.scan(file, SCAN_WITHIN)
    except FileNotFoundError:
        return Scan.UNREADABLE
    except OSError:
        return Scan.PENDING


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()
