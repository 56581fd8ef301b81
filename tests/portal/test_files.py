"""Papers are served to those who may read them, and never as something a browser would run."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from forms.files.uploads import store
from forms.models import StoredFile
from tests.people import World, answers
from tests.portal.conftest import visiting
from workflows import actions
from workflows.models import Draft


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "#888").save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def paper(world: World) -> StoredFile:
    """A picture of the old diploma that Hường uploaded under an awkward name."""
    upload = SimpleUploadedFile("bằng cũ\r\nX: y.png", picture(), "image/png")
    return store(upload, world.huong, ("pdf", "image"), 1_000_000)


def test_the_uploader_gets_it_as_an_attachment(world: World, paper: StoredFile) -> None:
    answer = visiting(world.huong).get(f"/tep/{paper.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''b%E1%BA%B1ng"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_viewer_may_show_it(world: World, paper: StoredFile) -> None:
    answer = visiting(world.huong).get(f"/tep/{paper.pk}/?xem=1")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_others_get_the_404_of_no_file(world: World, paper: StoredFile, stranger: Client) -> None:
    assert visiting(world.binh).get(f"/tep/{paper.pk}/").status_code == 404
    assert stranger.get(f"/tep/{paper.pk}/").status_code == 302


def test_the_officer_opens_it_once_it_is_part_of_a_dossier(world: World, paper: StoredFile) -> None:
    filled = answers(old_copy=[str(paper.pk)])
    draft = Draft.objects.create(owner=world.huong, version=world.version, answers=filled)
    actions.submit(draft, world.huong)
    assert visiting(world.lan).get(f"/tep/{paper.pk}/").status_code == 200
    assert visiting(world.binh).get(f"/tep/{paper.pk}/").status_code == 404  # his step has not come


def test_uploading_and_removing_without_javascript(world: World) -> None:
    huong = visiting(world.huong)
    first = huong.post("/thu-tuc/diploma-copy/nop/").url
    address = first.replace("/who/", "/diploma/")
    upload = SimpleUploadedFile("bang.png", picture(), "image/png")
    kept = huong.post(address, {"old_copy": upload, "continue": "1"})
    assert kept.status_code == 422  # other answers are missing, the picture is kept
    stored = StoredFile.objects.get()
    assert str(stored.pk) in kept.content.decode()
    assert Draft.objects.get().answers["old_copy"] == [str(stored.pk)]
    huong.post(address, {"remove": str(stored.pk)})
    assert not Draft.objects.get().answers.get("old_copy")


def test_a_strangers_file_cannot_be_claimed_by_its_id(world: World, paper: StoredFile) -> None:
    thief = visiting(world.lan)
    first = thief.post("/thu-tuc/diploma-copy/nop/").url
    thief.post(first.replace("/who/", "/diploma/"), {"old_copy": str(paper.pk), "continue": "1"})
    assert not Draft.objects.get(owner=world.lan).answers.get("old_copy")


@pytest.mark.parametrize(
    "name", ["x.hta", "x.html", "x.PNG.exe", "x", "x.png ", "x.lnk", "ảnh.pdf", "a.jpg"]
)
def test_a_download_ends_as_what_it_is(world: World, name: str) -> None:
    """A machine opens a file by its ending: a picture with a script behind it must not come as a
    program.
    """
    sent = store(
        SimpleUploadedFile(name, picture() + b"<script>alert(1)</script>"),
        world.huong,
        ("image",),
        1_000_000,
    )
    assert sent.name.endswith(".png")
    StoredFile.objects.filter(pk=sent.pk).update(name=name)  # one that was stored before
    said = visiting(world.huong).get(f"/tep/{sent.pk}/").headers["Content-Disposition"]
    assert said.endswith(".png")


@pytest.mark.parametrize("name", ["a.png", "A.PNG", "bằng cũ.Png"])
def test_a_name_that_fits_stays(world: World, name: str) -> None:
    assert (
        store(SimpleUploadedFile(name, picture()), world.huong, ("image",), 1_000_000).name == name
    )
