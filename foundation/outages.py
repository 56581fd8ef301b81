"""Telling what is wrong with the site from what is wrong with a request: a full disk, a database or
seal that is away.

These pass without anybody changing what was asked, so they are told apart from real faults: a page
says "try again" and keeps what was typed, and what is owed waits instead of being given up.
"""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Iterator
from enum import Enum

from django.db import InterfaceError, OperationalError

NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DISK_FULL = "53100"  # SQLSTATE of PostgreSQL: disk_full
FULL_SQLITE = "database or disk is full"  # SQLITE_FULL has no other mark in Django's exception
NEXT_TRY = dt.timedelta(seconds=30)  # how long what is owed waits for others' try
LONGEST_TRY = dt.timedelta(minutes=5)  # and for its own: when all is back, so soon it is done


class DependencyAway(RuntimeError):
    """Something the site needs (the seal, the converter) does not answer; whoever mends it changes
    no dossier.
    """


class Outage(Enum):
    """What the site lacks for the moment."""

    FULL = "full"
    AWAY = "away"


def outage(error: BaseException | None) -> Outage | None:
    """What was lacking when `error` was raised, or when what it was raised from was; None for a
    real fault.
    """
    found = [kind for each in _chain(error) if (kind := _of_one(each))]
    return Outage.FULL if Outage.FULL in found else next(iter(found), None)


def is_passing(error: BaseException) -> bool:
    """Whether trying again later, however often, is all there is to do."""
    return outage(error) is not None or any(
        isinstance(each, DependencyAway) for each in _chain(error)
    )


def wait(attempts: int, first: dt.timedelta, longest: dt.timedelta, away: bool) -> dt.timedelta:
    """How long after try number `attempts` (from 1) the next one comes: four times as long each
    time, to a limit.
    """
    return min(first * int(4 ** min(attempts - 1, 20)), LONGEST_TRY if away else longest)


def _of_one(error: BaseException) -> Outage | None:
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        return Outage.FULL
    if isinstance(error, OperationalError | InterfaceError):
        full = FULL_SQLITE in str(error) or getattr(error.__cause__, "sqlstate", None) == DISK_FULL
        return Outage.FULL if full else Outage.AWAY
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
