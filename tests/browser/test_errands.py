"""Five people's errands on a phone, from the front page by words of their own: the right page
within two presses. And what a first visit weighs on the wire.
"""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import PHONE, Open, apart
from tests.browser.test_accessibility import overflow, serious
from tests.people import World
from workflows.procedure import publishing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: All that a first visit loads, compressed, bytes.
MOST_BYTES = 25_000


@pytest.fixture
def site(world: World) -> None:
    """Every shipped procedure, so that the search has something to be wrong about."""
    for folder in publishing.shipped_folders():
        apart(lambda folder=folder: publishing.publish(folder))


@pytest.fixture
def page(site: None, open_page: Open) -> Page:
    return open_page(PHONE)


def ask(page: Page, words: str) -> None:
    """Type it into the front page, and press once."""
    page.goto("/")
    page.get_by_label("Bạn cần làm gì?").fill(words)
    page.get_by_role("button", name="Tìm").click()


@pytest.mark.parametrize(
    ("words", "named", "address"),
    [
        ("mất bằng", "Xin bản sao bằng tốt nghiệp", "/thu-tuc/diploma-copy/"),
        (
            "xin chuyển trường cho con",
            "Xin chuyển trường, xin học lại",
            "/thu-tuc/school-transfer/",
        ),
        ("sai tên trên bằng", "Sửa tên, ngày sinh trên bằng", "/thu-tuc/diploma-correction/"),
        ("hỏi hồ sơ tới đâu", "Tra cứu hồ sơ đã nộp", "/tra-cuu/"),
    ],
)
def test_an_errand_is_two_presses_away(page: Page, words: str, named: str, address: str) -> None:
    ask(page, words)
    assert not serious(page) + overflow(page)
    first = page.locator("main .card-link").first
    expect(first).to_have_text(named)
    first.click()
    assert page.url.endswith(address)
    assert not serious(page) + overflow(page)


def test_a_child_who_comes_to_grade_ten_finds_admissions_or_the_truth(page: Page) -> None:
    ask(page, "con vào lớp 10")
    first = page.locator("main .card").first
    expect(first).to_contain_text("Tuyển sinh")
    link = first.locator("a")
    if link.count():
        link.click()
        assert "/tuyen-sinh/" in page.url
    else:
        expect(first).to_contain_text("chưa nhận đăng ký tuyển sinh")
    assert not serious(page) + overflow(page)


def test_a_case_is_chosen_and_its_papers_are_read_without_javascript(
    site: None, open_page: Open
) -> None:
    page = open_page({"width": 320, "height": 640}, javascript=False)
    page.goto("/thu-tuc/diploma-copy/")
    page.get_by_role("link", name="Người đại diện theo pháp luật").click()
    page.get_by_text("Xem mẫu đã điền").click()
    expect(page.get_by_text("GIẤY ỦY QUYỀN", exact=False).first).to_be_visible()
    page.get_by_text("Sẽ hỏi bạn những gì").click()
    expect(page.get_by_text("Bạn xin bản sao cho ai?")).to_be_visible()
    assert not overflow(page)


def test_a_first_visit_weighs_little(site: None, open_page: Open) -> None:
    """Each answer as a server compresses it; what is compressed already counts as it is."""
    page = open_page(PHONE)
    answers: list[Response] = []

    def noted(answer: Response) -> None:
        answers.append(answer)

    page.on("response", noted)
    page.goto("/", wait_until="networkidle")
    assert sum(map(weight, answers)) < MOST_BYTES, {one.url: weight(one) for one in answers}


def weight(answer: Response) -> int:
    body: Any = answer.body()
    return len(gzip.compress(body)) + len(str(answer.all_headers()))
