"""How many texts left today, in all and to one telephone: each costs money, and a loop must not
empty an account.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from foundation import environment
from notifications.models import DayCount
from protection import blind_index


class LimitSpent(Exception):
    """As many as the site allows have left today."""


def take(channel: str, number: str) -> None:
    """Count one; raises LimitSpent. `NAME_A_DAY` (5000) for all, `NAME_A_DAY_EACH` (20) for one
    telephone.
    """
    today = timezone.localdate()
    # the people of a demo share a few telephones
    each = int(environment.text(f"{channel}_A_DAY_EACH", "500" if settings.DEMO else "20"))
    if _count_up(today, f"{channel} {blind_index.phone(number)}") > each:
        raise LimitSpent
    if _count_up(today, channel) > int(environment.text(f"{channel}_A_DAY", "5000")):
        raise LimitSpent


def _count_up(day: dt.date, key: str) -> int:
    rows = DayCount.objects.filter(day=day, key=key)
    if not rows.update(count=F("count") + 1):
        DayCount.objects.filter(day__lt=day).delete()
        try:
            with transaction.atomic():
                DayCount.objects.create(day=day, key=key, count=1)
        except IntegrityError:  # somebody else was first
            rows.update(count=F("count") + 1)
    return rows.values_list("count", flat=True).get()
