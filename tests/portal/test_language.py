"""The English switch: remembered in a cookie, and nothing left untranslated."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.portal.filling import words
from workflows import actions

VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def in_english() -> Client:
    client = Client()
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})
    return client


def test_vietnamese_comes_first_whatever_the_browser_is_set_to(db: Any) -> None:
    client = Client(headers={"Accept-Language": "en-US,en;q=0.9"})
    answer = client.get("/")
    assert '<html lang="vi">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "vi"


def test_a_language_we_do_not_speak_is_vietnamese(db: Any) -> None:
    client = Client()
    client.cookies["django_language"] = "fr"
    assert '<html lang="vi">' in client.get("/").content.decode()


def test_the_switch_is_remembered_and_goes_back_to_the_page(db: Any) -> None:
    client = Client()
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/kiem-tra/"})
    assert answer.url == "/kiem-tra/"
    assert "Check a document" in client.get("/kiem-tra/").content.decode()


def test_the_switch_never_leads_to_another_site(db: Any) -> None:
    answer = Client().post("/ngon-ngu/", {"language": "en", "next": "https://ke-gian.example/"})
    assert answer.url == "/"


def test_public_pages_are_wholly_english(world: World) -> None:
    client = in_english()
    for address in ("/kiem-tra/", "/tra-cuu/", "/dang-nhap/", "/k/7K2MQ9ZD4XWE"):
        page = re.sub(r"<[^>]+>", " ", words(client.get(address)))
        left = [line.strip() for line in page.splitlines() if VIETNAMESE.search(line)]
        assert not left, (address, left)


def test_the_definitions_speak_english_too(world: World) -> None:
    client = in_english()
    page = client.get("/thu-tuc/diploma-copy/").content.decode()
    for said in ("Certified copy of a diploma", "Free of charge", "The holder asks", "Check against the register"):
        assert said in page, said


def test_a_citizens_dossier_in_english(world: World) -> None:
    client = visiting(world.huong)
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})
    dossier = actions.submit(draft_of(world), world.huong)
    page = words(client.get(f"/ho-so/{dossier.code}/"))
    for said in ("Newly registered", "Submit the application", "Reception", "What happened"):
        assert said in page, said


def test_every_text_of_the_source_has_its_english() -> None:
    """What `makemessages` found last is translated; the compiled file is the one of the text file."""
    folder = Path(settings.LOCALE_PATHS[0], "en", "LC_MESSAGES")
    text = (folder / "django.po").read_text()
    assert not re.findall(r'^msgid "[^"].*\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? ""\n(?!")', text, re.M)
    assert (folder / "django.mo").exists()
