"""“Đừng mời tôi nữa” is undone by an administrator, at the written wish of whoever said it."""

from __future__ import annotations

import json
import logging

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from tests.organisations.test_rights import administrator
from tests.people import World
from tests.portal.conftest import visiting
from tests.reading import as_read
from workflows.applicant import unwanted
from workflows.errors import WrongState
from workflows.models import InvitationRefusal

LIST = "/quan-tri/workflows/invitationrefusal/"
PAGE = f"{LIST}nhan-lai/"
MAIL = Contact(ContactKind.EMAIL, "hai@example.vn")
PHONE = Contact(ContactKind.PHONE, "0912345678")
WISH = {"contact": "Hai@example.vn", "reason": "Đơn ngày 01/12/2026"}


@pytest.fixture
def quan(world: World) -> Client:
    rights = ("view_invitationrefusal", "delete_invitationrefusal")
    return visiting(administrator("quan", *rights))


@pytest.fixture
def refused(world: World) -> None:
    """By mail everybody and one account besides, by telephone everybody."""
    for contact in (MAIL, PHONE):
        InvitationRefusal.objects.create(index=contact.index, by=None)
    InvitationRefusal.objects.create(index=MAIL.index, by=world.lan)


@pytest.mark.usefixtures("refused")
def test_the_contact_is_invited_again_and_it_is_written_down(
    world: World, quan: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(WrongState):
        unwanted.demand_wanted(world.huong, MAIL)
    with caplog.at_level(logging.INFO, "security"):
        assert quan.post(PAGE, WISH).url == LIST
    unwanted.demand_wanted(world.huong, MAIL)
    with pytest.raises(WrongState):
        unwanted.demand_wanted(world.huong, PHONE)
    with pytest.raises(WrongState):
        unwanted.demand_wanted(world.lan, MAIL)
    (line,) = [one.message for one in caplog.records if "invitations_wanted" in one.message]
    assert json.loads(line)["kind"] == "EMAIL" and "hai@" not in line.lower()
    written = LogEntry.objects.latest("pk")
    assert "Đơn ngày 01/12/2026" in written.change_message and "hai@" not in str(written).lower()


@pytest.mark.usefixtures("refused")
def test_a_number_is_read_however_it_is_spelt(world: World, quan: Client) -> None:
    quan.post(PAGE, {**WISH, "contact": "+84 912 345 678"})
    unwanted.demand_wanted(world.huong, PHONE)


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": " "}, "reason"),
        ({"contact": "ai đó"}, "số di động Việt Nam"),
        ({"contact": "khac@example.vn"}, "không từ chối lời mời của mọi người"),
    ],
)
def test_what_lacks_is_told_and_nothing_is_undone(
    quan: Client, changes: dict[str, str], said: str
) -> None:
    answer = quan.post(PAGE, {**WISH, **changes})
    assert answer.status_code == 422 and said in as_read(answer.text) + answer.text
    assert f'value="{changes.get("contact", WISH["contact"])}"' in answer.text
    assert InvitationRefusal.objects.count() == 3


@pytest.mark.usefixtures("refused")
def test_the_list_names_nobody_and_others_undo_nothing(world: World, quan: Client) -> None:
    text = quan.get(LIST).text
    assert MAIL.index not in text and "Nhận lại lời mời" in as_read(text)
    assert str(world.lan) not in text
    looking = visiting(administrator("xem", "view_invitationrefusal"))
    assert "Nhận lại lời mời" not in as_read(looking.get(LIST).text)
    assert looking.post(PAGE, WISH).status_code == 403
    assert InvitationRefusal.objects.count() == 3
