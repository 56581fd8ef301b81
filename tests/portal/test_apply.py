"""A citizen fills in the application page by page, without JavaScript, and files it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.people import BIRTH_DATE, World, draft_of, publish
from tests.portal import filling
from tests.portal.conftest import visiting
from tests.portal.filling import words
from tests.reading import as_read
from workflows.models import Dossier, Draft, Entry


@pytest.fixture
def huong(world: World) -> Client:
    return visiting(world.huong)


def test_from_the_procedure_to_the_code(world: World, huong: Client) -> None:
    assert (
        'href="/thu-tuc/diploma-copy/nop/"' in huong.get("/thu-tuc/diploma-copy/").content.decode()
    )
    check = filling.fill_in(huong, filling.begin(huong))
    page = words(huong.get(check))
    for said in (
        "Nguyễn Thị Hường",
        "05/02/1998",
        "0905123456",
        "Bằng tốt nghiệp trung học phổ thông",
        "12 Lê Duẩn",
    ):
        assert said in page, said
    confirmation = huong.post(check, follow=True)
    dossier = Dossier.objects.get()
    assert confirmation.redirect_chain == [(f"/ho-so/{dossier.code}/da-nop/", 302)]
    assert dossier.code in words(confirmation)
    assert "Trung tâm Phục vụ hành chính công tỉnh Đắk Lắk kiểm tra hồ sơ" in words(confirmation)
    assert dossier.applicant == world.huong
    assert dossier.answers["copies"] == 2


def test_looking_at_the_start_page_begins_nothing(huong: Client) -> None:
    page = words(huong.get("/thu-tuc/diploma-copy/nop/"))
    assert "Trước khi bắt đầu" in page
    assert not Draft.objects.exists()


def test_what_the_account_says_is_not_asked_again(world: World, huong: Client) -> None:
    world.huong.birth_date, world.huong.identity_number = BIRTH_DATE, "066198001234"
    world.huong.save()
    first = filling.begin(huong)
    page = words(huong.get(first))
    for known in ("Nguyễn Thị Hường", "1998", "066198001234"):
        assert f'value="{known}"' in page
    assert huong.get(first.replace("/who/", "/kiem-tra/")).status_code == 200


def test_an_account_that_says_little_begins_with_an_empty_page(huong: Client) -> None:
    first = filling.begin(huong)
    assert 'value="Nguyễn Thị Hường"' not in words(huong.get(first))
    assert huong.get(first.replace("/who/", "/kiem-tra/")).status_code == 200


def test_progress_counts_the_pages_this_applicant_is_asked(huong: Client) -> None:
    first = filling.begin(huong)
    assert "Bước 1/5" in words(huong.get(first)), (
        "the longest way: the number never grows while one fills in"
    )
    second = filling.send(huong, first, filling.who("family"))
    assert "Bước 2/5" in words(huong.get(second))
    filling.send(huong, first, filling.who("owner"))
    assert "Bước 2/4" in words(huong.get(second)), "and a page that falls away is not counted"


def test_the_start_says_how_many_pages_there_may_be(huong: Client) -> None:
    assert "Có 4 đến 5 trang câu hỏi" in words(huong.get("/thu-tuc/diploma-copy/nop/"))


def test_a_refused_page_keeps_every_answer_and_says_what_is_wrong(huong: Client) -> None:
    first = filling.begin(huong)
    answer = huong.post(first, {**filling.who(), "applicant.identity": "12", **filling.GO_ON})
    assert answer.status_code == 422
    page = words(answer)
    assert "error-summary" in page
    assert 'href="#id_applicant-identity"' in page
    assert 'id="id_applicant-identity"' in page
    assert 'value="12"' in page
    assert 'value="1998"' in page


def test_a_button_that_is_not_go_on_keeps_and_does_not_complain(huong: Client) -> None:
    first = filling.begin(huong)
    answer = huong.post(first, {"relation": "family", "remove": "nothing"})
    assert answer.status_code == 200
    assert "error-summary" not in words(answer)
    assert Draft.objects.get().answers["relation"] == "family"


def test_every_change_is_kept_and_the_page_says_when(huong: Client) -> None:
    first = filling.begin(huong)
    answer = huong.post(
        first, {"relation": "authorised", "autosave": "1"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith("Đã lưu lúc")
    assert Draft.objects.get().answers["relation"] == "authorised"


def test_it_resumes_on_another_device(world: World, huong: Client) -> None:
    second = filling.send(huong, filling.begin(huong), filling.who("family"))
    elsewhere = visiting(world.huong)
    listed = words(elsewhere.get("/ho-so/"))
    assert "Chưa nộp" in listed
    draft = Draft.objects.get()
    assert f"/nhap/{draft.pk}/" in listed
    assert 'value="family" checked' in as_read(words(elsewhere.get(f"/nhap/{draft.pk}/who/")))
    assert second.endswith("/contact/")


def test_two_devices_do_not_undo_each_other(world: World, huong: Client) -> None:
    first = filling.begin(huong)
    filling.send(huong, first, filling.who())
    base = first.removesuffix("who/")
    filling.send(visiting(world.huong), f"{base}diploma/", filling.diploma())
    filling.send(huong, f"{base}contact/", filling.contact())
    assert {"relation", "school", "phone"} <= Draft.objects.get().answers.keys()


def test_a_change_from_the_check_page_comes_back_to_it(huong: Client) -> None:
    check = filling.fill_in(huong, filling.begin(huong))
    page = words(huong.get(check))
    assert "?sua=1" in page
    address = check.replace("kiem-tra/", "delivery/")
    assert 'name="back_to_check"' in words(huong.get(address + "?sua=1"))
    assert (
        filling.send(huong, address, {**filling.delivery(), "copies": "3", "back_to_check": "1"})
        == check
    )
    assert "3" in words(huong.get(check))


def test_an_unfinished_application_cannot_be_filed(huong: Client) -> None:
    first = filling.begin(huong)
    check = first.replace("/who/", "/kiem-tra/")
    answer = huong.post(check)
    assert answer.status_code == 422
    assert "Hồ sơ còn thiếu" in words(answer)
    assert "/contact/?sua=1#id_phone" in words(answer)
    assert "Bạn xin bản sao cho ai? Chọn một câu trả lời." in words(answer), (
        "a question takes no colon"
    )
    assert not Dossier.objects.exists()


def test_filing_twice_gives_one_dossier(world: World, huong: Client) -> None:
    check = filling.fill_in(huong, filling.begin(huong))
    first = huong.post(check)
    again = huong.post(check)
    assert Dossier.objects.count() == 1
    assert first.status_code == 302
    assert again.url == first.url
    assert Entry.objects.filter(act="submit").count() == 1


def test_somebody_elses_draft_does_not_exist(world: World, huong: Client) -> None:
    theirs = draft_of(world, owner=world.lan)
    for address in (f"/nhap/{theirs.pk}/who/", f"/nhap/{theirs.pk}/kiem-tra/"):
        assert huong.get(address).status_code == 404
        assert huong.post(address).status_code == 404
    assert huong.post(f"/nhap/{theirs.pk}/xoa/").status_code == 404
    assert Draft.objects.filter(pk=theirs.pk).exists()


def test_a_draft_can_be_thrown_away(world: World, huong: Client) -> None:
    mine = draft_of(world)
    assert huong.get(f"/nhap/{mine.pk}/xoa/").status_code == 200
    assert Draft.objects.filter(pk=mine.pk).exists(), "asking deletes nothing"
    huong.post(f"/nhap/{mine.pk}/xoa/")
    assert not Draft.objects.exists()


def test_a_section_that_is_not_asked_does_not_exist(huong: Client) -> None:
    first = filling.begin(huong)
    assert huong.get(first.replace("/who/", "/holder/")).status_code == 404


def test_the_start_counts_the_pages_that_will_be_asked(huong: Client) -> None:
    """The procedure has a section that only an officer fills in."""
    publish("school-licence-change")
    start = words(huong.get("/thu-tuc/school-licence-change/nop/"))
    first = huong.get(huong.post("/thu-tuc/school-licence-change/nop/").url)
    total = re.search(r"Bước 1/(\d+)", words(first))
    assert total is not None and f"Có {total[1]} trang câu hỏi" in start
