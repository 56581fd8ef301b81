"""Every page begins with the way to it, from the front page on, and has one heading."""

from __future__ import annotations

import re

from django.test import Client

from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.portal.filling import words
from workflows import actions

PUBLIC = [
    "/thu-tuc/diploma-copy/",
    "/tra-cuu/",
    "/kiem-tra/",
    "/k/7K2M-Q9ZD-4XWE",
    "/so-giay-phep/",
    "/thong-ke/",
]
CITIZEN = ["/ho-so/", "/thong-bao/", "/thu-tuc/diploma-copy/nop/"]
OFFICE = [
    "/mot-cua/",
    "/tu-danh-gia/",
    "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/",
    "/mot-cua/tim/?q=h15",
    "/mot-cua/tai-quay/",
]


def way(page: str) -> list[str]:
    """The addresses a page's breadcrumb leads to."""
    found = re.search(r'<nav class="breadcrumb".*?</nav>', page, re.S)
    return re.findall(r'href="([^"]+)"', found.group()) if found else []


def test_a_page_begins_with_the_way_from_the_front_page(world: World) -> None:
    huong, lan = visiting(world.huong), visiting(world.lan)
    for client, addresses in ((huong, PUBLIC + CITIZEN), (lan, OFFICE)):
        for address in addresses:
            page = words(client.get(address))
            assert way(page)[:1] == ["/"], address
            assert page.count("<h1") == 1, address


def test_the_way_names_the_places_above_a_page_and_not_the_page(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    here = f"/ho-so/{dossier.code}/"
    huong = visiting(world.huong)
    assert way(words(huong.get(here))) == ["/", "/ho-so/"]
    assert way(words(huong.get(f"{here}rut/"))) == ["/", "/ho-so/", here]
    assert way(words(visiting(world.lan).get("/mot-cua/"))) == ["/"]
    assert way(words(visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/"))) == [
        "/",
        "/mot-cua/",
    ]
    assert way(words(huong.get("/"))) == []


def test_what_is_drawn_once_is_drawn_for_each_kind_of_visitor(
    world: World, stranger: Client
) -> None:
    """The bar of sections is kept from page to page: nobody gets another's, nor the mark of
    another page.
    """

    def bar(client: Client, address: str) -> list[str]:
        page = client.get(address).content.decode()
        found = re.search(r'<nav class="site-nav.*?</nav>', page, re.S)
        assert found is not None
        marked = re.findall(r'href="([^"]+)"\s+aria-current="page"', found.group())
        return [*re.findall(r'href="([^"]+)"', found.group()), "marked:", *marked]

    english = Client(headers={"Accept-Language": "en"})
    english.cookies["django_language"] = "en"
    for _again in range(2):
        assert bar(visiting(world.lan), "/tra-cuu/")[-2:] == ["marked:", "/tra-cuu/"]
        assert "/mot-cua/" in bar(visiting(world.lan), "/kiem-tra/")
        assert bar(visiting(world.lan), "/mot-cua/")[-1] == "/mot-cua/"
        assert "/ho-so/" in bar(visiting(world.huong), "/kiem-tra/")
        assert "/mot-cua/" not in bar(visiting(world.huong), "/kiem-tra/")
        assert not {"/ho-so/", "/mot-cua/"} & set(bar(stranger, "/kiem-tra/"))
        assert bar(stranger, "/kiem-tra/")[-1] == "/kiem-tra/"
        assert "Tra cứu hồ sơ" in stranger.get("/kiem-tra/").content.decode()
        assert "Tra cứu hồ sơ" not in english.get("/kiem-tra/").content.decode()
