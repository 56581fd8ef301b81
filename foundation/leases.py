"""A worker's hold on a row (`lease_until`): short, so that a crash is soon made good, and renewed
while work goes on.

Whoever holds it knows the moment it ends; that moment in the row proves the hold to be still theirs
(a fencing token).
"""

from __future__ import annotations

import datetime as dt
import threading
from types import TracebackType

from django.db import DatabaseError, connection, models
from django.db.models import Q
from django.utils import timezone

LEASE = dt.timedelta(seconds=30)  # a worker that is killed keeps others waiting no longer
RENEWED_EVERY = LEASE / 3


def free(now: dt.datetime) -> Q:
    """Rows that nobody holds."""
    return Q(lease_until__isnull=True) | Q(lease_until__lt=now)


class Hold:
    """Keeps one row's lease alive by a thread while the `with` block runs; `until` is the moment in
    the row.
    """

    def __init__(self, row: type[models.Model], pk: int, until: dt.datetime) -> None:
        self.until = until
        self._row, self._pk = row, pk
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> Hold:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._over.wait(RENEWED_EVERY.total_seconds()):
            later = timezone.now() + LEASE
            try:
                ours = self._row._default_manager.filter(pk=self._pk, lease_until=self.until)
                if not ours.update(lease_until=later):
                    break  # lost: somebody else has it, or the row is done
                self.until = later
            except DatabaseError:
                pass  # away for a moment: the next turn tries again
            finally:
                connection.close()  # this thread's own
