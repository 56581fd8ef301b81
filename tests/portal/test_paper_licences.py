"""Keeping the book of licences granted on paper, in the browser; what schools and strangers then
see.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms.lists import look_ups
from organisations.models import Authority, User
from organisations.seed import seed_organisations
from registers import grants
from registers.models import Grant, PaperEntry, PaperImport
from tests.people import person, publish
from tests.portal.conftest import visiting
from tests.portal.filling import words
from tests.procedures.walking import officer

DEPARTMENT, BOOK = "sgddt-daklak", "school_licence"
PAGE = "/mot-cua/giay-phep/"
TYPED = {
    "book": BOOK,
    "symbol": "55/QĐ-SGDĐT",
    "decided_on": "1/8/2018",
    "authority_name": "Sở Giáo dục và Đào tạo Phú Yên",
    "holder": "Trường THPT Hòa Bình",
    "commune": "UBND xã Ea Kar",
    "content": "Quy mô: 9 lớp",
}
SHEET = (
    "Số quyết định;Ngày cấp;Cơ quan cấp;Tên trường\n"
    "97/QĐ-SGDĐT;15/3/2021;Sở GDĐT;Trường THPT Lắk\n"
    "98/QĐ-SGDĐT;31/2/2021;Sở GDĐT;Trường THPT Ea Súp\n"
)


@pytest.fixture
def keeper(db: Any) -> User:
    seed_organisations()
    publish("school-licence")
    publish("school-licence-change")
    return officer("thao", "Bùi Thị Thảo", DEPARTMENT, "book_keeper")


@pytest.fixture
def second(keeper: User) -> User:
    return officer("anh", "Lê Ngọc Ánh", DEPARTMENT, "book_keeper", "clerk")


def entered(keeper: User, **changes: str) -> Grant:
    answer = visiting(keeper).post(f"{PAGE}nhap/", {**TYPED, **changes})
    assert answer.status_code == 302, words(answer)
    return Grant.objects.latest("pk")


def test_it_is_entered_by_hand_and_the_school_finds_it_by_its_number(keeper: User) -> None:
    granted = entered(keeper)
    assert granted.decided_on == dt.date(2018, 8, 1) and granted.commune == "Xã Ea Kar"
    assert granted.title == "Cho phép trường THPT hoạt động giáo dục"
    assert granted.authority == Authority.objects.get(slug=DEPARTMENT)
    assert PaperEntry.objects.get(grant=granted).entered_by == keeper
    found = look_ups.find("grant", "55 / qd sgddt", [BOOK])
    assert [pk for pk, _name in found] == [str(granted.pk)]
    # and the office may act on it
    grants.check(granted, "SUSPENDED", dt.date(2026, 1, 1), granted.authority)


def inputs(page: str) -> dict[str, str]:
    """Name → what describes the input, to those who hear the page."""
    form = lxml.html.fromstring(page).xpath("//form[contains(@class, 'panel-form')]")[0]
    return {
        one.get("name"): one.get("aria-describedby") for one in form.xpath(".//*[@aria-invalid]")
    }


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(keeper: User) -> None:
    answer = visiting(keeper).post(
        f"{PAGE}nhap/", {**TYPED, "symbol": "", "decided_on": "31/2/2018", "book": ""}
    )
    text = words(answer)
    assert answer.status_code == 422 and not Grant.objects.exists()
    for said in (
        "Hãy ghi số quyết định.",
        "Hãy ghi ngày như 05/02/2019.",
        "Hãy chọn loại giấy phép.",
        "31/2/2018",
    ):
        assert said in text
    assert "Trường THPT Hòa Bình" in text and "Quy mô: 9 lớp" in text
    for name in ("symbol", "decided_on", "book"):  # and once more where it is mended
        assert f'id="{name}-error"' in answer.text and f"{name}-error" in str(
            inputs(answer.text)[name]
        )
    assert "holder-error" not in answer.text
    entered(keeper)
    assert "Sổ đã có số" in words(visiting(keeper).post(f"{PAGE}nhap/", TYPED))


def test_a_sheet_is_taken_in_and_each_faulty_line_is_named(keeper: User) -> None:
    client = visiting(keeper)

    def send(content: str = SHEET, book: str = BOOK, name: str = "so.csv") -> Any:
        file = SimpleUploadedFile(name, content.encode(), "text/csv")
        return client.post(f"{PAGE}nhap-tep/", {"book": book, "file": file}, follow=True)

    text = words(send())
    assert "Dòng 3: Ngày quyết định: Không có ngày 31/2/2021." in text
    run = PaperImport.objects.latest("pk")
    assert (run.read, run.added, run.known, run.faulty, run.by) == (2, 1, 0, 1, keeper)
    send()
    again = PaperImport.objects.order_by("pk").last()
    assert again is not None and (again.added, again.known, again.faulty) == (0, 1, 1)
    assert send(book="").status_code == 422 and send(name="so.xls").status_code == 422
    sample = client.get(f"{PAGE}tep-mau/").content.decode("utf-8-sig")
    send(sample)
    assert PaperImport.objects.order_by("-pk")[0].added == 1


def test_another_keeper_compares_it_and_a_mistake_is_put_right_beside_it(
    keeper: User, second: User
) -> None:
    granted = entered(keeper)
    assert visiting(keeper).post(f"{PAGE}{granted.pk}/doi-chieu/").status_code == 409
    assert "chưa đối chiếu" in words(visiting(second).get(PAGE))
    text = words(visiting(second).post(f"{PAGE}{granted.pk}/doi-chieu/", follow=True))
    assert 'value="đang có hiệu lực"' not in text  # in the box that searches dossiers
    assert "Lê Ngọc Ánh" in text and "chưa đối chiếu" not in text
    address = f"{PAGE}{granted.pk}/dinh-chinh/"
    assert 'value="55/QĐ-SGDĐT"' in words(visiting(second).get(address))
    changed = {**TYPED, "symbol": "56/QĐ-SGDĐT", "reason": ""}
    refused = visiting(second).post(address, changed)
    assert refused.status_code == 422 and "lý do đính chính" in words(refused)
    text = words(visiting(second).post(address, {**changed, "reason": "Gõ nhầm số"}, follow=True))
    assert "56/QĐ-SGDĐT" in text and "Gõ nhầm số" in text
    register = words(Client().get("/so-giay-phep/"))
    assert "56/QĐ-SGDĐT" in register and "55/QĐ-SGDĐT" not in register
    assert "đã được đính chính" in words(Client().get(f"/so-giay-phep/{granted.pk}/"))


def test_strangers_read_that_it_comes_from_paper_where_it_lies_and_not_that_it_is_a_permit(
    keeper: User,
) -> None:
    granted = entered(keeper)
    listed, page = (
        words(Client().get("/so-giay-phep/")),
        words(Client().get(f"/so-giay-phep/{granted.pk}/")),
    )
    assert (
        "nhập từ bản giấy" in listed and "1 mục trong sổ" in listed and "1 giấy phép" not in listed
    )
    assert "ban hành trên giấy" in page and "Xã Ea Kar" in page
    for text in (listed, page):
        assert (
            "Bùi Thị Thảo" not in text
            and "Ủy ban nhân dân xã" not in text
            and "UBND xã" not in text
        )
    decided = grants.Decision(
        granted.authority, granted.authority.name, "402/QĐ", dt.date(2025, 9, 12), "AAAABBBBCCCC"
    )
    grants.add_state(granted, "SUSPENDED", decided)
    assert "bản giấy" in words(Client().get(f"/so-giay-phep/{granted.pk}/"))
    assert "tra theo số quyết định trong sổ" in words(Client().get("/kiem-tra/"))


def test_a_place_is_listed_once_however_its_committee_was_named(keeper: User) -> None:
    entered(keeper)
    decided = grants.Decision(
        Authority.objects.get(slug=DEPARTMENT), "Sở", "7/QĐ", dt.date(2026, 1, 2), "CODE"
    )
    grants.enter(
        grants.What(BOOK, "Cho phép", "Trường THPT Lắk", commune="Ủy ban nhân dân xã Ea Kar"),
        decided,
    )
    assert grants.communes() == ["Xã Ea Kar"]
    text = words(Client().get("/so-giay-phep/", {"xa": "Xã Ea Kar"}))
    assert "Trường THPT Lắk" in text and "Trường THPT Hòa Bình" in text


def test_nobody_else_keeps_the_book(keeper: User) -> None:
    granted = entered(keeper)
    expert = officer("binh", "Y Bình Niê", DEPARTMENT, "expert")
    elsewhere = officer("nga", "H'Nga", "ubnd-ea-kar", "book_keeper")
    for client in (visiting(expert), visiting(elsewhere)):
        for address in (f"{granted.pk}/", f"{granted.pk}/dinh-chinh/"):
            assert client.get(PAGE + address).status_code == 404
        assert client.post(f"{PAGE}{granted.pk}/doi-chieu/").status_code == 404
    assert visiting(expert).get(PAGE).status_code == 404
    assert visiting(elsewhere).get(PAGE).status_code == 200
    assert visiting(person("dan", "Người Dân")).get(PAGE).status_code == 403
    assert (
        visiting(elsewhere)
        .post(f"{PAGE}nhap/", {**TYPED, "keeper": str(granted.authority_id)})
        .status_code
        == 404
    )


def test_the_menu_leads_there_and_its_pages_cost_no_more_for_more_rows(keeper: User) -> None:
    assert re.search(rf'href="{PAGE}"', visiting(keeper).get("/mot-cua/").content.decode())


def test_in_english_the_kind_and_the_authority_are_english(keeper: User) -> None:
    granted = entered(keeper)
    reader = Client()
    reader.post("/ngon-ngu/", {"language": "en", "next": "/"})
    listed, page = (
        reader.get("/so-giay-phep/").text,
        reader.get(f"/so-giay-phep/{granted.pk}/").text,
    )
    for text in (listed, page):
        assert (
            "Licence for an upper secondary school to teach" in text
            and "Cho phép trường" not in text
        )
    assert "Sở Giáo dục và Đào tạo Phú Yên" in page, "of before: it has no other name"
    later = entered(keeper, symbol="77/QĐ-SGDĐT", authority_name=granted.authority.name)
    page = reader.get(f"/so-giay-phep/{later.pk}/").text
    assert later.authority.name_en in page and later.authority_name not in page
