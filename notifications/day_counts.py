"""How many texts left today, in all and to one telephone: each costs money, and a loop must not
empty an account.

A text is counted before the call, so that workers at once keep the limit too, and given back where
no gateway took it.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from foundation import environment
from foundation.midnight import midnight
from notifications.models import DayCount
from protection import blind_index


class LimitSpent(Exception):
    """As many as the site allows have left today."""


class TelephoneLimitSpent(LimitSpent):
    """As many as the site allows have left today to this telephone; others may still be told."""


def take(channel: str, number: str) -> dt.date:
    """Count one; the day on which it counts. Raises LimitSpent by `NAME_A_DAY` (5000) for all,
    TelephoneLimitSpent by `NAME_A_DAY_EACH` (20) for one telephone.
    """
    today = timezone.localdate()
    # the people of a demo share a few telephones
    each = int(environment.text(f"{channel}_A_DAY_EACH", "500" if settings.DEMO else "20"))
    if _count_up(today, _of_telephone(channel, number)) > each:
        _count_down(today, _of_telephone(channel, number))
        raise TelephoneLimitSpent
    if _count_up(today, channel) > int(environment.text(f"{channel}_A_DAY", "5000")):
        give_back(channel, number, today)
        raise LimitSpent
    return today


def give_back(channel: str, number: str, day: dt.date) -> None:
    """What was counted on this day did not leave."""
    _count_down(day, _of_telephone(channel, number))
    _count_down(day, channel)


def days_end() -> dt.datetime:
    """When today's counts begin anew: midnight of the site's time zone."""
    return midnight(timezone.localdate() + dt.timedelta(days=1))


def _of_telephone(channel: str, number: str) -> str:
    return f"{channel} {blind_index.phone(number)}"


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


def _count_down(day: dt.date, key: str) -> None:
    DayCount.objects.filter(day=day, key=key, count__gt=0).update(count=F("count") - 1)
