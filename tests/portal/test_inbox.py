"""The bell counts what is new, and opening the inbox reads it."""

from __future__ import annotations

from portal.demo.load import settle
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from tests.portal.filling import words
from workflows import actions


def test_a_message_rings_the_bell_until_it_is_read(world: World) -> None:
    huong, dossier = visiting(world.huong), actions.submit(draft_of(world), world.huong)
    decide(dossier, world.lan, "accept")
    settle()
    assert 'class="bell-count"' in huong.get("/").content.decode()
    page = words(huong.get("/thong-bao/"))
    assert dossier.code in page
    assert "unread" in page
    assert 'class="bell-count"' not in huong.get("/").content.decode()
    assert "unread" not in words(huong.get("/thong-bao/"))


def test_others_read_nothing(world: World) -> None:
    actions.submit(draft_of(world), world.huong)
    settle()
    assert "Chưa có thông báo nào." in words(visiting(world.binh).get("/thong-bao/"))
