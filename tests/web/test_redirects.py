"""Nobody is led to another site (I6): 324 spellings of one, in every place that takes an address to
go to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import World
from tests.portal.conftest import visiting, world  # noqa: F401 - a fixture

BEFORE = [
    "//",
    "///",
    "////",
    "/\\",
    "\\\\",
    "\\/",
    "https://",
    "http:",
    "https:/",
    "HtTpS:\\\\",
    "ftp://",
    "/\t/",
]
HOSTS = [
    "ke-gian.example",
    "testserver@ke-gian.example",
    "ke-gian.example%23.testserver",
    "ke-gian。example",
    "3232235777",
]
AFTER = ["", "/mot-cua/", "?testserver", "#testserver", "%2f..", "\\@testserver"]
OTHER = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "\x00//ke-gian.example",
    " //ke-gian.example",
    "\t//ke-gian.example",
    "/\n/ke-gian.example",
    "/\r\nLocation: https://ke-gian.example",
    "//[::1]",
    "//[",
]
PAYLOADS = (
    sorted(
        {before + host + after for before in BEFORE for host in HOSTS for after in AFTER} - {""}
    )[:312]
    + OTHER
)


def leaves(answer: Any, asked: str) -> bool:
    """As a browser reads it: blanks off the ends, tabs and line ends out, a backslash is a
    slash.
    """
    target = answer.headers.get("Location", "")
    if "\n" in target or "\r" in target:
        return True
    read = "".join(sign for sign in target.strip() if sign not in "\t\r\n").replace("\\", "/")
    found = urlsplit(urljoin(f"http://testserver{asked}", read))
    return found.netloc != "testserver" or found.scheme != "http"


def sign_in(world: World, target: str) -> tuple[Any, str]:  # noqa: F811
    path = reverse("portal:sign_in")
    return visiting(world.huong).get(path, {"next": target}), path


def choose_language(world: World, target: str) -> tuple[Any, str]:  # noqa: F811
    path = reverse("portal:set_language")
    return Client().post(path, {"language": "en", "next": target}), path


def language_by_referrer(world: World, target: str) -> tuple[Any, str]:  # noqa: F811
    path = reverse("portal:set_language")
    return Client().post(path, {"language": "en"}, headers={"Referer": target}), path


def persona(world: World, target: str) -> tuple[Any, str]:  # noqa: F811
    path = reverse("portal:personas")
    return Client().post(path, {"username": "huong", "next": target}), path


def administration(world: World, target: str) -> tuple[Any, str]:  # noqa: F811
    path = reverse("admin:login")
    return Client().get(path, {"next": target}), path


@pytest.mark.parametrize(
    "place", [sign_in, choose_language, language_by_referrer, persona, administration]
)
def test_no_spelling_leads_away(
    world: World,  # noqa: F811
    place: Callable[[World, str], tuple[Any, str]],
) -> None:
    type(world.huong).objects.filter(pk=world.huong.pk).update(is_demo=True)
    assert len(PAYLOADS) == 324
    led_away = []
    for target in PAYLOADS:
        answer, path = place(world, target)
        if leaves(answer, path):
            led_away.append((target, answer.headers.get("Location")))
    assert not led_away, led_away[:10]
    answer, _ = place(world, "/kiem-tra/")
    assert "kiem-tra" in answer.url or place is language_by_referrer
