"""Who chose which ways, in which order; who chose none is reached as the site's list of channels
stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from foundation.read_once import read_once, remember
from notifications.models import ReachChoice
from organisations.models import User


def order_of(person: User | None, every: Sequence[str]) -> list[str]:
    """Those of `every` way outside the portal by which the person is reached, in order."""
    chosen = _chosen(person.pk) if person else None
    return list(every) if chosen is None else [name for name in chosen if name in every]


def read_together(people: Collection[int]) -> None:
    """Ask for all of these at once, for as long as `reading_once` lasts."""
    rows = ReachChoice.objects.filter(person__in=people) if people else ()
    orders = {row.person_id: row.order for row in rows}
    for person in people:
        remember(_chosen, orders.get(person), person)


@read_once
def _chosen(person: int) -> list[str] | None:
    chosen = ReachChoice.objects.filter(person=person).first()
    return chosen.order if chosen else None


def wants_digest(person: User) -> bool:
    """Whether the officer asked for the morning's letter."""
    return ReachChoice.objects.filter(person=person, digest=True).exists()


def keep(person: User, order: list[str], digest: bool = False) -> None:
    """Write down what was chosen."""
    ReachChoice.objects.update_or_create(person=person, defaults={"order": order, "digest": digest})
