"""One's own account: contact and name changed with proof, the old contact told, closing (issue 16, 1)."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from notifications import account_letters, owed_letters
from organisations.account_models import AccountLetter
from organisations.accounts import contacts, letters, password_links
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind, ContactProof, ProvedContact
from organisations.models import RoleAssignment, User
from portal.account import asked_code, confirming
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.portal.test_code_sign_in import latest
from tests.portal.test_sign_up import CODE, MAIL, PASSWORD, signed_up
from workflows import actions
from workflows.models import Dossier, Draft

CONFIRM, CONTACT, NAME, CLOSE = (
    *("/tai-khoan/xac-nhan/", "/tai-khoan/lien-he/", "/tai-khoan/ten/", "/tai-khoan/dong/"),
)
NEW_PASSWORD = "/tai-khoan/mat-khau/moi/"


@pytest.fixture
def lan(world: World) -> tuple[Client, User]:
    return signed_up(new_password1=PASSWORD, new_password2=PASSWORD)


def confirmed(client: Client, page: str) -> None:
    """By the password, on the way to the page."""
    assert client.get(page).url.startswith(CONFIRM)
    assert client.post(CONFIRM, {"next": page, "old_password": PASSWORD}).url == page


def letters_to(address: str) -> list[Any]:
    account_letters.sweep()
    return [one for one in mail.outbox if one.to == [address]]


@pytest.mark.parametrize("page", [CONTACT, NAME, CLOSE, NEW_PASSWORD])
def test_an_open_session_is_not_enough(lan: tuple[Client, User], page: str) -> None:
    client = visiting(lan[1])
    for answer in (client.get(page), client.post(page, {"sure": "1", "full_name": "Kẻ Gian"})):
        assert answer.status_code == 302 and answer.url.startswith(CONFIRM)
    wrong = client.post(CONFIRM, {"next": page, "old_password": "x" * 20})
    assert wrong.status_code == 422 and client.get(page).status_code == 302
    confirmed(client, page)
    assert client.get(page).status_code == 200
    with time_machine.travel(time.time() + 20 * 60):
        assert client.get(page).status_code == 302
    person = User.objects.get(pk=lan[1].pk)
    assert person.is_active and person.full_name == "Mai Thị Lan"


def test_who_has_no_password_confirms_by_a_code(world: World) -> None:
    _client, person = signed_up()
    client = visiting(person)
    assert "Gửi mã tới M***@example.vn" in client.get(CONFIRM, {"next": NAME}).text
    assert client.post(CONFIRM, {"next": NAME, "send": "EMAIL"}).url == CODE
    assert client.post(CODE, {"code": latest()}).url == NAME
    assert client.get(NAME).status_code == 200


def test_a_code_to_confirm_is_ones_own(world: World, lan: tuple[Client, User]) -> None:
    client = visiting(lan[1])
    client.post(CONFIRM, {"next": NAME, "send": "EMAIL"})
    client.force_login(world.huong)
    answer = client.post(CODE, {"code": latest()})
    assert answer.status_code == 410 and client.get(NAME).status_code == 302


def test_a_new_address_is_proved_and_the_old_one_is_told(lan: tuple[Client, User]) -> None:
    client, person = visiting(lan[1]), lan[1]
    link = password_links.password_link_of(person).rstrip("/").rpartition("/")[2]
    confirmed(client, CONTACT)
    assert client.post(CONTACT, {"contact": "moi@example.vn"}).url == CODE
    person.refresh_from_db()
    assert person.email == MAIL  # not before the code
    assert client.post(CODE, {"code": "000000"}).status_code == 422
    assert client.post(CODE, {"code": latest()}).url == "/tai-khoan/"
    person.refresh_from_db()
    assert (
        person.email == "moi@example.vn"
        and contacts.owner_of(Contact(ContactKind.EMAIL, "moi@example.vn")) == person
    )
    assert "đã đổi" in letters_to(MAIL)[-1].subject
    assert contacts.owner_of(Contact(ContactKind.EMAIL, MAIL)) is None
    with pytest.raises(password_links.LinkIsDead):
        password_links.owner_of(link)


def test_an_address_of_another_account_is_not_taken(world: World, lan: tuple[Client, User]) -> None:
    client = visiting(lan[1])
    confirmed(client, CONTACT)
    assert client.post(CONTACT, {"contact": "huong@example.vn"}).url == CODE
    assert client.post(CODE, {"code": latest()}).status_code == 422
    assert User.objects.get(pk=lan[1].pk).email == MAIL


def test_a_stranger_is_sent_few_codes_whoever_asks_for_them(lan: tuple[Client, User]) -> None:
    """A browser that is known for one's own account has no tries of its own at a stranger's."""
    stranger = {"contact": "nguoi.la@example.vn"}
    client = lan[0]
    for _ in range(asked_code.TO_CONTACT.times):
        assert client.post(CONTACT, stranger).url == CODE
    assert Client().post("/dang-ky/", stranger).status_code == 429
    assert client.post(CONTACT, stranger).status_code == 429
    assert client.post(CONTACT, {"contact": MAIL}).url == CODE  # one's own, in one's own browser


def test_ones_own_address_that_an_administrator_wrote_is_proved_by_its_code(world: World) -> None:
    client = visiting(world.huong)
    client.get(CONTACT)
    client.post(CONFIRM, {"next": CONTACT, "old_password": "mat-khau-rat-dai"})
    client.post(CONTACT, {"contact": "huong@example.vn"})
    assert client.post(CODE, {"code": latest()}).url == "/tai-khoan/"
    assert contacts.is_proved(world.huong, ContactKind.EMAIL)


def test_whoever_has_a_role_changes_neither_contact_nor_name_alone(world: World) -> None:
    client = visiting(world.dung)
    for page, sent in (
        (CONTACT, {"contact": "x@example.vn"}),
        (NAME, {"full_name": "Kẻ Gian"}),
        (CLOSE, {"sure": "1"}),
    ):
        client.post(CONFIRM, {"next": page, "old_password": "mat-khau-rat-dai"})
        assert client.post(page, sent).status_code == 200
    person = User.objects.get(pk=world.dung.pk)
    assert (person.email, person.full_name, person.is_active) == (
        "dung@example.vn",
        "Trần Văn Dũng",
        True,
    )
    assert not ContactProof.objects.exists()


def test_a_role_given_between_asking_and_the_code_keeps_the_contact(
    world: World, lan: tuple[Client, User]
) -> None:
    client = visiting(lan[1])
    confirmed(client, CONTACT)
    client.post(CONTACT, {"contact": "moi@example.vn"})
    RoleAssignment.objects.create(user=lan[1], role_id="clerk", authority=world.department)
    assert client.post(CODE, {"code": latest()}).status_code == 410
    assert User.objects.get(pk=lan[1].pk).email == MAIL


def test_name_and_birth_date_are_changed_and_told(lan: tuple[Client, User]) -> None:
    client = visiting(lan[1])
    confirmed(client, NAME)
    wrong = client.post(NAME, {"full_name": "Mai Lan", "day": "31", "month": "2", "year": "1990"})
    assert (
        wrong.status_code == 422 and 'value="Mai Lan"' in wrong.text and 'value="31"' in wrong.text
    )
    right = {"full_name": "Mai Lan", "day": "28", "month": "2", "year": "1990"}
    assert client.post(NAME, right).url == "/tai-khoan/"
    person = User.objects.get(pk=lan[1].pk)
    assert (person.full_name, person.birth_date) == ("Mai Lan", dt.date(1990, 2, 28))
    assert "Họ tên" in letters_to(MAIL)[-1].subject


@pytest.mark.parametrize(
    ("has_mail", "password", "status"), [(False, "", 422), (True, "", 302), (False, PASSWORD, 302)]
)
def test_the_birth_date_that_a_telephone_alone_needs_stays(
    world: World, has_mail: bool, password: str, status: int
) -> None:
    """Without it whoever has a number, and nothing else, never comes in again."""
    person = User(username="so", full_name="Mai Thị Lan", birth_date=dt.date(1990, 2, 5))
    person.set_password(password or None)
    person.save()
    contacts.give(person, Contact(ContactKind.PHONE, "0912345678"))
    if has_mail:
        contacts.give(person, Contact(ContactKind.EMAIL, MAIL))
    client = visiting(person)
    session = client.session
    session[confirming.KEY] = time.time()
    session.save()
    answer = client.post(NAME, {"full_name": "Mai Lan", "day": "", "month": "", "year": ""})
    assert answer.status_code == status
    born = User.objects.get(pk=person.pk).birth_date
    assert (born is None) == (status == 302)
    assert status == 302 or "Hãy nhập ngày sinh" in answer.text


def test_a_name_beside_a_known_identity_number_stays(world: World) -> None:
    world.huong.identity_number = "066198001234"
    world.huong.save()
    client = visiting(world.huong)
    client.post(CONFIRM, {"next": NAME, "old_password": "mat-khau-rat-dai"})
    assert "bộ phận một cửa" in client.post(NAME, {"full_name": "Khác"}).text
    assert User.objects.get(pk=world.huong.pk).full_name == "Nguyễn Thị Hường"


def test_a_closed_account_opens_to_nobody_and_its_dossiers_stay(
    world: World, lan: tuple[Client, User]
) -> None:
    person, client, elsewhere = lan[1], visiting(lan[1]), visiting(lan[1])
    dossier = actions.submit(draft_of(world, owner=person), person)
    draft_of(world, owner=person)
    confirmed(client, CLOSE)
    page = client.get(CLOSE).text
    assert "1 hồ sơ đang giải quyết" in page and "1 bản nháp" in page
    assert client.post(CLOSE, {}).status_code == 422 and User.objects.get(pk=person.pk).is_active
    assert client.post(CLOSE, {"sure": "1"}).url == "/"
    assert client.get("/tai-khoan/").status_code == elsewhere.get("/tai-khoan/").status_code == 302
    gone = User.objects.get(pk=person.pk)
    assert (gone.email, gone.phone, gone.birth_date, gone.is_active) == ("", "", None, False)
    assert not Draft.objects.filter(owner=person, dossier=None).exists()
    assert Dossier.objects.get(pk=dossier.pk).applicant_id == person.pk
    assert Client().post("/dang-nhap/", {"username": MAIL, "password": PASSWORD}).status_code == 422
    assert (
        Client()
        .post("/dang-nhap/", {"username": person.username, "password": PASSWORD})
        .status_code
        == 422
    )
    assert "đã đóng" in letters_to(MAIL)[-1].subject


def test_an_account_of_the_demo_is_not_closed(lan: tuple[Client, User]) -> None:
    client, person = lan
    User.objects.filter(pk=person.pk).update(is_demo=True)
    assert client.post(CLOSE, {"sure": "1"}).status_code == 200
    assert User.objects.get(pk=person.pk).is_active


def test_too_long_a_name_is_called_too_long(lan: tuple[Client, User]) -> None:
    confirmed(client := visiting(lan[1]), NAME)
    answer = client.post(NAME, {"full_name": "Lan " * 50})
    assert answer.status_code == 422 and "dài nhất 150 ký tự" in answer.text


def test_a_letter_that_failed_for_good_keeps_no_contact(
    lan: tuple[Client, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    letters.owe(lan[1], AccountLetter.Kind.OWN_CONTACT, address="truoc@example.vn")
    letter = AccountLetter.objects.get(kind=AccountLetter.Kind.OWN_CONTACT)
    AccountLetter.objects.filter(pk=letter.pk).update(
        attempts=owed_letters.MAX_ATTEMPTS - 1, state="PENDING"
    )

    def broken(_letter: AccountLetter) -> None:
        raise ValueError

    monkeypatch.setattr(account_letters, "_mail", broken)
    account_letters.attempt(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.address) == (AccountLetter.State.FAILED, "")


def test_the_contact_of_a_closed_account_is_free(lan: tuple[Client, User]) -> None:
    client = visiting(lan[1])
    confirmed(client, CLOSE)
    client.post(CLOSE, {"sure": "1"})
    assert not ProvedContact.objects.exists()
    _client, again = signed_up()
    assert again.pk != lan[1].pk and again.email == MAIL


def test_the_page_shows_contacts_masked_and_what_is_proved(lan: tuple[Client, User]) -> None:
    page = visiting(lan[1]).get("/tai-khoan/").text
    assert "M***@example.vn" in page and "đã xác nhận" in page and MAIL not in page
