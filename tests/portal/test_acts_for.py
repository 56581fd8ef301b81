"""The pages of whom one applies for: kept, asked by a link, seen and ended by the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from notifications import contact_codes
from organisations.contact_models import ContactProof
from organisations.models import User
from portal.account import acts_for
from portal.account.asked_code import TO_CONTACT
from portal.account.own_data import people_facts
from tests.people import World, person
from tests.portal.conftest import decide, visiting
from tests.portal.test_own_data import confirmed
from tests.reading import as_read
from tests.workflows.test_mandates import filed, mandate
from tests.workflows.two_sign import link_in
from workflows import actions
from workflows.models import Draft, Represented

LIST = "/tai-khoan/nop-thay/"
ADD = f"{LIST}them/"
CHILD = {"name": "Nguyễn Bé An", "day": "2", "month": "1", "year": "2012", "number": "HS-77"}
START = "/thu-tuc/diploma-copy/nop/"


@pytest.fixture
def huong(world: World) -> Client:
    return visiting(world.huong)


@pytest.fixture
def mai(world: World) -> User:
    made = person("mai", "Phạm Thị Mai")
    made.birth_date = dt.date(1960, 4, 5)
    made.save()
    return made


def until() -> str:
    return (timezone.localdate() + dt.timedelta(days=30)).isoformat()


def test_a_child_is_kept_chosen_and_filled_in(world: World, huong: Client) -> None:
    assert huong.post(f"{ADD}?loai=con", CHILD).url == LIST
    child = Represented.objects.get()
    assert (child.name, child.birth_date, child.number) == ("Nguyễn Bé An", "2012-01-02", "HS-77")
    assert "Nguyễn Bé An" in as_read(huong.get(START).text)
    begun = huong.post(START, {"whom": child.pk})
    assert begun.status_code == 302
    draft = Draft.objects.get()
    assert draft.represented == child and draft.answers["holder"]["name"] == "Nguyễn Bé An"
    assert draft.answers["holder"]["birth_date"] == "2012-01-02"
    page = as_read(huong.get(f"/nhap/{draft.pk}/kiem-tra/").text)
    assert "Bạn nộp thay Nguyễn Bé An" in page


def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(world: World, huong: Client) -> None:
    refused = huong.post(f"{ADD}?loai=con", {**CHILD, "year": "xx"})
    assert refused.status_code == 422 and "Nguyễn Bé An" in refused.text and "HS-77" in refused.text
    nobody = huong.post(f"{ADD}?loai=to-chuc", {"name": ""})
    assert nobody.status_code == 422 and "Hãy nhập tên trường, tổ chức." in as_read(nobody.text)
    empty = huong.post(f"{ADD}?loai=uy-quyen", {}).text
    for sentence in ("Hãy nhập họ và tên.", "Hãy nhập ngày hết hạn.", "Hãy nhập thư điện tử."):
        assert empty.count(sentence) == 2, "at the top and at its field, all at once"
    late = {"name": "Mai", "contact": "mai@example.vn", "until": "2001-01-01"}
    answer = huong.post(f"{ADD}?loai=uy-quyen", late)
    assert answer.status_code == 422 and "mai@example.vn" in answer.text
    odd = huong.post(f"{ADD}?loai=uy-quyen", {**late, "until": until(), "contact": "x"})
    assert odd.status_code == 422 and not Represented.objects.exists()


def test_a_child_is_changed_and_ended(world: World, huong: Client) -> None:
    huong.post(f"{ADD}?loai=con", CHILD)
    page = f"{LIST}{Represented.objects.get().pk}/"
    assert "HS-77" in huong.get(page).text
    huong.post(page, {**CHILD, "name": "Nguyễn Bình An"})
    assert Represented.objects.get().name == "Nguyễn Bình An"
    assert huong.post(page, {"end": "1", "sure": "1"}).url == LIST
    assert "Bình An" not in huong.get(LIST).text and huong.get(page).url == LIST


def test_nothing_ends_by_one_press(world: World, huong: Client) -> None:
    huong.post(f"{ADD}?loai=con", CHILD)
    page = f"{LIST}{Represented.objects.get().pk}/"
    refused = huong.post(page, {"end": "1"})
    assert refused.status_code == 422 and "đánh dấu vào ô xác nhận" in refused.text
    assert "Nguyễn Bé An" in huong.get(LIST).text


def test_what_another_window_ended_meanwhile_is_told(
    world: World, huong: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    huong.post(f"{ADD}?loai=con", CHILD)
    one = Represented.objects.get()
    typed = acts_for._typed

    def typed_late(*given: Any) -> Any:
        actions.end_mandate(one, world.huong)
        return typed(*given)

    monkeypatch.setattr(acts_for, "_typed", typed_late)
    answer = huong.post(f"{LIST}{one.pk}/", CHILD, follow=True)
    assert answer.status_code == 200 and "không sửa được nữa" in as_read(answer.text)


def test_a_day_that_a_mandate_cannot_last_to_is_no_fault_of_the_name(huong: Client) -> None:
    asked = {"name": "Phạm Thị Mai", "contact": "mai@example.vn", "until": "2099-01-01"}
    answer = huong.post(f"{ADD}?loai=uy-quyen", asked)
    assert answer.status_code == 422 and "dài nhất năm năm" in answer.text
    assert 'id="name-error"' not in answer.text and "2099-01-01" in answer.text


def test_a_mandate_is_confirmed_by_code_and_account(world: World, huong: Client, mai: User) -> None:
    asked = {"name": "Phạm Thị Mai", "contact": "mai@example.vn", "until": until()}
    assert huong.post(f"{ADD}?loai=uy-quyen", asked).url == LIST
    contact_codes.sweep()
    assert mail.outbox[-1].to == ["mai@example.vn"] and "Hường" not in mail.outbox[-1].body
    link, browser = link_in(mail.outbox[-1].body), Client()
    assert "Hường" not in browser.get(link).text
    code = _code(browser, link)
    assert browser.post("/ma-xac-nhan/", {"code": code}).url == link
    page = as_read(browser.get(link).text)
    assert "Nguyễn Thị Hường đề nghị" in page and "Đồng ý ủy quyền" not in page  # no account yet
    browser.post(link, {"confirm": "1"})
    assert Represented.objects.get().state == "ASKED"
    browser.force_login(mai)
    assert "được nộp hồ sơ thay bạn" in as_read(browser.post(link, {"confirm": "1"}).text)
    given = Represented.objects.get()
    assert given.state == "IN_FORCE" and given.person == mai
    assert "Phạm Thị Mai" in as_read(huong.get(START).text)
    assert "Nguyễn Thị Hường" in as_read(browser.get(LIST).text)


def test_letters_to_a_stranger_are_bounded_whoever_sends_them(world: World) -> None:
    asked = {"name": "Phạm Thị Mai", "contact": "mai@example.vn", "until": until()}
    agents = [visiting(person(f"agent{number}", "Người Mời")) for number in range(2)]
    answers = [agents[n % 2].post(f"{ADD}?loai=uy-quyen", asked) for n in range(6)]
    assert [one.status_code for one in answers] == [302] * TO_CONTACT.times + [429] * 2
    page = as_read(answers[-1].text)
    assert "Đã gửi nhiều tin" in page and "mai@example.vn" in page and "Phạm Thị Mai" in page
    assert ContactProof.objects.filter(letter="INVITED").count() == TO_CONTACT.times
    other = agents[0].post(f"{ADD}?loai=uy-quyen", {**asked, "contact": "khac@example.vn"})
    assert other.status_code == 302


def test_a_mandate_is_refused_without_an_account(world: World, huong: Client) -> None:
    asked = {"name": "Phạm Thị Mai", "contact": "mai@example.vn", "until": until()}
    huong.post(f"{ADD}?loai=uy-quyen", asked)
    contact_codes.sweep()
    link, browser = link_in(mail.outbox[-1].body), Client()
    browser.post("/ma-xac-nhan/", {"code": _code(browser, link)})
    assert "Không đồng ý" in browser.get(link).text
    answer = as_read(browser.post(link, {"decline": "1"}).text)
    assert "không được nộp hồ sơ thay bạn" in answer
    assert Represented.objects.get().state == "ENDED" and browser.get(link).status_code == 410


def _code(browser: Client, link: str) -> str:
    browser.post(link)
    contact_codes.sweep()
    return next(word for word in mail.outbox[-1].subject.split() if word.isdecimal())


def test_the_person_sees_the_dossier_and_ends_the_mandate(
    world: World, huong: Client, mai: User
) -> None:
    given = mandate(world, mai)
    dossier, client = filed(world, given), visiting(mai)
    page = f"/ho-so/{dossier.code}/"
    assert "Nguyễn Thị Hường nộp thay Phạm Thị Mai" in as_read(client.get(page).text)
    assert dossier.code in client.get("/ho-so/").text
    assert client.get(f"{page}rut/").status_code == 404
    assert huong.get(f"{page}rut/").status_code == 200
    code = dossier.code
    office = as_read(visiting(world.lan).get(f"/mot-cua/ho-so/{code}/").text)
    assert "Nguyễn Thị Hường nộp thay Phạm Thị Mai" in office
    assert client.post(f"{LIST}{given.pk}/", {"end": "1", "sure": "1"}).status_code == 302
    assert huong.get(page).status_code == 404 and code not in huong.get("/ho-so/").text
    assert client.get(f"{page}rut/").status_code == 200
    assert huong.post(START, {"whom": given.pk}).status_code == 409


def test_nobody_else_opens_it(world: World, mai: User) -> None:
    given = mandate(world, mai)
    assert visiting(world.lan).get(f"{LIST}{given.pk}/").status_code == 404
    assert visiting(mai).get(f"{LIST}{given.pk}/").status_code == 200


def test_ones_copy_of_data_has_them(world: World, huong: Client, mai: User) -> None:
    huong.post(f"{ADD}?loai=con", CHILD)
    mandate(world, mai)
    kept = people_facts.acts_for(world.huong)
    assert [one["name"] for one in kept] == ["Nguyễn Bé An", "Phạm Thị Mai"]
    assert kept[0]["number"] == "HS-77"
    assert [one["name"] for one in people_facts.acts_for(mai)] == ["Nguyễn Thị Hường"]


def test_closing_the_account_ends_them(world: World, mai: User) -> None:
    dossier = filed(world, mandate(world, mai))
    huong = confirmed(visiting(world.huong))
    assert huong.post("/tai-khoan/dong/", {"sure": "1"}).status_code == 302
    assert not Represented.objects.exclude(state="ENDED").exists()
    dossier.refresh_from_db()
    assert dossier.applicant == mai
    actions.withdraw(dossier, mai)


def test_applying_again_is_for_the_same_person_while_one_may(
    world: World, huong: Client, mai: User
) -> None:
    given = mandate(world, mai)
    dossier = filed(world, given)
    decide(dossier, world.lan, "refuse", reason="Thiếu giấy tờ.")
    again = f"/ho-so/{dossier.code}/nop-lai/"
    assert huong.post(again).status_code == 302
    assert Draft.objects.filter(dossier=None).latest("created_at").represented == given
    actions.end_mandate(given, mai)
    assert visiting(mai).post(again).status_code == 302
    assert Draft.objects.filter(owner=mai).get().represented is None
