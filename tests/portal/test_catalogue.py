"""The first page and a procedure's page."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.html import escape

from organisations.seed import seed_organisations
from tests.people import World, publish
from workflows.models import Procedure
from workflows.procedure import publishing

TITLE = "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc"
MOST_BYTES = 150_000


@pytest.mark.parametrize(
    "words", ["bản sao", "ban sao van bang", "BẢN SAO", "3.000465", "so goc", "chung chi"]
)
def test_search_forgives_diacritics_and_case(world: World, stranger: Client, words: str) -> None:
    page = stranger.get("/", {"q": words}).content.decode()
    assert TITLE in page
    assert "kết quả cho" in page and "Hãy thử từ khác" not in page


def test_search_without_result_says_what_to_try(world: World, stranger: Client) -> None:
    page = stranger.get("/", {"q": "<b>giấy phép lái tàu"}).content.decode()
    assert TITLE not in page
    assert "Hãy thử từ khác" in page
    assert "<b>giấy" not in page
    assert escape("<b>giấy phép lái tàu") in page


def test_the_field_of_a_procedure_is_read_out_in_the_language_it_is_written_in(
    world: World, stranger: Client
) -> None:
    """In English where it has English; a version of before names it in Vietnamese alone, and says
    so.
    """
    stranger.cookies["django_language"] = "en"
    page = stranger.get("/thu-tuc/diploma-copy/").text
    assert "<li>Diplomas and certificates</li>" in page
    Procedure.objects.update(field_en="")
    field = Procedure.objects.get().field
    page = stranger.get("/thu-tuc/diploma-copy/").text
    assert f'<li><span lang="vi">{field}</span></li>' in page


def test_a_closed_procedure_is_not_offered(world: World, stranger: Client) -> None:
    Procedure.objects.update(open=False)
    assert TITLE not in stranger.get("/").content.decode()
    page = stranger.get("/thu-tuc/diploma-copy/").content.decode()
    assert "đang tạm ngừng nhận hồ sơ" in page
    assert "/nop/" not in page


def test_the_page_publishes_what_the_law_asks(world: World, stranger: Client) -> None:
    page = stranger.get("/thu-tuc/diploma-copy/").content.decode()
    for said in (
        "3.000465",
        "Miễn phí",
        "nhận sau 15:00 thì trong ngày làm việc tiếp theo",
        "Sở Giáo dục và Đào tạo Đắk Lắk",
        "Trung tâm Phục vụ hành chính công tỉnh Đắk Lắk",
        "Giấy ủy quyền hoặc giấy tờ chứng minh quyền đại diện",
        "10/2026/TT-BGDĐT",
        "có hiệu lực từ 01/03/2026",
        "Đối chiếu sổ gốc",
        "<svg",
    ):
        assert said in page, said


@pytest.mark.parametrize(
    ("slug", "language", "said"),
    [
        (
            "national-standard-secondary",
            "vi",
            ["2 tháng", "Đánh giá ngoài", "15 ngày làm việc", "Giám đốc Sở quyết định"],
        ),
        (
            "national-standard-secondary",
            "en",
            ["2 months", "External assessment", "15 working days", "director decides"],
        ),
        (
            "foreign-diploma",
            "vi",
            ["20 ngày làm việc", "Khi phải xác minh ở nước ngoài: 45 ngày làm việc"],
        ),
        ("school-licence", "vi", ["15 ngày làm việc"]),
    ],
)
def test_each_phase_says_what_it_is_for(
    db: None, stranger: Client, slug: str, language: str, said: list[str]
) -> None:
    seed_organisations()
    publishing.publish(
        next(folder for folder in publishing.shipped_folders() if folder.name == slug)
    )
    stranger.cookies["django_language"] = language
    page = stranger.get(f"/thu-tuc/{slug}/").text
    limit = page.split("#clock")[1].split("</dd>")[0]
    for words in said:
        assert words in limit, words


@pytest.mark.parametrize(
    ("slug", "language", "said"),
    [
        (
            "foreign-diploma",
            "vi",
            ["500.000 đồng", "250.000 đồng khi cơ sở giáo dục nước ngoài hoạt động"],
        ),
        (
            "foreign-diploma",
            "en",
            ["500,000", "250,000 đồng when the foreign school operates in Vietnam"],
        ),
        ("school-transfer", "vi", ["Miễn phí", "Trực tiếp: Khi Cổng dịch vụ công gặp sự cố"]),
    ],
)
def test_what_a_way_of_filing_adds_is_said_once(
    db: None, stranger: Client, slug: str, language: str, said: list[str]
) -> None:
    seed_organisations()
    publishing.publish(
        next(folder for folder in publishing.shipped_folders() if folder.name == slug)
    )
    stranger.cookies["django_language"] = language
    page = stranger.get(f"/thu-tuc/{slug}/").text
    for words in said:
        assert page.count(words) == 1, words


def papers(page: str) -> str:
    return page.split('id="giay-to"')[1].split('<ol class="steps">')[0]


def test_without_a_choice_each_case_has_its_papers(world: World, stranger: Client) -> None:
    page = stranger.get("/thu-tuc/diploma-copy/").text
    assert page.count("truong-hop=") == 3
    assert papers(page).count("<details") == 3 + 1 + 1, "a case each, a sample, the questions"
    assert "Giấy tờ chứng minh quan hệ" in papers(page)


def test_a_chosen_case_has_one_list_with_a_sample(world: World, stranger: Client) -> None:
    page = stranger.get("/thu-tuc/diploma-copy/", {"truong-hop": "representative"}).text
    assert 'href="?truong-hop=representative#giay-to" aria-current="true"' in re.sub(
        r"\s+", " ", page
    )
    shown = papers(page)
    assert "Giấy ủy quyền hoặc giấy tờ chứng minh quyền đại diện" in shown
    assert "1 bản sao; nộp trực tuyến thì gửi ảnh chụp hoặc bản quét." in shown
    assert "GIẤY ỦY QUYỀN" in shown and "Xem mẫu đã điền" in shown
    assert "Giấy tờ chứng minh quan hệ" not in shown
    assert "Điền ngay trên trang này" in shown


def test_the_questions_to_come_are_told_before_signing_in(world: World, stranger: Client) -> None:
    page = stranger.get("/thu-tuc/diploma-copy/").text
    told = page.split("Sẽ hỏi bạn những gì")[1].split("</details>")[0]
    assert "Bạn xin bản sao cho ai?" in told and "Năm tốt nghiệp" in told


def test_a_chosen_case_says_its_own_time_limit(db: None, stranger: Client) -> None:
    seed_organisations()
    publish("school-transfer")
    clock = "#clock"
    every = stranger.get("/thu-tuc/school-transfer/").text.split(clock)[1].split("</dd>")[0]
    own = stranger.get("/thu-tuc/school-transfer/", {"truong-hop": "in_province"}).text
    own = own.split(clock)[1].split("</dd>")[0]
    assert "8 ngày làm việc" in every and "Chuyển từ trường khác trong tỉnh" in every
    assert "5 ngày làm việc" in own and "8 ngày" not in own


def test_what_an_office_opens_by_itself_is_no_case_to_choose(db: None, stranger: Client) -> None:
    seed_organisations()
    publish("school-licence-change")
    page = stranger.get("/thu-tuc/school-licence-change/").text
    assert "truong-hop=" not in page and "Tờ trình đề nghị thay đổi nội dung" in papers(page)


@pytest.mark.parametrize("chosen", ["", "khong-co", "<script>", "owner&truong-hop=family"])
def test_an_unknown_case_is_no_choice(world: World, stranger: Client, chosen: str) -> None:
    answer = stranger.get("/thu-tuc/diploma-copy/", {"truong-hop": chosen})
    assert answer.status_code == 200 and "<script>" not in answer.text.split("<main")[1]
    assert 'aria-current="true"' not in answer.text


def test_the_usual_way_shows_no_refusal(world: World, stranger: Client) -> None:
    page = stranger.get("/thu-tuc/diploma-copy/").content.decode()
    steps = page.split("Các bước")[1].split("</ol>")[0]
    assert "Lãnh đạo ký duyệt" in steps
    assert "từ chối" not in steps


def test_an_unknown_procedure_is_a_plain_404(world: World, stranger: Client) -> None:
    answer = stranger.get("/thu-tuc/khong-co/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()


def test_the_first_page_is_light(world: World, stranger: Client) -> None:
    """Everything a first visit loads, as gzip would send it."""
    page = stranger.get("/").content
    files = ["portal/site.css", "portal/icons.svg", "portal/mark.svg", "portal/brocade.svg"]
    weight = len(gzip.compress(page)) + sum(compressed(name) for name in files)
    assert weight < MOST_BYTES
    assert compressed("portal/site.css") < 15_000
    assert b"<script" not in page


def compressed(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))


def test_pages_carry_no_inline_style_or_script(world: World, stranger: Client) -> None:
    for address in (
        "/",
        "/thu-tuc/diploma-copy/",
        "/tra-cuu/",
        "/kiem-tra/",
        "/dang-nhap/",
        "/dung-thu/",
    ):
        page = stranger.get(address).content.decode()
        assert " style=" not in page, address
        assert " onclick=" not in page, address
        assert "<script>" not in page, address
