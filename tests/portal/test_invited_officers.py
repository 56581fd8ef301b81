"""An officer comes by a link: an account, a role that another one grants, a password and a second
factor of their own, and nothing in use before all of that.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from notifications import account_letters
from organisations import roles
from organisations.account_models import AccountLetter, RightRequest
from organisations.models import RoleAssignment, User
from organisations.rights import requests
from tests.organisations.test_rights import administrator
from tests.people import World
from tests.portal.conftest import visiting
from tests.portal.test_second_factor import registered
from tests.reading import as_read
from workflows import permissions

ADD = "/quan-tri/organisations/user/add/"
PASSWORD = "mua-roi-tren-doi-che-37"


@pytest.fixture
def site(world: World, settings: Any) -> World:
    settings.SECOND_FACTOR = True
    return world


@pytest.fixture
def quan(site: World, settings: Any) -> Client:
    """An administrator at work, the factor shown."""
    client = visiting(
        administrator("quan", "add_roleassignment", "add_user", "change_user", "view_user")
    )
    session = client.session
    session["factor_confirmed_at"] = timezone.now().isoformat()
    session.save()
    return client


def form(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "username": "moi",
        "full_name": "Đặng Thị Mới",
        "email": "moi@example.vn",
        "role": "expert",
        "authority": world.department.pk,
        "reason": "QĐ 12/QĐ-SGDĐT",
        **changes,
    }


def invited(quan: Client, world: World) -> tuple[User, str]:
    """The account, and the link that its mailbox got."""
    answer = quan.post(ADD, form(world))
    assert answer.status_code == 302, as_read(answer.text)
    account_letters.sweep()
    letter = next(one for one in mail.outbox if one.to == ["moi@example.vn"])
    assert "Mời làm việc" in letter.subject and "Chuyên viên" in letter.body
    (link,) = re.findall(r"https?://[^/\s]+(/mat-khau/dat/\S+)", letter.body)
    return User.objects.get(username="moi"), link


def granted() -> None:
    requests.grant(RightRequest.objects.get(person__username="moi"), administrator("tri"))


def with_password(link: str) -> Client:
    """Their browser once the password is chosen and typed."""
    client = Client()
    assert client.get(link).url == "/mat-khau/dat/"
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post("/mat-khau/dat/", chosen).url == "/dang-nhap/"
    client.post("/dang-nhap/", {"username": "moi", "password": PASSWORD})
    return client


def test_from_the_link_to_the_desk(quan: Client, site: World) -> None:
    person, link = invited(quan, site)
    assert not person.has_usable_password() and person.awaits_factor
    granted()
    client = with_password(link)
    answer = client.get("/mot-cua/")
    assert answer.status_code == 302 and answer.url.startswith("/dang-nhap/ma/")
    registered(client)
    assert client.get("/mot-cua/").status_code == 200
    again = Client().get(link)
    assert again.status_code != 302, "the link works once"


def test_nothing_is_in_use_before_the_factor(quan: Client, site: World) -> None:
    person, link = invited(quan, site)
    granted()
    assert RoleAssignment.objects.filter(user=person).exists()
    where = ("expert", site.department.pk)
    assert not roles.holds(person, *where) and person not in roles.present(*where)
    assert not roles.held_assignments(person).exists()
    assert permissions.may_receive(person, site.department, "") is False
    registered(with_password(link))
    person = User.objects.get(pk=person.pk)
    assert roles.holds(person, *where) and person in roles.present(*where)


def test_the_factor_alone_gives_nothing_that_nobody_granted(quan: Client, site: World) -> None:
    _person, link = invited(quan, site)
    client = with_password(link)
    assert client.get("/tai-khoan/").url.startswith("/dang-nhap/ma/")
    registered(client)
    assert client.get("/mot-cua/").status_code == 403
    granted()
    assert client.get("/mot-cua/").status_code == 200
    assert client.get("/tai-khoan/").status_code == 200


def test_a_head_who_did_not_come_yet_grants_nothing(quan: Client, site: World) -> None:
    quan.post(ADD, form(site, role="head"))
    person = User.objects.get(username="moi")
    requests.grant(RightRequest.objects.get(person=person), site.dung)
    RoleAssignment.objects.filter(user=site.dung).delete()
    wanted = RightRequest(
        kind="ROLE", person=site.huong, role_id="clerk", authority=site.department, reason="x"
    )
    assert person not in requests.deciders(wanted)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": ""}, "lời mời gửi tới đó"),
        ({"authority": ""}, "Hãy chọn cơ quan"),
        ({"role": ""}, "Hãy chọn vai trò"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_lacks_is_told_and_nobody_is_made(
    quan: Client, site: World, changes: dict[str, str], said: str
) -> None:
    answer = quan.post(ADD, form(site, **changes))
    assert answer.status_code == 200 and said in answer.text
    assert 'value="Đặng Thị Mới"' in answer.text
    assert not User.objects.filter(username="moi").exists()


def test_who_may_not_ask_for_roles_invites_nobody(site: World) -> None:
    client = visiting(administrator("khac", "add_user", "view_user", "change_user"))
    session = client.session
    session["factor_confirmed_at"] = timezone.now().isoformat()
    session.save()
    answer = client.post(ADD, form(site))
    assert "Bạn không được đề nghị quyền này" in as_read(answer.text)
    assert not AccountLetter.objects.exists() and not RightRequest.objects.exists()
