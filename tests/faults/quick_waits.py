"""Imported by the workers of tests/faults/quick.py. Leases stay three times as long as what renews
them.
"""

import datetime as dt
from types import ModuleType

from documents import production
from foundation import leases, outages
from notifications import delivery
from workflows.journal import outbox

# a process that a busy machine starves for so long is as good as dead
SHORT = dt.timedelta(seconds=6)


def quick(module: ModuleType, name: str, wait: dt.timedelta) -> None:
    """The module's wait is this one; it must have one of that name."""
    assert isinstance(getattr(module, name), dt.timedelta)
    setattr(module, name, wait)


for module in (leases, outbox, delivery, production):
    quick(module, "LEASE", SHORT)
quick(leases, "RENEWED_EVERY", SHORT / 3)
quick(outages, "NEXT_TRY", dt.timedelta(seconds=3))
quick(outages, "LONGEST_TRY", SHORT)
quick(outbox, "FIRST_WAIT", dt.timedelta(seconds=1))
quick(delivery, "FIRST_WAIT", dt.timedelta(seconds=2))
