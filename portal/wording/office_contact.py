"""How to reach the office in charge of a page: that of its dossier or procedure, else the site's
one-stop centre. Said as it is written in the administration; what is not written is not said.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from organisations.calendar.changes import calendar_changed
from organisations.calendar.working_time import calendar_for
from organisations.models import Authority

#: Seconds after which a process reads an office anew: another process may have changed it.
KEPT = 60
_kept: dict[int | None, tuple[float, OfficeContact | None]] = {}


@dataclass(frozen=True)
class OfficeContact:
    """An office as a footer names it; `name` and `name_en` as of its row, hours "07:30–11:30"."""

    name: str
    name_en: str
    phone: str
    email: str
    address: str
    hours: tuple[str, ...]


def contact_of(authority: int | None) -> OfficeContact | None:
    """The contact of the authority of this key, of the site's own office for None; None where the
    site has no office yet. Read once a minute in each process, and after a change made by it.
    """
    read_at, contact = _kept.get(authority, (0.0, None))
    now = time.monotonic()
    if not read_at or now - read_at > KEPT:
        contact = _read(authority)
        _kept[authority] = (now, contact)
    return contact


def _read(key: int | None) -> OfficeContact | None:
    found = Authority.objects.filter(pk=key).first() if key else _of_the_site()
    if found is None:
        return None
    calendar = calendar_for(found)
    day = calendar.next_working_day(timezone.localdate())
    hours = tuple(f"{start:%H:%M}–{end:%H:%M}" for start, end in calendar.intervals(day))
    return OfficeContact(found.name, found.name_en, found.phone, found.email, found.address, hours)


def _of_the_site() -> Authority | None:
    """The one-stop centre that works today, else a department."""
    today = timezone.localdate()
    working = Authority.objects.filter(valid_from__lte=today).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    )
    kinds = (Authority.Kind.ONE_STOP, Authority.Kind.DEPARTMENT)
    found = sorted(working.filter(kind__in=kinds), key=lambda one: (kinds.index(one.kind), one.pk))
    return next(iter(found), None)


def _forget(**_told: Any) -> None:
    _kept.clear()


for changed in (post_save, post_delete):
    changed.connect(_forget, sender=Authority, dispatch_uid="portal.wording.office_contact")
calendar_changed.connect(_forget, dispatch_uid="portal.wording.office_contact")
