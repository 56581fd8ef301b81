"""How every line stands: read once a second in each web process, so that a waiting visitor's page
asks nothing but memory. When the database is away the last known stands on; places are in the
tickets.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
import threading
from dataclasses import dataclass

from django.db import Error, connection
from django.db.models import F, Q
from django.utils import timezone

from waiting_line import order, pace
from waiting_line.models import GATHERS, Line

log = logging.getLogger(__name__)
EVERY, IDLE_EVERY = 1.0, 5.0  # seconds: with lines, and without


@dataclass(frozen=True)
class Standing:
    """A line at a moment. `present` is None until it has opened; `secret` is told from then on."""

    pk: int
    key: str
    title: str
    mode: str
    prefixes: tuple[str, ...]
    opens_at: dt.datetime | None
    commitment: str
    secret: str
    present: int | None
    counter: int
    admitted: float
    rate: float
    pass_minutes: int

    @property
    def is_open(self) -> bool:
        """People are let in."""
        return self.opens_at is None or self.present is not None

    def gathers(self, now: dt.datetime) -> bool:
        """A number can be had."""
        return self.opens_at is None or now >= self.opens_at - GATHERS

    def place(self, number: int) -> int:
        """From 0; before the opening there is none yet, and the number stands for it."""
        return order.place(number, self.present or 0, self.secret)

    def ahead(self, number: int) -> int:
        """How many are still before this number; 0: it is let in, or will be in this very
        moment.
        """
        return max(0, self.place(number) + 1 - math.floor(self.admitted))

    def lets_in(self, number: int) -> bool:
        return self.is_open and self.ahead(number) == 0

    @property
    def has_room(self) -> bool:
        """Nobody waits, and one more may come in at once."""
        return self.mode != Line.Mode.ON and self.is_open and self.admitted >= self.counter + 1

    def minutes(self, number: int) -> int:
        """Until that number's turn, at the pace of now."""
        return max(1, math.ceil(self.ahead(number) / max(self.rate, 0.1)))


class Board:
    """The lines in force, as this process knows them."""

    def __init__(self) -> None:
        self.lines: tuple[Standing, ...] = ()
        self._watching: threading.Thread | None = None
        self._over = threading.Event()
        self._lock = threading.Lock()

    def of(self, key: str) -> Standing | None:
        return next((line for line in self.lines if line.key == key), None)

    def refresh(self, busy: float | None = None, now: dt.datetime | None = None) -> None:
        """Read all lines, and let people in for the time that has passed."""
        moment = now or timezone.now()
        rows = Line.objects.exclude(mode=Line.Mode.OFF).filter(
            Q(closes_at__isnull=True) | Q(closes_at__gt=moment)
        )
        self.lines = tuple(_standing(_advanced(row, busy, moment)) for row in rows)

    def watch(self, busy: pace.Busy) -> None:
        """Refresh from now on, in a thread of this process; once a process, however often
        called.
        """
        if self._watching is not None and self._watching.is_alive():
            return
        with self._lock:
            if self._watching is None or not self._watching.is_alive():
                self._over.clear()
                self._watching = threading.Thread(target=self._watch, args=(busy,), daemon=True)
                self._watching.start()

    def stop(self) -> None:
        """End the thread; tests do."""
        self._over.set()
        if self._watching is not None:
            self._watching.join()
            self._watching = None

    def _watch(self, busy: pace.Busy) -> None:
        while True:
            try:
                connection.close_if_unusable_or_obsolete()
                self.refresh(busy.share())
            except Error as error:
                log.warning("the lines cannot be read: %s", type(error).__name__)
                connection.close()
            if self._over.wait(EVERY if self.lines else IDLE_EVERY):
                connection.close()
                return


def _advanced(row: Line, busy: float | None, now: dt.datetime) -> Line:
    """The row as it stands after the time since somebody last looked; of several processes one
    writes.
    """
    if row.opens_at is not None and row.present is None:
        if now < row.opens_at:
            return row
        _open(row, now)
    seconds = (now - row.advanced_at).total_seconds()
    if seconds <= 0:
        return row
    seen = row.advanced_at
    if busy is not None and (now - row.paced_at).total_seconds() >= pace.PACED_EVERY:
        bounds = pace.Bounds(row.least_a_minute, row.most_a_minute)
        row.rate, row.paced_at = pace.rate(row.rate, busy, bounds), now
    row.admitted = pace.let_in(row.admitted, row.counter, row.rate, seconds)
    row.advanced_at = now
    changes = {"admitted": row.admitted, "rate": row.rate, "paced_at": row.paced_at}
    mine = Line.objects.filter(pk=row.pk, advanced_at=seen).update(advanced_at=now, **changes)
    if not mine:
        row.refresh_from_db()
    return row


def _open(row: Line, now: dt.datetime) -> None:
    """The moment after which a number is no longer shuffled: the same for all processes."""
    Line.objects.filter(pk=row.pk, present__isnull=True).update(
        present=F("counter"), admitted=0.0, advanced_at=now
    )
    row.refresh_from_db()


def _standing(row: Line) -> Standing:
    is_told = row.opens_at is not None and row.present is not None
    return Standing(
        pk=row.pk,
        key=row.key,
        title=row.title,
        mode=row.mode,
        prefixes=row.prefixes,
        opens_at=row.opens_at,
        commitment=row.commitment,
        secret=row.secret if is_told else "",
        present=row.present,
        counter=row.counter,
        admitted=row.admitted,
        rate=row.rate,
        pass_minutes=row.pass_minutes,
    )


BOARD = Board()
