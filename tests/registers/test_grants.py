"""The book of grants: states by day, what may follow what, days that remind, rows that nobody
changes.
"""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from organisations.models import Authority
from organisations.seed import seed_organisations
from registers import grants
from registers.grants import Decision, GrantRefused, What
from registers.models import Grant, GrantState, GrantTimer

State = GrantState.State
DAY = dt.date(2026, 11, 25)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Authority:
    seed_organisations()
    return Authority.objects.get(slug="sgddt-daklak")


def decided(department: Authority, number: int = 1, on: dt.date = DAY) -> Decision:
    return Decision(department, department.name, f"{number}/QĐ-SGDĐT", on, f"CODE{number:06d}")


def granted(department: Authority, **changes: object) -> Grant:
    what = {
        "book": "school_licence",
        "title": "Giấy phép",
        "holder": "Trường THPT Hoà Bình",
        "commune": "Phường Tân An",
    }
    return grants.enter(
        What(**{**what, "content": "Địa chỉ: 1 Lê Duẩn", **changes}), decided(department)
    )


def add(grant: Grant, state: str, since: dt.date, number: int, **more: object) -> None:
    grants.add_state(grant, state, decided(grant.authority, number, since), since=since, **more)


def standings(day: dt.date) -> dict[int, str]:
    return dict(grants.with_standing(Grant.objects.all(), day).values_list("pk", "standing"))


def days(*numbers: int) -> list[dt.date]:
    return [DAY + dt.timedelta(days=number) for number in numbers]


def test_the_standing_of_each_day_is_what_the_rows_say_and_the_database_agrees(
    department: Authority,
) -> None:
    grant = granted(department, valid_to=DAY + dt.timedelta(days=100))
    later, changed, resumed = days(10, 20, 30)
    add(grant, State.SUSPENDED, later, 2)
    add(grant, State.CHANGED, changed, 3, content="Địa chỉ: 2 Lê Duẩn")
    add(grant, State.RESUMED, resumed, 4)
    expected = {
        -1: "",
        0: "ACTIVE",
        9: "ACTIVE",
        10: "SUSPENDED",
        25: "SUSPENDED",
        30: "ACTIVE",
        100: "ACTIVE",
        101: "EXPIRED",
    }
    for number, standing in expected.items():
        (day,) = days(number)
        assert grants.standing_on(grant, day) == standing, number
        assert standings(day)[grant.pk] == standing, number
    last = grants.last_row(grant, resumed)
    assert last is not None and last.content == "Địa chỉ: 2 Lê Duẩn"


def test_the_periods_are_a_whole_without_gaps(department: Authority) -> None:
    grant = granted(department, valid_to=DAY + dt.timedelta(days=100))
    add(grant, State.SUSPENDED, DAY + dt.timedelta(days=10), 2)
    found = grants.periods(grant)
    assert [one.standing for one in found] == ["ACTIVE", "SUSPENDED", "EXPIRED"]
    for before, after in itertools.pairwise(found):
        assert before.until == after.since - dt.timedelta(days=1)
    assert found[-1].until is None


def test_what_is_revoked_stays_revoked_even_after_its_end(department: Authority) -> None:
    grant = granted(department, valid_to=DAY + dt.timedelta(days=5))
    add(grant, State.REVOKED, DAY + dt.timedelta(days=2), 2)
    (day,) = days(50)
    assert grants.standing_on(grant, day) == standings(day)[grant.pk] == "REVOKED"


@pytest.mark.parametrize(
    ("before", "state", "fits"),
    [
        ([], State.CHANGED, True),
        ([], State.SUSPENDED, True),
        ([], State.RESUMED, False),
        ([State.SUSPENDED], State.RESUMED, True),
        ([State.SUSPENDED], State.SUSPENDED, False),
        ([State.SUSPENDED, State.RESUMED], State.SUSPENDED, True),
        ([State.REVOKED], State.RESUMED, False),
        ([State.REVOKED], State.CHANGED, False),
    ],
)
def test_what_may_follow_what(
    department: Authority, before: list[str], state: str, fits: bool
) -> None:
    grant = granted(department)
    for number, past in enumerate(before):
        add(grant, past, DAY + dt.timedelta(days=number + 1), number + 2)
    (day,) = days(40)
    if fits:
        grants.check(grant, state, day, department)
    else:
        with pytest.raises(GrantRefused):
            grants.check(grant, state, day, department)


