"""A birth date in three boxes."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.text import clean_code

PARTS = ("year", "month", "day")
OLDEST = 130  # years


def read_birth_date(request: HttpRequest) -> tuple[dt.date | None, str]:
    """The day (None where nothing is typed), and a sentence for what is no birth date."""
    typed = [clean_code(request.POST.get(name, "")) for name in PARTS]
    if not any(typed):
        return None, ""
    try:
        day = dt.date(*(int(part) for part in typed))
    except (ValueError, OverflowError):
        return None, _("Ngày sinh chưa đúng, ví dụ 05 / 02 / 1998.")
    today = timezone.localdate()
    if day > today or today.year - day.year > OLDEST:
        return None, _("Ngày sinh phải từ hôm nay trở về trước, ví dụ 05 / 02 / 1998.")
    return day, ""
