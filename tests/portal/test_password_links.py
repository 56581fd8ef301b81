"""A password is chosen by its owner alone, through a link that works once and has an end (ASVS 5.0,
6.4.1).
"""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from organisations.accounts import password_links
from organisations.accounts.password_links import (
    LinkIsDead,
    choose_password,
    owner_of,
    password_link_of,
)
from organisations.models import User
from tests.people import World
from tests.portal.conftest import visiting

NEW = "cà phê Buôn Ma Thuột mùa hoa"
CHOOSE = "/mat-khau/dat/"


def path_of(person: User) -> str:
    return password_link_of(person).split("/", 3)[3].join(["/", ""])


def last_part(person: User) -> str:
    return path_of(person).rstrip("/").rpartition("/")[2]


def chosen(client: Client, first: str = NEW, second: str = NEW) -> Any:
    return client.post(CHOOSE, {"new_password1": first, "new_password2": second})


def test_a_new_account_has_no_password_until_its_owner_chose_one(
    world: World, settings: Any
) -> None:
    """What `deploy/…` prints for the first people of a site: opened, chosen, signed in."""
    settings.SITE_URL = "https://motcua.example"
    new = User.objects.create_user("moi", full_name="Lê Văn Mới")
    assert password_link_of(new).startswith("https://motcua.example/mat-khau/dat/")
    browser = Client()
    page = browser.get(path_of(new), follow=True)
    assert page.redirect_chain == [(CHOOSE, 302)] and 'value="moi"' in page.text
    assert chosen(browser).url == reverse("portal:sign_in")
    assert authenticate(username="moi", password=NEW) == new


def test_a_link_works_once(world: World) -> None:
    link = last_part(world.dung)
    choose_password(link, NEW)
    with pytest.raises(LinkIsDead):
        choose_password(link, "một câu khác cũng dài như thế")
    assert authenticate(username="dung", password=NEW) == world.dung


def test_looking_at_it_does_not_use_it_up(world: World) -> None:
    path = path_of(world.dung)
    for _ in range(3):
        assert Client().get(path, follow=True).status_code == 200
    browser = Client()
    browser.get(path)
    assert chosen(browser).status_code == 302


def test_a_link_has_an_end(world: World) -> None:
    path, link = path_of(world.dung), last_part(world.dung)
    with time_machine.travel(time.time() + 23 * 3600):
        assert owner_of(link) == world.dung
    with time_machine.travel(time.time() + 25 * 3600):
        dead = Client().get(path)
        assert dead.status_code == 410 and "Liên kết không còn dùng được" in dead.text
        with pytest.raises(LinkIsDead):
            choose_password(link, NEW)


@pytest.mark.parametrize("change", ["email", "phone", "password", "round", "closed", "signed in"])
def test_what_changed_meanwhile_ends_the_link(world: World, change: str) -> None:
    link, person = last_part(world.dung), world.dung
    if change == "round":
        person.end_all_sessions()
    elif change == "signed in":
        Client().force_login(person)
    else:
        person.email = "khac@example.vn" if change == "email" else person.email
        person.phone = "0905999999" if change == "phone" else person.phone
        person.is_active = change != "closed"
        if change == "password":
            person.set_password("cái khác")
        person.save()
    with pytest.raises(LinkIsDead):
        owner_of(link)


@pytest.mark.parametrize(
    "forge",
    [
        "",
        "-",
        "x",
        "MQ-",
        "MQ-0-0",
        "%s-x",
        "99999999999999999999-abc",
        "=-=",
        "AAAA-aaaa",
        "MQ" * 500,
    ],
)
def test_what_was_never_a_link_is_told_so(world: World, forge: str) -> None:
    with pytest.raises(LinkIsDead):
        owner_of(forge)
    assert Client().get(CHOOSE).status_code == 410
    if forge.replace("-", "").isalnum():
        assert Client().get(f"{CHOOSE}{forge}/").status_code == 410


def test_one_persons_link_is_nobody_elses(world: World) -> None:
    name = last_part(world.huong).partition("-")[0]
    token = last_part(world.dung).partition("-")[2]
    with pytest.raises(LinkIsDead):
        owner_of(f"{name}-{token}")


def test_a_closed_account_gets_no_link(world: World) -> None:
    User.objects.filter(pk=world.dung.pk).update(is_active=False)
    with pytest.raises(LinkIsDead):
        password_link_of(User.objects.get(pk=world.dung.pk))


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("", "", "Hãy nhập mật khẩu mới."),
        (NEW, NEW + "x", "Hai lần nhập mật khẩu mới không giống nhau."),
        ("123456789012", "123456789012", "hoàn toàn là số"),
        ("b7#x", "b7#x", "Mật khẩu cần ít nhất 12 ký tự."),
        ("x" * 201, "x" * 201, "dài nhất 200"),
    ],
)
def test_a_bad_password_is_told_at_its_field_and_uses_nothing_up(
    world: World, first: str, second: str, sentence: str
) -> None:
    browser = Client()
    browser.get(path_of(world.dung))
    page = chosen(browser, first, second)
    assert page.status_code == 422 and sentence in page.text
    assert "field-error" in page.text and (not first or first not in page.text)
    assert chosen(browser).status_code == 302


def test_every_session_ends_with_the_old_password(world: World) -> None:
    signed_in = visiting(world.dung)
    assert signed_in.get(reverse("portal:my_dossiers")).status_code == 200
    choose_password(last_part(User.objects.get(pk=world.dung.pk)), NEW)
    assert signed_in.get(reverse("portal:my_dossiers")).status_code == 302


def test_the_password_is_asked_as_validators_say(world: World) -> None:
    with pytest.raises(ValidationError):
        password_links.choose_password(last_part(world.dung), "123456789012")
