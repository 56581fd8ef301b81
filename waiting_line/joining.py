"""Coming into a line: one number from one counter, one number a holder."""

from __future__ import annotations

import time

from django.db import IntegrityError, transaction
from django.db.models import F

from waiting_line.models import Line, Place
from waiting_line.tickets import Ticket


def join(line: int, key: str, holder: str) -> Ticket:
    """The holder's ticket: the one they have, or a new number. Safe to repeat and at once."""
    number = _number_of(line, holder)
    if number is None:
        try:
            with transaction.atomic():
                number = _next_number(line)
                Place.objects.create(line_id=line, holder=holder, number=number)
        except IntegrityError:  # the same person in another window, in this very moment
            number = _number_of(line, holder)
            if number is None:
                raise
    return Ticket(key, number, int(time.time()), holder)


def pass_by(line: int, key: str) -> Ticket:
    """A number for somebody unnamed who comes while nobody waits."""
    with transaction.atomic():
        return Ticket(key, _next_number(line), int(time.time()), "")


def _number_of(line: int, holder: str) -> int | None:
    rows = Place.objects.filter(line_id=line, holder=holder)
    return rows.values_list("number", flat=True).first()


def _next_number(line: int) -> int:
    """The row's lock makes it unique, until the transaction ends."""
    Line.objects.filter(pk=line).update(counter=F("counter") + 1)
    counter: int = Line.objects.values_list("counter", flat=True).get(pk=line)
    return counter - 1
