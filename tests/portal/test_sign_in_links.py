"""Who guesses badly on purpose keeps no owner out: a letter tells them, and its link lets them in
(finding 11).
"""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from notifications import account_letters
from organisations.account_models import AccountLetter
from organisations.accounts.password_links import LinkIsDead
from organisations.accounts.sign_in_links import owner_of, sign_in_link_of
from organisations.models import User
from tests.people import World

PASSWORD = "mat-khau-rat-dai"


def sign_in(client: Client, username: str, password: str) -> int:
    return client.post("/dang-nhap/", {"username": username, "password": password}).status_code


def attacked(username: str, tries: int = 12) -> list[int]:
    return [
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), username, "sai")
        for number in range(tries)
    ]


def path_in_letter() -> str:
    account_letters.sweep()
    return "/" + mail.outbox[-1].body.split("http")[1].split("/", 3)[3].split()[0]


def test_the_owner_comes_in_by_the_link_while_it_goes_on(world: World) -> None:
    assert attacked("huong") == [422] * 10 + [429] * 2
    owner = Client(REMOTE_ADDR="198.51.100.2")
    refused = owner.post("/dang-nhap/", {"username": "huong", "password": PASSWORD})
    assert refused.status_code == 429 and "Cần vào ngay?" in refused.text
    path = path_in_letter()
    assert mail.outbox[-1].to == ["huong@example.vn"] and "thử mật khẩu" in mail.outbox[-1].subject
    assert owner.get(path).status_code == 200
    assert owner.post(path).status_code == 302
    attacked("huong", 3)
    assert sign_in(owner, "huong", PASSWORD) == 302
    # another new one still waits
    assert sign_in(Client(REMOTE_ADDR="198.51.100.3"), "huong", PASSWORD) == 429


def test_a_link_opens_one_browser_once_and_is_no_password(world: World) -> None:
    attacked("huong")
    path, owner, thief = path_in_letter(), Client(), Client()
    assert owner.post(path).status_code == 302 and owner.get("/tai-khoan/").status_code == 302
    assert thief.post(path).status_code == 410
    assert [sign_in(owner, "huong", "sai") for _ in range(11)] == [422] * 10 + [429]


def test_the_owner_is_told_once_in_six_hours_and_unknown_names_look_the_same(world: World) -> None:
    attacked("huong", 30)
    assert AccountLetter.objects.filter(kind="SIGN_IN_LINK").count() == 1
    known = Client(REMOTE_ADDR="192.0.2.1").post(
        "/dang-nhap/", {"username": "huong", "password": "x"}
    )
    attacked("khong-co-ai", 12)
    unknown = Client(REMOTE_ADDR="192.0.2.2").post(
        "/dang-nhap/", {"username": "khong-co-ai", "password": "x"}
    )
    assert known.status_code == unknown.status_code == 429
    plain = [one.text.split("<main")[1].split("csrf")[0] for one in (known, unknown)]
    assert plain[0] == plain[1]


def test_a_password_set_by_link_opens_that_browser_too(world: World) -> None:
    attacked("huong")
    Client().post("/mat-khau/quen/", {"name": "huong"})
    account_letters.sweep()
    letter = next(one for one in mail.outbox if "/mat-khau/dat/" in one.body)
    owner, new = Client(REMOTE_ADDR="198.51.100.9"), "cà phê Buôn Ma Thuột mùa hoa"
    owner.get("/mat-khau/dat/" + letter.body.split("/mat-khau/dat/")[1].split()[0])
    owner.post("/mat-khau/dat/", {"new_password1": new, "new_password2": new})
    assert sign_in(owner, "huong", new) == 302


@pytest.mark.parametrize("change", ["late", "closed", "round"])
def test_a_link_has_an_end(world: World, change: str) -> None:
    link = sign_in_link_of(world.huong).rstrip("/").rpartition("/")[2]
    assert owner_of(link) == world.huong
    if change == "closed":
        User.objects.filter(pk=world.huong.pk).update(is_active=False)
    if change == "round":
        world.huong.end_all_sessions()
    with (
        time_machine.travel(time.time() + (25 * 3600 if change == "late" else 0)),
        pytest.raises(LinkIsDead),
    ):
        owner_of(link)


@pytest.mark.parametrize("forged", ["x", "a:b:c", "WzEsIngiLDBd:1abc:xxxx", "", "é"])
def test_a_forged_link_is_dead(world: World, forged: str) -> None:
    with pytest.raises(LinkIsDead):
        owner_of(forged)


def test_an_account_without_a_mailbox_is_told_nothing_and_no_error_comes(
    world: World, settings: Any
) -> None:
    User.objects.filter(pk=world.huong.pk).update(email="")
    assert attacked("huong")[-1] == 429 and not AccountLetter.objects.exists()
