"""How much office time is left, said in a few words with a tone; the words say it all, the colour
repeats it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations.calendar.working_time import WorkingCalendar, local
from portal.wording.office_time import amount

# beyond this the exact office time helps nobody and costs a look at every day
COUNTED = dt.timedelta(days=45)


@dataclass(frozen=True)
class TimeLeft:
    """What a chip shows. `tone` is the class of a tag; `due` the exact moment, local, for those who
    ask.
    """

    text: str
    tone: str
    due: dt.datetime | None
    note: str = ""  # why it is only provisional


def time_left(due: dt.datetime | None, now: dt.datetime, calendar: WorkingCalendar) -> TimeLeft:
    """Office time between `now` and `due`: "còn 2 giờ", "quá hạn 1 ngày"; a day is eight office
    hours.
    """
    if due is None:
        return TimeLeft(_("không hạn riêng"), "", None)
    late = now > due
    far = abs(due - now) > COUNTED
    if late:
        said = _("hơn 45 ngày") if far else amount(calendar.worked_between(due, now))
        return TimeLeft(
            _("quá hạn %(time)s") % {"time": said}, "tag-bad", local(due), calendar.provisional(due)
        )
    said = _("hơn 45 ngày") if far else amount(calendar.worked_between(now, due))
    today = local(due).date() == local(now).date()
    return TimeLeft(
        _("còn %(time)s") % {"time": said},
        "tag-warn" if today else "",
        local(due),
        calendar.provisional(due),
    )
