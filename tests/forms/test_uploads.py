"""Hostile and honest files: judged by all of their content, kept once, under no name of the
sender's.
"""

from __future__ import annotations

import io
import stat
import struct
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from forms.files import uploads
from forms.files.uploads import UploadRefused, clean_name, open_file, store
from forms.models import StoredFile

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def png(width: int = 4, height: int = 4) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def pdf(change: Any = None, **saving: Any) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    return saved(made, **saving)


def saved(made: pikepdf.Pdf, **saving: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, **saving)
    return out.getvalue()


def ten_pages(made: pikepdf.Pdf) -> None:
    for _page in range(9):
        made.add_blank_page().obj.Contents = made.make_stream(b"0 0 m 90 90 l S\n" * 100)


#: The names of the PDF written with hexadecimal codes, which every reader understands.
JAVASCRIPT_IN_HEX = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>endobj
trailer<</Root 1 0 R/Size 4>>
%%EOF
"""


def send(
    content: bytes, name: str = "giấy.pdf", types: tuple[str, ...] = ("pdf", "image")
) -> StoredFile:
    return store(SimpleUploadedFile(name, content), None, types, MEGABYTE)


def runs_javascript(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launches(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = made.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    )


def carries_a_file(made: pikepdf.Pdf) -> None:
    made.attachments["a.exe"] = b"MZ"


def hides_it_in_a_page(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.pages[0].AA = pikepdf.Dictionary(O=action)


def pixel_bomb() -> bytes:
    """A PNG of a few bytes that declares a million by a million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 1_000_000, 1_000_000, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0")), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


HOSTILE = {
    "javascript": lambda: pdf(runs_javascript),
    "launch": lambda: pdf(launches),
    "embedded file": lambda: pdf(carries_a_file),
    "javascript in a page": lambda: pdf(hides_it_in_a_page),
    "password": lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
    "truncated PDF": lambda: pdf()[:150],
    "PDF torn after its pages": lambda: pdf(ten_pages)[:-40],
    "PDF torn in its pages": lambda: pdf(ten_pages)[: len(pdf(ten_pages)) // 2],
    "PDF without pages": lambda: saved(pikepdf.new()),
    "PDF that is a page too": lambda: pdf() + b"<html><script>alert(1)</script>" + b" " * 1024,
    "javascript by another spelling": lambda: JAVASCRIPT_IN_HEX,
    "PDF in name only": lambda: b"%PDF-1.7\n<script>alert(1)</script>",
    "pixel bomb": pixel_bomb,
    "truncated PNG": lambda: png(400, 400)[:-60],
    "GIF": lambda: b"GIF89a" + b"\0" * 40,
    "page": lambda: b"<html><script>alert(1)</script></html>",
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program": lambda: b"MZ" + b"\0" * 100,
    "archive": lambda: b"PK\x03\x04" + b"\0" * 100,
    "empty": lambda: b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_one_sentence_and_leaves_nothing(
    kind: str, settings: Any
) -> None:
    with pytest.raises(UploadRefused) as caught:
        send(HOSTILE[kind]())
    assert str(caught.value).endswith(".") and str(caught.value).count(".") <= 2
    assert not StoredFile.objects.exists()
    assert [path for path in Path(settings.UPLOAD_ROOT).rglob("*") if path.is_file()] == []


def test_an_honest_file_is_kept_under_its_hash(settings: Any) -> None:
    stored = send(pdf(), name="../../etc/Giấy ủy quyền.pdf")
    assert (stored.content_type, stored.pages, stored.name) == (
        "application/pdf",
        1,
        "Giấy ủy quyền.pdf",
    )
    with open_file(stored) as file:
        assert file.read() == pdf() or file.tell() == stored.size
    (kept,) = [path for path in Path(settings.UPLOAD_ROOT).rglob("*") if path.is_file()]
    assert kept.name == stored.sha256
    assert stat.S_IMODE(kept.stat().st_mode) == 0o440


def test_a_telephones_two_pictures_in_one_are_a_jpeg() -> None:
    out, small = io.BytesIO(), Image.new("RGB", (8, 8))
    Image.new("RGB", (64, 64), "red").save(out, "MPO", save_all=True, append_images=[small])
    assert send(out.getvalue(), "IMG_0001.jpg").content_type == "image/jpeg"


def test_the_same_content_is_kept_once(settings: Any) -> None:
    content = png()
    first, second = send(content, "a.png"), send(content, "b.png")
    assert first.pk != second.pk and first.sha256 == second.sha256
    assert len([path for path in Path(settings.UPLOAD_ROOT).rglob("*") if path.is_file()]) == 1


def test_a_wrong_ending_does_not_matter_the_content_does() -> None:
    assert send(png(), name="bang.pdf").content_type == "image/png"
    with pytest.raises(UploadRefused, match="Chỉ nhận tệp PDF"):
        send(png(), name="bang.pdf", types=("pdf",))


def test_what_follows_an_image_is_never_served_as_a_page() -> None:
    stored = send(png() + b"<html><script>alert(1)</script>", name="x.html")
    # served as that, with nosniff (tests/portal/test_files.py)
    assert stored.content_type == "image/png"


def test_a_length_that_lies_is_not_believed(settings: Any) -> None:
    upload = SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * (2 * MEGABYTE))
    upload.size = 10
    with pytest.raises(UploadRefused, match="lớn hơn 1 MB"):
        store(upload, None, ("image",), MEGABYTE)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\a\\bằng.jpg", "bằng.jpg"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\nb<script>.pdf", "a_b_script_.pdf"),
        ("H'Hen Niê – giấy ơ̆ đăč̆.pdf", "H'Hen Niê – giấy ơ̆ đăč̆.pdf"),
        ("...", "tep"),
        ("", "tep"),
        ("x" * 300 + ".pdf", "x" * 110 + ".pdf"),
    ],
)
def test_a_name_is_only_ever_shown(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_nothing_is_stored_when_the_row_cannot_be_written(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads.scanning, "scan_at_once", lambda file: StoredFile.Scan.INFECTED)
    with pytest.raises(UploadRefused, match="mã độc"):
        send(png())
    assert [path for path in Path(settings.UPLOAD_ROOT).rglob("*") if path.is_file()] == []
