"""The first page: what people do most, short names, one line each, who asks, and what is announced."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, TransactionTestCase
from django.utils import timezone

from figures.models import DailyFigure
from organisations.models import Authority
from organisations.seed import seed_organisations
from portal.models import Announcement
from portal.shared import announced
from portal.shared.announced import OpenRound
from tests.portal.test_language import in_english
from workflows.models import Procedure
from workflows.procedure import publishing


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Every shipped procedure, once for all of these; what a test changes is undone with it."""
    with django_db_blocker.unblock():
        seed_organisations()
        for folder in publishing.shipped_folders():
            publishing.publish(folder)
        yield
        TransactionTestCase("run")._fixture_teardown()


@pytest.fixture
def site(published: None, db: Any) -> None:
    """The site with every shipped procedure."""


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Nobody's rounds but the test's."""
    mine: list[Any] = []
    monkeypatch.setattr(announced, "_sources", mine)
    return mine


def sections(page: str) -> Iterator[tuple[str, list[str]]]:
    """Heading → addresses of the procedures under it."""
    for part in page.split("<h2")[1:]:
        heading = re.sub(r"<[^>]+>", "", part.split("</h2>")[0].partition(">")[2]).strip()
        yield heading, re.findall(r"/thu-tuc/([a-z0-9-]+)/", part)


def filed(slug: str, number: int, days_ago: int = 3) -> None:
    DailyFigure.objects.create(
        procedure=Procedure.objects.get(slug=slug),
        authority=Authority.objects.get(slug="sgddt-daklak"),
        day=timezone.localdate() - dt.timedelta(days=days_ago),
        filed=number,
    )


def test_each_card_says_its_short_name_and_one_line(site: None) -> None:
    page = Client().get("/").text
    assert "Xin bản sao bằng tốt nghiệp" in page
    assert "trong ngày · miễn phí · trực tuyến" in page
    assert "5 đến 8 ngày làm việc · miễn phí" in page, "a pupil's transfer: by case"
    assert "20 ngày làm việc · 500.000 đồng" in page
    assert "2 tháng + 15 ngày làm việc" in page
    assert "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc" not in page


def test_procedures_stand_under_who_asks(site: None) -> None:
    found = dict(sections(Client().get("/").text))
    assert set(found["Phụ huynh và học sinh"]) == {
        "boarding-school-admission",
        "grade-1-admission",
        "grade-10-admission",
        "grade-6-admission",
        "preschool-admission",
        "school-transfer",
    }
    assert set(found["Người có bằng, chứng chỉ"]) == {
        "diploma-copy",
        "diploma-correction",
        "diploma-reissue",
        "foreign-diploma",
    }
    assert "school-licence" in found["Nhà trường, tổ chức"]
    assert "Nhiều người làm nhất" not in found, "no figures, no claim"


def test_what_is_filed_most_comes_first_and_a_few_are_nobodys_figure(site: None) -> None:
    filed("school-transfer", 7)
    filed("diploma-copy", 40)
    filed("diploma-reissue", 4)
    filed("foreign-diploma", 90, days_ago=400)
    first, *_rest = sections(Client().get("/").text)
    assert first == ("Nhiều người làm nhất", ["diploma-copy", "school-transfer"])


def test_a_version_without_the_new_words_stands_there_by_its_title(site: None) -> None:
    from workflows import published

    version = Procedure.objects.get(slug="school-licence").current
    assert version is not None
    older = published.definition_of(version).model_copy(update={"short": None, "asked_by": None})
    published._served[version.sha256] = older
    try:
        found = dict(sections(Client().get("/").text))
    finally:
        del published._served[version.sha256]
    assert "school-licence" in found["Nhà trường, tổ chức"]


def test_the_first_page_asks_the_database_three_things(
    site: None, django_assert_num_queries: Any
) -> None:
    Client().get("/")
    with django_assert_num_queries(4):  # versions, figures, announcements, rounds
        Client().get("/")


def test_an_outage_is_announced_while_it_holds_in_the_readers_language(site: None) -> None:
    now = timezone.now()
    day = dt.timedelta(days=1)
    Announcement.objects.create(
        text="Cổng tạm ngừng để bảo trì.",
        text_en="The portal is down for maintenance.",
        starts_at=now - day,
        ends_at=now + day,
    )
    Announcement.objects.create(text="Đã qua.", starts_at=now - 2 * day, ends_at=now - day)
    Announcement.objects.create(text="Chưa tới.", starts_at=now + day, ends_at=now + 2 * day)
    page = Client().get("/").text
    assert (
        "Cổng tạm ngừng để bảo trì." in page and f"{timezone.localtime(now - day):%d/%m/%Y}" in page
    )
    assert "Đã qua." not in page and "Chưa tới." not in page
    assert "The portal is down for maintenance." in in_english().get("/").text


def test_an_announcement_that_ends_before_it_begins_is_refused(db: Any) -> None:
    now = timezone.now()
    row = Announcement(text="Sai", starts_at=now, ends_at=now - dt.timedelta(hours=1))
    with pytest.raises(ValidationError, match="Lúc thôi báo"):
        row.full_clean()


def test_open_rounds_are_announced_until_they_close(site: None, sources: list[Any]) -> None:
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    announced.rounds_from(
        lambda: [
            OpenRound("Vào lớp 10", "40 trường", "/tuyen-sinh/10/", now + 2 * hour),
            OpenRound("Vào lớp 6", "90 trường", "/tuyen-sinh/6/", now + hour),
            OpenRound("Vào lớp 1", "đã đóng", "/tuyen-sinh/1/", now - hour),
        ]
    )
    page = Client().get("/").text
    assert page.index("Vào lớp 6") < page.index("Vào lớp 10")
    assert "/tuyen-sinh/1/" not in page


def test_signing_in_is_in_sight(site: None) -> None:
    page = Client().get("/").text
    hero = page.split('class="hero"')[1].split("</section>")[0]
    assert "/dang-nhap/" in hero and "/tra-cuu/" in hero


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("mất bằng", "/thu-tuc/diploma-copy/"),
        ("xin chuyển trường cho con", "/thu-tuc/school-transfer/"),
        ("sai tên trên bằng", "/thu-tuc/diploma-correction/"),
        ("hỏi hồ sơ tới đâu", "/tra-cuu/"),
        ("ho so cua toi den dau roi", "/tra-cuu/"),
        ("bao giờ có kết quả", "/tra-cuu/"),
        ("quên mật khẩu", "/dang-nhap/"),
        ("tạo tài khoản", "/dang-ky/"),
        ("bằng này thật hay giả", "/kiem-tra/"),
        ("trường có phép không", "/so-giay-phep/"),
        ("thống kê", "/thong-ke/"),
    ],
)
def test_what_people_type_finds_the_right_page_first(site: None, typed: str, address: str) -> None:
    page = Client().get("/", {"q": typed}).text
    found = re.findall(r'card-link" href="([^"]+)"', page)
    assert found and found[0] == address, found


def test_a_child_for_grade_ten_finds_the_rounds_first(site: None) -> None:
    page = Client().get("/", {"q": "con vào lớp 10"}).text
    main = page.split("<main")[1]
    assert "Gần nhất" not in main
    assert re.findall(r'card-link" href="([^"]+)"', main)[0] == "/tuyen-sinh/"


def test_a_pupil_of_grade_ten_who_moves_still_finds_the_transfer(site: None) -> None:
    page = Client().get("/", {"q": "chuyển trường lớp 10"}).text
    assert re.findall(r'card-link" href="([^"]+)"', page)[0] == "/thu-tuc/school-transfer/"


def test_a_page_that_shares_one_syllable_is_not_found(site: None) -> None:
    def found(text: str) -> list[str]:
        return re.findall(r'card-link" href="([^"]+)"', Client().get("/", {"q": text}).text)

    assert "/dang-nhap/" not in found("mat bang"), "a lost diploma is no lost password"
    assert "/dang-nhap/" in found("quên mật khẩu")
    assert "/kiem-tra/" in found("kiểm tra bằng")
