"""Numbers at the turn of the year, in two books at once, and after a restore in between (B3)."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from documents import issuing
from documents.models import Document, NumberBook
from documents.orders import DocumentOrder
from documents.word_templates import templates
from operation import restoring
from organisations.models import Authority
from tests.documents.conftest import COPY_TEMPLATE, REGISTER_ENTRY
from tests.races.line import race

HANDS, EACH = 4, 15
#: Half a second before midnight in Buôn Ma Thuột on New Year's Eve.
NEW_YEARS_EVE = dt.datetime(2026, 12, 31, 16, 59, 59, 500_000, tzinfo=dt.UTC)


@pytest.fixture
def office(transactional_db: None) -> Authority:
    """One authority with a template."""
    templates.publish("diploma-copy/copy", COPY_TEMPLATE)
    return Authority.objects.create(
        slug="so", kind="DEPARTMENT", name="Sở", symbol="SGDĐT", code="H15.50", place="Đắk Lắk"
    )


def issue(job: tuple[int, str, str]) -> int:
    """One document in that book."""
    authority, kind, key = job
    order = DocumentOrder(
        key=key,
        authority=Authority.objects.get(pk=authority),
        kind=kind,
        title="Bản sao",
        template="diploma-copy/copy",
        symbol=f"{{number}}/{kind}-{{authority}}",
        facts=REGISTER_ENTRY,
        signer_name="Nguyễn Thị Hường",
        signer_position="Giám đốc",
    )
    with transaction.atomic():
        return issuing.reserve(order).pk


def issue_at_midnight(job: tuple[int, str, str, float]) -> int:
    """The same, so many seconds after half a second before the new year."""
    with time_machine.travel(NEW_YEARS_EVE + dt.timedelta(seconds=job[3]), tick=True):
        return issue(job[:3])


def test_the_new_year_begins_a_new_book_and_no_number_carries_the_wrong_year(
    office: Authority,
) -> None:
    jobs = [
        [(office.pk, "BS", f"{hand}:{turn}", turn / EACH + hand / 1000) for turn in range(EACH)]
        for hand in range(HANDS)
    ]
    race(issue_at_midnight, *jobs)
    books = dict(NumberBook.objects.values_list("year", "last"))
    assert books.keys() == {2026, 2027} and sum(books.values()) == HANDS * EACH
    for year, last in books.items():
        rows = Document.objects.filter(year=year).order_by("number")
        assert [row.number for row in rows] == list(range(1, last + 1))
        assert {timezone.localtime(row.issued_at).year for row in rows} == {year}


def test_two_books_at_once_hold_each_other_up_nowhere(office: Authority) -> None:
    jobs = [
        [(office.pk, ("BS", "CV")[(hand + turn) % 2], f"{hand}:{turn}") for turn in range(EACH)]
        for hand in range(HANDS)
    ]
    race(issue, *jobs)
    for kind in ("BS", "CV"):
        rows = list(Document.objects.filter(kind=kind).order_by("number"))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert all(one.issued_at <= other.issued_at for one, other in pairwise(rows))


def test_after_a_restore_numbers_go_on_behind_the_gap(office: Authority) -> None:
    first = [
        [(office.pk, "BS", f"a{hand}:{turn}") for turn in range(EACH)] for hand in range(HANDS)
    ]
    race(issue, *first)
    given = HANDS * EACH
    restoring.begin_epoch(timezone.now(), 100, {})
    race(
        issue,
        *[[(office.pk, "BS", f"b{hand}:{turn}") for turn in range(EACH)] for hand in range(HANDS)],
    )
    later = sorted(Document.objects.filter(key__startswith="b").values_list("number", flat=True))
    assert later == list(range(given + 101, given + 101 + given))
