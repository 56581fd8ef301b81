"""The ledger of the clock as a table with bars: what every hour was spent on, and what is left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from workflows.deadlines import ledger
from workflows.deadlines.ledger import LedgerRow
from workflows.models import ClockEvent, Dossier

FULL_DAY = dt.timedelta(hours=8)  # the length of a whole bar


@dataclass(frozen=True)
class Bar:
    """A row of the ledger and how long its bar is, in percent of a working day (at most 100)."""

    row: LedgerRow
    percent: int

    @property
    def tone(self) -> str:
        """worked | paused | off: how the bar is drawn."""
        if self.row.counted:
            return "worked"
        return "paused" if self.row.time else "off"


@dataclass(frozen=True)
class Clock:
    """The whole clock of a dossier. Hours are office hours."""

    bars: list[Bar]
    used: Decimal
    left: Decimal | None  # None before the clock started
    late: bool
    extensions: list[ClockEvent]

    @property
    def percent(self) -> int:
        """How much of the limit is used up, 0 to 100."""
        if self.late:
            return 100
        whole = self.used + (self.left or 0)
        return int(100 * self.used / whole) if whole else 0


def clock_of(dossier: Dossier, now: dt.datetime) -> Clock:
    """Read the ledger and add it up."""
    rows = ledger.ledger(dossier, now)
    left = ledger.remaining(dossier, now)
    used = sum((row.time for row in rows if row.counted), dt.timedelta())
    return Clock(
        bars=[Bar(row, min(100, int(100 * row.time / FULL_DAY))) for row in rows],
        used=_hours(used),
        left=None if left is None else _hours(abs(left)),
        late=left is not None and left < dt.timedelta(),
        extensions=list(dossier.clock_events.filter(kind=ClockEvent.Kind.EXTEND)),
    )


def _hours(time: dt.timedelta) -> Decimal:
    return (Decimal(time // dt.timedelta(seconds=1)) / 3600).quantize(Decimal("0.1"))
