"""The other parent reads a filed dossier by a link and a code, acts on nothing, and whoever wants
no invitations gets none (docs/decisions/0043-who-reads-along.md).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from documents.production import produce
from notifications import account_letters, contact_codes
from organisations.account_models import AccountLetter
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from portal.account.asked_code import TO_CONTACT
from portal.demo.load import settle
from tests.people import World, draft_of, person
from tests.portal.conftest import decide, visiting
from tests.portal.filling import words
from tests.portal.test_invited import code_for
from tests.workflows.two_sign import EMAIL, link_in, newest, two_sign
from workflows import actions
from workflows.applicant import co_signing, invitations, readers
from workflows.errors import WrongState
from workflows.models import Dossier, DossierDocument, Invitation, InvitationRefusal

HAI = {"name": "Trần Văn Hải", "contact": EMAIL}


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


@pytest.fixture
def huong(world: World) -> Client:
    return visiting(world.huong)


def page_of(dossier: Dossier) -> str:
    return f"/ho-so/{dossier.code}/nguoi-xem/"


def invited(huong: Client, dossier: Dossier) -> str:
    answer = huong.post(page_of(dossier), HAI)
    assert answer.status_code == 302, words(answer)
    contact_codes.sweep()
    letter = mail.outbox[-1]
    assert letter.to == [EMAIL] and dossier.code not in letter.body and "Hường" not in letter.body
    return link_in(letter.body)


def opened(link: str) -> Client:
    """Somebody else's browser, with the link and the code."""
    hai = Client()
    assert hai.post("/ma-xac-nhan/", {"code": code_for(hai, link)}).url == link
    return hai


def told() -> list[str]:
    account_letters.sweep()
    return list(AccountLetter.objects.order_by("pk").values_list("kind", flat=True))


def test_the_link_alone_shows_nothing(huong: Client, dossier: Dossier) -> None:
    link = invited(huong, dossier)
    page = words(Client().get(link))
    assert dossier.code not in page and "Hường" not in page and "Gửi mã" in page
    assert Client().get(f"{link}tep/{dossier.draft.pk}/").status_code == 410
    assert Client().get(f"{link}van-ban/ABCDEFGHJKLM/").status_code == 410
    stranger = Client()
    code_for(stranger, link)
    stranger.post("/ma-xac-nhan/", {"code": "000000"})
    assert "INVITATION_TRIED" in told()
    assert "có người mở lời mời mà không có mã" in words(huong.get(page_of(dossier)))


def test_they_read_it_all_and_both_sides_see_who(
    world: World, huong: Client, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    settle()
    link = invited(huong, dossier)
    hai = opened(link)
    page = hai.get(link)
    assert page["Cache-Control"] == "no-store"
    for said in (dossier.code, "Nguyễn Thị Hường", "066198001234", "Diễn biến", "Thông báo"):
        assert said in words(page), said
    assert told()[-1] == "READER_CAME"
    assert "Trần Văn Hải" in words(huong.get(page_of(dossier)))
    office = visiting(world.binh).get(f"/mot-cua/ho-so/{dossier.code}/?xem=nhat-ky")
    assert "mời Trần Văn Hải" in words(office) and EMAIL not in words(office)
    assert hai.get(link).status_code == 200, "again, within the hour"
    assert told().count("READER_CAME") == 1


def test_results_open_with_the_code_alone(world: World, huong: Client, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    document = produce(DossierDocument.objects.get(dossier=dossier).document_id)
    link = invited(huong, dossier)
    address = f"{link}van-ban/{document.code}/"
    assert Client().get(address).status_code == 410
    hai = opened(link)
    found = hai.get(address)
    assert found.status_code == 200 and found.content.startswith(b"%PDF")
    other = actions.submit(draft_of(world, owner=world.lan), world.lan)
    DossierDocument.objects.filter(document=document).update(dossier=other)
    assert hai.get(address).status_code == 410, "of another dossier"


def test_they_act_on_nothing(huong: Client, dossier: Dossier) -> None:
    link = invited(huong, dossier)
    hai = opened(link)
    hai.get(link)
    for way in ("rut/", "tu-sua/", "bo-sung/", "nguoi-xem/", ""):
        assert hai.get(f"/ho-so/{dossier.code}/{way}").url.startswith("/dang-nhap/"), way
    hai.post(link, {"confirm": "1", "read": "1", "shown": "x"})
    hai.post(link, {"decline": "1", "reason": "Không"})
    assert readers.of_dossier(dossier)[0].came
    assert Dossier.objects.get().entries.count() == 1


def test_it_is_ended_by_who_invited(huong: Client, dossier: Dossier) -> None:
    link = invited(huong, dossier)
    hai = opened(link)
    hai.get(link)
    huong.post(page_of(dossier), {"end": str(newest().pk)})
    assert hai.get(link).status_code == 410
    assert told()[-1] == "READING_ENDED"
    assert mail.outbox[-1].to == [EMAIL] and "Hường" not in mail.outbox[-1].body


def test_it_is_ended_by_who_reads(huong: Client, dossier: Dossier) -> None:
    link = invited(huong, dossier)
    hai = opened(link)
    assert "không xem hồ sơ này nữa" in words(hai.post(link, {"leave": "1"}))
    assert hai.get(link).status_code == 410
    assert told()[-1] == "READER_LEFT"


def test_a_stranger_invites_and_ends_nothing(world: World, huong: Client, dossier: Dossier) -> None:
    invited(huong, dossier)
    other = visiting(person("nguoila", "Người Lạ"))
    assert other.get(page_of(dossier)).status_code == 404
    assert other.post(page_of(dossier), {"end": str(newest().pk)}).status_code == 404
    assert readers.of_dossier(dossier)


def test_who_lost_the_dossier_shows_it_no_longer(
    world: World, huong: Client, dossier: Dossier
) -> None:
    link = invited(huong, dossier)
    hai = opened(link)
    Dossier.objects.update(applicant=world.lan)
    assert hai.get(link).status_code == 410


def test_it_is_over_after_a_year(huong: Client, dossier: Dossier) -> None:
    link = invited(huong, dossier)
    opened(link).get(link)
    assert invitations.opened(link.split("/")[2])
    with time_machine.travel(timezone.now() + dt.timedelta(days=366)):
        assert invitations.opened(link.split("/")[2]) is None


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"name": "", "contact": EMAIL}, "tên người được mời"),
        ({"name": "Hải", "contact": "không phải"}, "Hãy nhập"),
        ({"name": "Hải", "contact": "huong@example.vn"}, "của chính bạn"),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(
    huong: Client, dossier: Dossier, form: dict[str, str], says: str
) -> None:
    refused = huong.post(page_of(dossier), form)
    assert refused.status_code == 422 and says in words(refused)
    assert f'value="{form["contact"]}"' in words(refused)
    assert not Invitation.objects.exists()


