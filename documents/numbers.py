"""Numbers of documents: from 1 on 1 January per authority and kind, without a gap or a duplicate
(Decree 30/2020).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import NumberBook
from documents.orders import OrderRefused
from organisations.models import Authority


class NotInTransaction(RuntimeError):
    """A number was asked for outside a transaction: if the document then failed, the number would
    be a gap.
    """


class BookClosed(OrderRefused):
    """The authority has ended: its books are closed, and whoever follows numbers in books of their
    own.
    """


@dataclass(frozen=True)
class Number:
    """A number given, and the moment it belongs to: later numbers of a book never carry an earlier
    moment.
    """

    value: int
    year: int
    at: dt.datetime


def take(authority: Authority, kind: str, at: dt.datetime | None = None) -> Number:
    """The next number of the book, inside the caller's transaction, which must commit the document
    with it.

    One statement finds the book, or begins it, and takes the number; its row stays locked until the
    caller commits (SQLite: the whole database, by BEGIN IMMEDIATE), so take the number as the last
    thing before the document's row. Without `at` the moment is read under the lock: at midnight of
    the new year a waiting caller moves on to the new book. Raises NotInTransaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("a number is taken inside the transaction that writes its document")
    moment = at or _moment_under_lock(authority, kind)
    if _is_closed(authority, moment):
        raise BookClosed(
            _("%(name)s đã kết thúc hoạt động nên không cấp số nữa.") % {"name": authority}
        )
    year = _year(moment)
    return Number(_next(authority, kind, year), year, moment)


def _moment_under_lock(authority: Authority, kind: str) -> dt.datetime:
    """Now, with the book of its year locked, so that nobody behind gets an earlier moment."""
    year = _year(timezone.now())
    while True:
        _lock_book(authority, kind, year)
        moment = timezone.now()
        if _year(moment) == year:
            return moment
        year = _year(moment)


def _lock_book(authority: Authority, kind: str, year: int) -> None:
    """`get_or_create` settles the race of two first numbers by the unique constraint."""
    books = NumberBook.objects.select_for_update()
    books.get_or_create(authority=authority, kind=kind, year=year)


def _is_closed(authority: Authority, moment: dt.datetime) -> bool:
    if authority.valid_to is None:
        return False
    return timezone.localdate(moment, timezone.get_default_timezone()) > authority.valid_to


#: Whoever comes second waits for the row and adds to what the first has left; of two first numbers
#: one begins the book.
NEXT = """INSERT INTO documents_numberbook (authority_id, kind, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (authority_id, kind, year) DO UPDATE SET last = documents_numberbook.last + 1
RETURNING last"""


def _next(authority: Authority, kind: str, year: int) -> int:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(NEXT, [authority.pk, kind, year])
        return int(cursor.fetchone()[0])


def _year(moment: dt.datetime) -> int:
    """The year on the wall of a Vietnamese office: 31 December 17:00 UTC is already the new
    year.
    """
    return timezone.localtime(moment, timezone.get_default_timezone()).year
