"""Passkeys without a browser: what is no answer, or no answer to this question, opens nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from fido2.utils import websafe_encode

from portal.account import passkeys
from portal.http import second_factor
from portal.models import Passkey
from tests.people import World
from tests.portal.conftest import visiting

SIGN_IN, OWN, CONFIRM = "/dang-nhap/bang-khoa/", "/tai-khoan/khoa/", "/tai-khoan/xac-nhan/"
EMPTY = {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}


CLIENT = websafe_encode(
    b'{"type":"webauthn.get","challenge":"AA","origin":"https://motcua.example"}'
)


def _answer(**response: Any) -> str:
    whole = {
        "clientDataJSON": CLIENT,
        "authenticatorData": websafe_encode(bytes(37)),
        "signature": "AA",
        **response,
    }
    return json.dumps(EMPTY | {"response": whole})


#: What `fido2` reads without looking first, at both doors.
ODD = [
    "[" * 20_000,
    '{"a":' * 3_000,
    " " * 20_000 + "{}",
    _answer(clientDataJSON=websafe_encode(b"[" * 9_000)),
    _answer(clientDataJSON=websafe_encode(b"null"), attestationObject="AA"),
    _answer(clientDataJSON="", attestationObject=""),
    *(_answer()[:-1] + f', "clientExtensionResults": {odd}}}' for odd in ("1", "[]", '"x"')),
    *(_answer(userHandle=odd) for odd in ([], True, 1)),
    *(_answer(attestationObject=odd) for odd in ([], 1, "W10", "gQ")),
    *(
        _answer(authenticatorData=websafe_encode(bytes(32) + odd))
        for odd in (b"", b"\x81" + bytes(4) + b"\x18", b"\xe0" + bytes(5), b"\xff" * 9)
    ),
]


@pytest.fixture(autouse=True)
def named(settings: Any) -> None:
    settings.SITE_URL = "https://motcua.example"


@pytest.mark.parametrize(
    "answer", ["", "x", "[]", "1", "{}", json.dumps(EMPTY), "x" * 30_000, *ODD]
)
def test_what_is_no_answer_opens_nothing(world: World, answer: str) -> None:
    client, own = Client(), visiting(world.huong)
    client.get(SIGN_IN)
    for asked in (True, False):
        assert client.post(SIGN_IN, {"answer": answer}).status_code == 422, asked
    assert client.get("/tai-khoan/").status_code == 302
    own.post(CONFIRM, {"next": OWN, "old_password": "mat-khau-rat-dai"})
    own.get(OWN)
    assert own.post(OWN, {"answer": answer}).status_code == 422
    assert not Passkey.objects.exists()


def test_one_adds_none_with_an_open_session_alone(world: World) -> None:
    for answer in (visiting(world.huong).get(OWN), visiting(world.huong).post(OWN, {"remove": 1})):
        assert answer.status_code == 302 and answer.url.startswith(CONFIRM)


def test_nobody_takes_anothers_away(world: World) -> None:
    row = Passkey.objects.create(user=world.dung, index="a" * 64, credential=b"x")
    client = visiting(world.huong)
    client.post(CONFIRM, {"next": OWN, "old_password": "mat-khau-rat-dai"})
    client.post(OWN, {"remove": row.pk})
    assert Passkey.objects.filter(pk=row.pk).exists()


def test_who_lost_everything_has_none_left(world: World) -> None:
    Passkey.objects.create(user=world.dung, index="a" * 64, credential=b"x")
    second_factor.forget(world.dung)
    assert not passkeys.of(world.dung).exists()


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
        ("http://localhost:8000", True),
        ("https://motcua.daklak.gov.vn", True),
    ],
)
def test_they_are_offered_where_browsers_make_them(
    world: World, settings: Any, address: str, offered: bool
) -> None:
    settings.SITE_URL = address
    page = Client().get("/dang-nhap/").text
    assert (SIGN_IN in page) == passkeys.is_offered() == offered
    assert Client().get(SIGN_IN).status_code == 200
