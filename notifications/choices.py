"""Who chose which ways, in which order; who chose none is reached as the site's list of channels
stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from notifications.models import ReachChoice
from organisations.models import User


def order_of(person: User | None, every: Sequence[str]) -> list[str]:
    """Those of `every` way outside the portal by which the person is reached, in order."""
    chosen = ReachChoice.objects.filter(person=person).first() if person else None
    return [name for name in chosen.order if name in every] if chosen else list(every)


def keep(person: User, order: list[str]) -> None:
    """Write down what was chosen."""
    ReachChoice.objects.update_or_create(person=person, defaults={"order": order})
