"""The bell counts what is new, and opening the inbox reads it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notifications import inbox
from notifications.models import Message
from portal.demo.load import settle
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from tests.portal.filling import words
from workflows import actions
from workflows.models import Dossier, Entry


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


@pytest.fixture
def busy(world: World) -> list[Dossier]:
    """Twelve dossiers of one person with five messages each, told in turn: the first was told
    last.
    """
    filed = [actions.submit(draft_of(world), world.huong) for _number in range(12)]
    settle()
    for number in range(1, 5):
        for dossier in reversed(filed):
            tell(dossier, f"Tin số {number}")
    return filed


def tell(dossier: Dossier, subject: str) -> None:
    """One more message to the applicant, about an entry that has none (the journal of a real
    dossier is longer).
    """
    entry = dossier.entries.latest("sequence")
    entry.pk, entry.key, entry.sequence = None, None, entry.sequence + 1
    Entry.objects.bulk_create([entry])
    subject = f"[{dossier.code}] {subject}"
    Message.objects.create(
        entry=entry, dossier=dossier, recipient=dossier.applicant, channel="INBOX", subject=subject
    )


def test_messages_about_one_dossier_lie_together_and_the_newest_dossier_comes_first(
    world: World, busy: list[Dossier]
) -> None:
    page = words(visiting(world.huong).get("/thong-bao/"))
    assert page.count("card thread") == 10
    places = [page.index(dossier.code) for dossier in busy[:10]]
    assert places == sorted(places)
    assert page.count("card thread") == page.count("2 thông báo cũ hơn")
    first = page.split("card thread")[1]
    assert (
        first.index("Tin số 4")
        < first.index("Tin số 3")
        < first.index("2 thông báo cũ hơn")
        < first.index("Tin số 1")
    )
    assert f"[{busy[0].code}]" not in first


def test_only_what_the_page_holds_is_read(world: World, busy: list[Dossier]) -> None:
    huong = visiting(world.huong)
    huong.get("/thong-bao/")
    assert inbox.unread_count(world.huong) == 10
    assert busy[11].code in words(huong.get("/thong-bao/?trang=2"))
    assert inbox.unread_count(world.huong) == 0


def test_a_full_inbox_costs_no_more_queries_than_one_message(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    settle()
    huong = visiting(world.huong)
    huong.get("/thong-bao/")
    few = queries(huong)
    for number in range(60):
        tell(dossier, f"Tin số {number}")
    for _number in range(12):
        actions.submit(draft_of(world), world.huong)
    settle()
    huong.get("/thong-bao/")
    assert queries(huong) <= few


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get("/thong-bao/")
    return len(seen.captured_queries)


def test_others_read_nothing(world: World) -> None:
    actions.submit(draft_of(world), world.huong)
    settle()
    assert "Chưa có thông báo nào." in words(visiting(world.binh).get("/thong-bao/"))