def test_so_many_and_no_more(world: World, dossier: Dossier) -> None:
    for number in range(readers.MOST):
        contact = Contact(ContactKind.EMAIL, f"nguoi{number}@example.vn")
        readers.invite(dossier, world.huong, contact, "Một người")
    with pytest.raises(WrongState, match="4 người"):
        readers.invite(dossier, world.huong, Contact(ContactKind.EMAIL, EMAIL), "Hải")


@pytest.mark.parametrize("whom", ["one", "all"])
def test_who_wants_no_invitations_gets_none(
    world: World, huong: Client, dossier: Dossier, whom: str
) -> None:
    link = invited(huong, dossier)
    hai = opened(link)
    assert "Đừng mời tôi nữa" in words(hai.get(link))
    assert "không nhận lời mời nào" in words(hai.post(link, {"never": whom}))
    assert hai.get(link).status_code == 410
    TO_CONTACT.forget(newest().index)
    sent = len(mail.outbox)
    refused = huong.post(page_of(dossier), HAI)
    assert refused.status_code == 409 and "không nhận lời mời" in words(refused)
    contact_codes.sweep()
    assert len(mail.outbox) == sent
    another = actions.submit(draft_of(world, owner=world.lan), world.lan)
    contact = Contact(ContactKind.EMAIL, EMAIL)
    if whom == "all":
        with pytest.raises(WrongState, match="không nhận"):
            readers.invite(another, world.lan, contact, "Hải")
    else:
        assert readers.invite(another, world.lan, contact, "Hải")
    assert EMAIL not in str(InvitationRefusal.objects.values())


def test_nobody_refuses_for_another(huong: Client, dossier: Dossier) -> None:
    """The link was forwarded: without the code nothing is said for whoever has the contact."""
    link = invited(huong, dossier)
    Client().post(link, {"never": "all"})
    assert not InvitationRefusal.objects.exists()


def test_who_was_to_sign_says_no_for_good(world: World, tmp_path: Path) -> None:
    draft = two_sign(world, tmp_path)
    contact = Contact(ContactKind.EMAIL, EMAIL)
    co_signing.ask(draft, world.huong, contact)
    contact_codes.sweep()
    link = link_in(mail.outbox[-1].body)
    opened(link).post(link, {"never": "one"})
    assert newest().state == "DECLINED" and told()[-1] == "CO_SIGN_DECLINED"
    with pytest.raises(WrongState, match="không nhận"):
        co_signing.ask(draft, world.huong, contact)
