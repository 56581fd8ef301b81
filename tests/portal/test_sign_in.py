"""Signing in: one generic error, slowed down, never sending anybody to another site."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import World
from tests.portal.conftest import visiting

PASSWORD = "mat-khau-rat-dai"
SIGN_IN = "/dang-nhap/"


def try_password(client: Client, username: str, password: str, **more: str):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_the_right_password_opens_the_page_that_was_wanted(world: World, stranger: Client) -> None:
    wanted = reverse("portal:my_dossiers")
    page = stranger.get(wanted, follow=True)
    assert "Đăng nhập" in page.content.decode()
    answer = try_password(stranger, "huong", PASSWORD, next=wanted)
    assert answer.url == wanted
    assert stranger.get(wanted).status_code == 200


def test_an_unknown_name_and_a_wrong_password_look_the_same(world: World, stranger: Client) -> None:
    unknown = try_password(stranger, "khong-co-ai", "sai")
    wrong = try_password(stranger, "huong", "sai")
    assert unknown.status_code == wrong.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in wrong.content.decode()
    assert (
        unknown.content.decode().replace("khong-co-ai", "huong").split("<main")[1].split("csrf")[0]
        == (wrong.content.decode().split("<main")[1].split("csrf")[0])
    )


def test_the_sixth_try_is_refused_even_with_the_right_password(
    world: World, stranger: Client
) -> None:
    for _ in range(5):
        try_password(stranger, "huong", "sai")
    refused = try_password(stranger, "huong", PASSWORD)
    assert refused.status_code == 429
    assert "quá nhiều lần" in refused.content.decode()


def test_a_guesser_elsewhere_does_not_lock_the_owner_out(world: World) -> None:
    guesser, owner = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="198.51.100.2")
    for _ in range(11):
        try_password(guesser, "huong", "sai")
    assert try_password(owner, "huong", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "target", ["https://ke-gian.example/", "//ke-gian.example", "javascript:alert(1)", "/\\x.y"]
)
def test_nobody_is_sent_to_another_site(world: World, stranger: Client, target: str) -> None:
    assert try_password(stranger, "huong", PASSWORD, next=target).url == reverse("portal:home")


def test_signing_out_needs_the_button_and_ends_the_session(world: World) -> None:
    huong = visiting(world.huong)
    assert huong.get("/dang-xuat/").status_code == 405
    assert huong.post("/dang-xuat/").status_code == 302
    assert huong.get(reverse("portal:my_dossiers")).status_code == 302


def test_the_session_changes_its_key_at_sign_in(world: World, stranger: Client) -> None:
    stranger.get(SIGN_IN)
    stranger.cookies["sessionid"] = "a" * 32
    try_password(stranger, "huong", PASSWORD)
    assert stranger.cookies["sessionid"].value != "a" * 32


@pytest.mark.parametrize("wanted", ["12", "admin", "portal:desk", "%00"])
def test_a_bare_word_is_no_page_to_go_on_to(world: World, wanted: str) -> None:
    assert visiting(world.huong).get(reverse("portal:sign_in"), {"next": wanted}).url == "/"


@pytest.mark.parametrize(
    ("wanted", "opened"), [("", "/mot-cua/"), ("/", "/mot-cua/"), ("/kiem-tra/", "/kiem-tra/")]
)
def test_an_officer_who_asked_for_no_page_begins_at_their_desk(
    world: World, stranger: Client, wanted: str, opened: str
) -> None:
    assert try_password(stranger, "lan", PASSWORD, next=wanted).url == opened
