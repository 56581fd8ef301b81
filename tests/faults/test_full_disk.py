"""A full disk under data, uploads, temporary files, logs or documents: nothing by half, and a clear
answer (A7).
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from scripts.services import temporary_folder
from tests.faults.client import TOKEN, Browser
from tests.faults.site import QUICK, Site, _site
from tests.faults.small_disks import full, small_disks
from tests.faults.test_kills import wait_until_nothing_is_owed
from tests.portal.filling import contact

DRAFTS = 3
DISKS = {"data": 24, "uploads": 24, "documents": 8, "temp": 24, "logs": 4}  # megabytes
WITHIN = 10.0  # seconds from the moment there is space again to the moment all is as before
TYPED = "12 Lê Duẩn, hẻm 4, nhà có giàn hoa giấy"


@pytest.mark.slow
@pytest.mark.small_disks
def test_a_full_disk_loses_nothing_and_passes() -> None:
    with (
        temporary_folder() as folder,
        small_disks(folder, **DISKS),
        on_small_disks(folder) as running,
    ):
        running.run("tests.faults.seeding", str(DRAFTS))
        for name in ("web", "worker", "beat"):
            running.start(name)
        running.wait_for_the_web()
        running.keep_up()
        citizen = signed_in(running)
        draft = running.answer("SELECT id FROM workflows_draft LIMIT 1")
        took = {
            "data": without_space_for_data(running, citizen, draft),
            "uploads": without_space_for_files(running, citizen, draft, folder / "uploads", 20_000),
            "temp": without_space_for_files(running, citizen, draft, folder / "temp", 5_000_000),
        }
        without_space_for_logs(running, citizen)
        without_space_for_documents(running)
        sys.stdout.write(f"seconds to be as before: {took}\n")
        assert max(took.values()) < WITHIN
        report = wait_until_nothing_is_owed(running)
        assert report["faults"] == [], "\n".join([*report["faults"], running.logs()])
        assert report["dossiers"] == DRAFTS
        assert not list((folder / "uploads").glob("incoming-*"))


@contextlib.contextmanager
def on_small_disks(folder: Path) -> Iterator[Site]:
    """A site whose every kind of file lies on a small disk of its own."""
    places = {"DATABASE_URL": f"sqlite:///{folder}/data/site.sqlite3", "TMPDIR": f"{folder}/temp"}
    running = Site(folder, None, {**QUICK, **places})
    for name in running.programs:
        (folder / f"{name}.log").symlink_to(folder / "logs" / f"{name}.log")
    yield from _site(running)


def signed_in(running: Site) -> Browser:
    """Hường's session."""
    browser = Browser(f"http://127.0.0.1:{running.port}")
    browser.post("/dang-nhap/", {"username": "huong", "password": "mat-khau-rat-dai"})
    return browser


def without_space_for_data(running: Site, citizen: Browser, draft: str) -> float:
    """The database cannot write: 507 or 503, what was typed is in the page, and sent again it is
    kept.
    """
    address = f"/nhap/{draft_id(draft)}/contact/"
    typed = {**contact(), "address.detail": TYPED, "continue": "1"}
    token = TOKEN.search(citizen.ask("GET", address)[2])
    assert token
    sqlite3.connect(running.folder / "data" / "site.sqlite3").execute(
        "PRAGMA wal_checkpoint(TRUNCATE)"
    ).close()
    with full(running.folder / "data"):
        _status, text = refused(
            lambda: citizen.ask("POST", address, {**typed, "csrfmiddlewaretoken": token[1]})
        )
    assert "Tạm thời chưa làm được" in text
    kept = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', text)
    }
    assert kept["address.detail"] == TYPED
    took = until(lambda: citizen.ask("POST", address, kept)[0] == 302)
    assert TYPED in unescape(citizen.ask("GET", address)[2])
    return took


def without_space_for_files(
    running: Site, citizen: Browser, draft: str, place: Path, size: int
) -> float:
    """A paper cannot be kept: 507, no row names it, and no half of it lies about."""
    address = f"/nhap/{draft_id(draft)}/diploma/"

    def send() -> tuple[int, str, str]:
        token = TOKEN.search(citizen.ask("GET", address)[2])
        assert token
        paper = SimpleUploadedFile("bang.jpg", photograph(size), "image/jpeg")
        form = {"csrfmiddlewaretoken": token[1], "old_copy": paper, "level": "THPT"}
        return citizen.ask(
            "POST", address, body=encode_multipart(BOUNDARY, form), kind=MULTIPART_CONTENT
        )

    before = running.answer("SELECT count(*) FROM forms_storedfile")
    with full(place):
        status, text = refused(send)
    assert status == 507 and "hết chỗ lưu trữ" in text
    assert running.answer("SELECT count(*) FROM forms_storedfile") == before
    return until(lambda: send()[0] == 200)


def without_space_for_logs(running: Site, citizen: Browser) -> None:
    """What cannot be written down is not written down; pages go on."""
    with full(running.folder / "logs"):
        for address, expected in (("/", 200), ("/khong-co/", 404), ("/ho-so/", 200)):
            assert citizen.ask("GET", address)[0] == expected


def without_space_for_documents(running: Site) -> None:
    """Numbers are given, papers wait for their seal; when there is space they are sealed without
    anybody's doing.
    """
    with full(running.folder / "documents"):
        running.add("client-0", "tests.faults.client", "0", "1")
        running.start("client-0")
        waiting = (
            "SELECT count(*) FROM workflows_effect WHERE last_error = 'OSError' AND state ="
            " 'PENDING'"
        )
        until(lambda: running.answer(waiting) > 0, 300.0)
        assert (
            running.answer("SELECT count(*) FROM documents_document WHERE state <> 'RESERVED'") == 0
        )
    until(running.programs["client-0"].is_done, 600.0)


def refused(ask: Callable[[], tuple[int, str, str]]) -> tuple[int, str]:
    """The first answer that is an outage: a page or two may still find room in what SQLite
    keeps.
    """
    for _ in range(20):
        status, _location, text = ask()
        if status in (507, 503):
            return status, text
        assert status in (200, 302), text
    raise AssertionError("the disk is full and nobody noticed")


def until(come: Callable[[], Any], patience: float = 30.0) -> float:
    """The seconds until it is so."""
    began = time.monotonic()
    while not come():
        assert time.monotonic() - began < patience
        time.sleep(0.2)
    return round(time.monotonic() - began, 1)


def draft_id(kept: str) -> str:
    """A UUID as addresses write it; SQLite keeps it without hyphens."""
    return f"{kept[:8]}-{kept[8:12]}-{kept[12:16]}-{kept[16:20]}-{kept[20:]}"


def photograph(size: int) -> bytes:
    """A JPEG of about that many bytes: noise, which does not compress."""
    side = max(64, int((size / 1.9) ** 0.5))
    noise = Image.frombytes("RGB", (side, side), random.Random(7).randbytes(side * side * 3))
    drawn = io.BytesIO()
    noise.save(drawn, "JPEG", quality=95)
    return drawn.getvalue()
