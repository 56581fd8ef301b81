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

    The book's row stays locked until the caller commits (SQLite: the whole database, by BEGIN
    IMMEDIATE), so take the number as the last thing before the document's row. Without `at` the
    moment is read under the lock: at midnight of the new year a waiting caller moves on to the new
    book. Raises NotInTransaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("a number is taken inside the transaction that writes its document")
    year = _year(at or timezone.now())
    while True:
        book = _locked_book(authority, kind, year)
        moment = at or timezone.now()
        if _year(moment) == year:
            break
        year = _year(moment)
    if (
        authority.valid_to is not None
        and timezone.localdate(moment, timezone.get_default_timezone()) > authority.valid_to
    ):
        raise BookClosed(
            _("%(name)s đã kết thúc hoạt động nên không cấp số nữa.") % {"name": authority}
        )
    book.last += 1
    book.save(update_fields=["last"])
    return Number(book.last, year, moment)


def _locked_book(authority: Authority, kind: str, year: int) -> NumberBook:
    """The book's row under lock. `get_or_create` settles the race of two first numbers by the
    unique constraint.
    """
    books = NumberBook.objects.select_for_update()
    return books.get_or_create(authority=authority, kind=kind, year=year)[0]


def _year(moment: dt.datetime) -> int:
    """The year on the wall of a Vietnamese office: 31 December 17:00 UTC is already the new
    year.
    """
    return timezone.localtime(moment, timezone.get_default_timezone()).year
