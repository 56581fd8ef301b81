"""The public register of licences: found without diacritics, narrowed, paged; a page with the life
of each.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Authority
from organisations.seed import seed_organisations
from portal.public.licence_time import WIDTH, timeline
from registers import grants
from registers.grants import Decision, What
from registers.models import Grant, GrantState

State = GrantState.State
PAGE = "/so-giay-phep/"
MOST_QUERIES = 15

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Authority:
    seed_organisations()
    return Authority.objects.get(slug="sgddt-daklak")


def day(ago: int = 0) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=ago)


def decided(department: Authority, number: int, on: dt.date) -> Decision:
    return Decision(department, department.name, f"{number}/QĐ-SGDĐT", on, f"CODE{number:06d}")


def granted(
    department: Authority, number: int, holder: str, ago: int = 100, **changes: object
) -> Grant:
    what = {
        "book": "school_licence",
        "title": "Giấy phép hoạt động giáo dục",
        "commune": "Xã Ea Kar",
        **changes,
    }
    return grants.enter(What(holder=holder, **what), decided(department, number, day(ago)))  # type: ignore[arg-type]


def found(**asked: str) -> list[str]:
    answer = Client().get(PAGE, asked)
    assert answer.status_code == 200
    return re.findall(r'class="card-link" href="/so-giay-phep/\d+/">([^<]+)<', answer.text)


def test_it_is_searched_without_diacritics_and_narrowed(department: Authority) -> None:
    suspended = granted(department, 1, "Trường THPT Hòa Bình")
    granted(department, 2, "Trường THPT Lắk", commune="Xã Liên Sơn Lắk")
    granted(
        department,
        3,
        "Trường Mầm non Hoa Sen",
        book="accreditation",
        title="Đạt chuẩn quốc gia",
        valid_to=day(1),
    )
    grants.add_state(suspended, State.SUSPENDED, decided(department, 4, day(5)))
    assert found() == ["Trường Mầm non Hoa Sen", "Trường THPT Lắk", "Trường THPT Hòa Bình"]
    assert (
        found(q="hoa binh")
        == found(q="1/qd")
        == found(tinh_trang="SUSPENDED")
        == ["Trường THPT Hòa Bình"]
    )
    assert found(xa="Xã Liên Sơn Lắk") == found(tinh_trang="ACTIVE") == ["Trường THPT Lắk"]
    assert found(loai="accreditation") == found(tinh_trang="EXPIRED") == ["Trường Mầm non Hoa Sen"]
    assert found(q="không có trường này") == found(loai="accreditation", tinh_trang="ACTIVE") == []
    assert len(found(tinh_trang="nonsense", trang="x")) == 3


def test_the_page_of_a_licence_tells_its_life_and_links_every_decision(
    department: Authority,
) -> None:
    grant = granted(department, 1, "Trường THPT Hòa Bình", content="Quy mô: 12 lớp\nGhi chú tự do")
    grants.add_state(
        grant, State.SUSPENDED, decided(department, 2, day(50)), reason="Thiếu <giáo viên>."
    )
    grants.add_state(grant, State.RESUMED, decided(department, 3, day(10)))
    text = Client().get(f"{PAGE}{grant.pk}/").text
    assert text.count("<rect") == 3 and "life-suspended" in text and "life-active life-open" in text
    for number in (1, 2, 3):
        assert f"/k/CODE{number:06d}" in text and f"{number}/QĐ-SGDĐT" in text
    assert "đang có hiệu lực" in text and "12 lớp" in text and "Thiếu &lt;giáo viên&gt;." in text
    assert Client().get(f"{PAGE}{grant.pk + 1}/").status_code == 404


@pytest.mark.parametrize(
    ("ago", "until"), [(0, None), (1, None), (3650, None), (100, -2000), (100, 50), (100, 0)]
)
def test_every_bar_lies_inside_the_picture(
    department: Authority, ago: int, until: int | None
) -> None:
    ends = None if until is None else day(until)
    grant = granted(department, 1, "Trường THPT Hòa Bình", ago=ago, valid_to=ends)
    if ago > 60:
        grants.add_state(grant, State.SUSPENDED, decided(department, 2, day(60)))
        grants.add_state(grant, State.REVOKED, decided(department, 3, day(59)))
    picture = timeline(grants.periods(grant), day())
    assert picture is not None
    for bar in picture.bars:
        assert bar.x >= 0 and bar.width >= 6 and bar.x + bar.width <= WIDTH + 6, bar
    assert 0 <= picture.today_x <= WIDTH and all(
        0 <= tick.x <= WIDTH - 36 for tick in picture.ticks
    )
    assert [bar.x for bar in picture.bars] == sorted(bar.x for bar in picture.bars)


def test_ten_thousand_licences_cost_no_more_questions_than_ten(department: Authority) -> None:
    many(department, 10)
    few = queries(PAGE)
    many(department, 9_990)
    assert queries(PAGE) <= few <= MOST_QUERIES
    for asked in (
        "?q=hoa+binh+77",
        "?tinh_trang=SUSPENDED",
        "?xa=Xã+7&loai=school_licence",
        "?trang=300",
    ):
        assert queries(PAGE + asked) <= MOST_QUERIES
    assert queries(f"{PAGE}{Grant.objects.latest('pk').pk}/") <= MOST_QUERIES


def many(department: Authority, count: int) -> None:
    """Rows as the writers write them, in bulk: every tenth is suspended."""
    rows = []
    for number in range(count):
        row = Grant(
            book="school_licence",
            title="Giấy phép",
            holder=f"Trường THPT Hòa Bình {number}",
            authority=department,
            authority_name=department.name,
            symbol=f"{number}/QĐ",
            decided_on=day(number % 900),
            valid_from=day(number % 900),
            commune=f"Xã {number % 100}",
        )
        row.fold()
        rows.append(row)
    made = Grant.objects.bulk_create(rows)
    states = [GrantState(grant=row, state=State.ACTIVE, since=row.valid_from) for row in made]
    states += [
        GrantState(grant=row, state=State.SUSPENDED, since=row.valid_from) for row in made[::10]
    ]
    GrantState.objects.bulk_create(states)


def queries(address: str) -> int:
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen.captured_queries)
