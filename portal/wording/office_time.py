"""How an amount of office time is said."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import ngettext

WORKING_DAY = dt.timedelta(hours=8)


def amount(time: dt.timedelta) -> str:
    """Minutes below an hour, hours below a working day, then working days; rounded down, as a
    promise is.
    """
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d phút", "%(n)d phút", minutes) % {"n": minutes}
    if time < WORKING_DAY:
        return ngettext("%(n)d giờ", "%(n)d giờ", minutes // 60) % {"n": minutes // 60}
    days = int(time / WORKING_DAY)
    return ngettext("%(n)d ngày", "%(n)d ngày", days) % {"n": days}
