"""What was posted for the inputs of one field."""

from __future__ import annotations

from collections.abc import Callable

from forms import plain_answers
from forms.errors import Refused
from forms.inputs import Typed

_BOXES = ("day", "month", "year")


def typed_in(posted: Typed, name: str, part: str = "") -> str:
    """What was typed in one input, without blanks around it."""
    return (posted.get(f"{name}.{part}" if part else name) or "").strip()


def is_untouched(posted: Typed, name: str, *parts: str) -> bool:
    """True where nothing was typed in any of the parts."""
    return not any(typed_in(posted, name, part) for part in parts)


def line_of(posted: Typed, name: str, part: str, max_length: int) -> str:
    """One line of NFC text; raises Refused where it is longer."""
    return plain_answers.line(typed_in(posted, name, part), max_length)


def day_of(posted: Typed, name: str, past: bool) -> str | None:
    """ISO text of the day typed in three boxes, None where they are empty; raises Refused for the
    first of them.
    """
    return in_boxes(
        posted, name, lambda day, month, year: plain_answers.date(day, month, year, past=past)
    )


def in_boxes(posted: Typed, name: str, read_boxes: Callable[[str, str, str], str]) -> str | None:
    """What `read_boxes` makes of the three boxes of a date, None where they are empty."""
    if is_untouched(posted, name, *_BOXES):
        return None
    try:
        return read_boxes(*(typed_in(posted, name, box) for box in _BOXES))
    except Refused as refused:
        raise Refused(refused.message, "day") from None
