"""The authorities that people may choose in a form: those of the kinds asked for that exist
today.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from foundation.languages import name_in_language
from foundation.text import list_key
from organisations.models import Authority

Body = tuple[str, str]  # slug, name


def bodies(kinds: Collection[str], levels: Collection[str] = ()) -> tuple[Body, ...]:
    """Every authority of these kinds in force today as (slug, name), by name.

    With `levels` only the schools that teach one of them, and those of which nobody knows what they
    teach.
    """
    today = timezone.localdate()
    rows = Authority.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), kind__in=kinds, valid_from__lte=today
    )
    fit = [row for row in rows if not levels or not row.taught or row.taught & set(levels)]
    return tuple(
        sorted(
            ((row.slug, name_in_language(row)) for row in fit), key=lambda body: list_key(body[1])
        )
    )


def taught_at(slug: str) -> frozenset[str]:
    """The levels a school teaches; empty where nobody knows, or where there is no such school."""
    row = Authority.objects.filter(slug=slug).first() if slug else None
    return row.taught if row else frozenset()


def is_known(slug: str, kinds: Collection[str], levels: Collection[str] = ()) -> bool:
    """An authority that may be chosen, or one that was until a reform gave its work to another.

    An application that named it goes on: whoever follows it decides.
    """
    ended = Authority.objects.filter(slug=slug, kind__in=kinds, successor__isnull=False)
    return slug in dict(bodies(kinds, levels)) or ended.exists()


def body_name(slug: str) -> str:
    """The name of an authority, also of one that is no more; "" when there never was one."""
    row = Authority.objects.filter(slug=slug).first()
    return name_in_language(row) if row else ""
