"""Hostile files by the hundred: refused, or taken for what they also are and then served as nothing
else.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forms.files.uploads import UploadRefused, store
from forms.models import StoredFile
from portal.shared.dossier_files import SANDBOX
from tests.browser.conftest import one_browser, sign_in
from tests.forms.corpus import INERT, REFUSED, SCRIPT, hostile, picture, polyglots
from tests.people import World, person
from tests.portal.conftest import visiting

CORPUS = list(hostile())
POLYGLOTS = 1000 if os.environ.get("FAULTS") == "long" else 200


def taken(content: bytes, name: str, uploader: Any) -> StoredFile | None:
    try:
        return store(SimpleUploadedFile(name, content), uploader, ("pdf", "image"), 5_000_000)
    except UploadRefused:
        return None


def assert_inert(client: Any, stored: StoredFile) -> None:
    """By every way to ask for it, the answer is no page, and nothing in it may run."""
    for how in ("", "?xem=1"):
        answer = client.get(f"/tep/{stored.pk}/{how}")
        headers = answer.headers
        assert headers["Content-Type"] in ("application/pdf", "image/png", "image/jpeg")
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = headers["Content-Security-Policy"]
        assert (
            "default-src 'none'" in policy
            and "script-src" not in policy
            and "frame-ancestors 'self'" in policy
        )
        is_paper_in_a_viewer = how and stored.content_type == "application/pdf"
        assert policy == SANDBOX or is_paper_in_a_viewer
        assert headers["Content-Disposition"].startswith("inline" if how else "attachment")
        assert not set(headers["Content-Disposition"]) & set("\r\n\0<>")
        assert b"".join(answer.streaming_content)


@pytest.mark.django_db
def test_every_file_of_the_corpus_gets_its_verdict() -> None:
    assert len(CORPUS) >= 400
    huong = person("huong", "Nguyễn Thị Hường")
    client, wrong = visiting(huong), []
    for what, name, content, verdict in CORPUS:
        stored = taken(content, name, huong)
        if (INERT if stored else REFUSED) != verdict:
            wrong.append(what)
        if stored:
            assert_inert(client, stored)
    assert wrong == []


@pytest.mark.django_db
def test_polyglots_are_served_inert() -> None:
    huong = person("huong", "Nguyễn Thị Hường")
    client, kinds = visiting(huong), Counter()
    for _what, content in polyglots(POLYGLOTS):
        stored = taken(content, "anh.html", huong)
        if stored:
            assert_inert(client, stored)
        kinds[stored.content_type if stored else "refused"] += 1
    assert sum(kinds.values()) == POLYGLOTS and len(kinds) >= 3


@pytest.fixture
def chromium() -> Iterator[Any]:
    yield from one_browser()


@pytest.mark.browser
def test_no_script_of_a_polyglot_runs_in_a_browser(
    chromium: Any, world: World, live_server: Any
) -> None:
    """Asked for directly, in a frame, as a script and as a style; a page of our own shows that the
    probe works.
    """
    samples = [
        content for number, (_what, content) in enumerate(polyglots(1000)) if number % 50 == 7
    ]
    files = [stored for content in samples if (stored := taken(content, "x.html", world.huong))]
    assert len(files) >= 10
    page = chromium.new_context(accept_downloads=True).new_page()
    sign_in(page, live_server.url, world.huong)
    page.set_content(SCRIPT.decode())
    assert page.title() == "ran"
    for stored in files:
        address = f"{live_server.url}/tep/{stored.pk}/"
        page.goto(live_server.url)
        page.evaluate("document.title = 'quiet'")
        page.evaluate(
            """address => Promise.all(['script', 'iframe', 'link'].map(kind => new Promise(done => {
                const one = document.createElement(kind);
                one.onload = one.onerror = done;
                setTimeout(done, 400);
                if (kind === 'link') { one.rel = 'stylesheet'; one.href = address; } else one.src = address + '?xem=1';
                document.body.append(one);
            })))""",
            address,
        )
        assert page.title() == "quiet"
        if stored.content_type != "application/pdf":
            page.goto(address + "?xem=1")
            assert page.title() != "ran"
    page.context.close()


def test_the_pictures_of_the_corpus_are_whole() -> None:
    """Or everything would be refused for another reason than the one meant."""
    assert picture("PNG").endswith(b"IEND\xaeB`\x82")
