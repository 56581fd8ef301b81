"""What conditions may ask of a day: its year, and how many whole years ago it was; null where there
is none.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def year(day: object) -> int | None:
    """The year of "1978-05-31", or of "1978" where only that is known."""
    text = str(day)[:4]
    return int(text) if isinstance(day, str) and text.isdecimal() and len(text) == 4 else None


def age(day: object, today: dt.date | None = None) -> int | None:
    """Whole years from that day until today in Việt Nam; of a year alone, those its last day would
    have.
    """
    born = year(day)
    if born is None:
        return None
    today = today or timezone.localdate()
    try:
        birthday = dt.date.fromisoformat(str(day))
    except ValueError:
        return today.year - born - 1 if today < dt.date(today.year, 12, 31) else today.year - born
    return today.year - born - ((today.month, today.day) < (birthday.month, birthday.day))


#: What conditions may call beside CEL's own: age(student.birth_date), year(holder.birth_date).
FUNCTIONS = {"age": age, "year": year}
