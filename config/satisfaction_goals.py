"""The percentages of satisfied applicants that the province sets itself, each from a day on."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ImproperlyConfigured

Goal = tuple[dt.date, int]


def read(text: str) -> list[Goal]:
    """ "2022-03-01=80,2027-01-01=90" → days and percentages. Raises ImproperlyConfigured."""
    return [_goal(part.strip()) for part in text.split(",") if part.strip()]


def _goal(part: str) -> Goal:
    day, _sign, percent = part.partition("=")
    try:
        found = dt.date.fromisoformat(day.strip()), int(percent)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"SATISFACTION_GOALS: '{part}' is no day=percent, such as 2022-03-01=80"
        ) from error
    if not 0 < found[1] <= 100:
        raise ImproperlyConfigured(f"SATISFACTION_GOALS: {found[1]} is no percentage")
    return found