def test_another_authority_changes_nothing(department: Authority) -> None:
    other = Authority.objects.exclude(pk=department.pk).first()
    assert other is not None
    with pytest.raises(GrantRefused, match="cơ quan đã cấp"):
        grants.check(granted(department), State.SUSPENDED, DAY, other)


@pytest.mark.parametrize("text", ["hoa binh", "HÒA BÌNH", "1/qd-sgddt", "tân an hoa"])
def test_the_search_forgives_diacritics(department: Authority, text: str) -> None:
    grant = granted(department)
    granted_else = grants.enter(What("other", "Khác", "Trường THPT Lắk"), decided(department, 9))
    assert list(grants.search(text)) == [grant]
    assert list(grants.search(text, book="other")) == []
    assert list(grants.search(book="other")) == [granted_else]


def test_the_days_fire_once_and_write_the_end(department: Authority) -> None:
    grant = granted(department, valid_to=DAY + dt.timedelta(days=100), remind_days=(30,))
    remind, expire = GrantTimer.objects.order_by("due_on")
    assert (remind.due_on, expire.due_on) == tuple(days(70, 101))
    assert grants.fire(remind, remind.due_on) and not grants.fire(remind, remind.due_on)
    assert not grant.states.filter(state=State.EXPIRED).exists()
    assert grants.fire(expire, expire.due_on) and not grants.fire(expire, expire.due_on)
    assert grant.states.filter(state=State.EXPIRED, since=expire.due_on).count() == 1


def test_a_day_set_for_an_earlier_end_says_nothing(department: Authority) -> None:
    grant = granted(department, valid_to=DAY + dt.timedelta(days=100), remind_days=(30,))
    longer = DAY + dt.timedelta(days=400)
    add(grant, State.CHANGED, DAY + dt.timedelta(days=1), 2, valid_to=longer, remind_days=(30,))
    early = GrantTimer.objects.filter(ends_on=DAY + dt.timedelta(days=100))
    assert [grants.fire(timer, timer.due_on) for timer in early] == [False, False]
    assert grants.standing_on(grant, DAY + dt.timedelta(days=300)) == "ACTIVE"


def test_a_revoked_grant_reminds_nobody(department: Authority) -> None:
    grant = granted(department, valid_to=DAY + dt.timedelta(days=100), remind_days=(30,))
    add(grant, State.REVOKED, DAY + dt.timedelta(days=1), 2)
    assert [grants.fire(timer, timer.due_on) for timer in GrantTimer.objects.all()] == [
        False,
        False,
    ]


def test_nobody_changes_a_row(department: Authority) -> None:
    grant = granted(department)
    state = grant.states.get()
    for table, pk in (("registers_grant", grant.pk), ("registers_grantstate", state.pk)):
        for statement in (
            f"UPDATE {table} SET content = '' WHERE id = %s",
            f"DELETE FROM {table} WHERE id = %s",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [pk])


@pytest.mark.parametrize(
    ("begins", "last"), [(DAY, dt.date(2031, 11, 25)), (dt.date(2028, 2, 29), dt.date(2033, 2, 28))]
)
def test_five_years_end_on_the_same_day(begins: dt.date, last: dt.date) -> None:
    assert grants.years_after(begins, 5) == last


def test_the_sweep_writes_the_end_of_a_grant_that_came_from_paper(department: Authority) -> None:
    from workflows.background import grant_days

    with time_machine.travel(dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC), tick=False) as clock:
        grant = grants.enter(
            What("school_licence", "Giấy phép", "Trường THPT Hoà Bình", valid_to=DAY),
            Decision(department, department.name, "12/QĐ-SGDĐT", DAY),
        )
        assert grant_days.sweep() == 0
        clock.shift(dt.timedelta(days=1))
        assert grant_days.sweep() == 1 and grant_days.sweep() == 0
    assert grant.states.last().state == State.EXPIRED
