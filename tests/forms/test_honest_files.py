"""What telephones, scanners and offices really send is taken; what runs, hides a file or reaches
out is not.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pillow_heif
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from forms.files import child_judging, parsing, pdf_judging, picture_judging
from forms.files.uploads import (
    UploadRefused,
    Withheld,
    name_of,
    open_file,
    open_shown,
    shown_name_of,
    store,
)
from foundation import child_process
from tests.forms.test_uploads import pdf, pixel_bomb

pytestmark = pytest.mark.django_db
pillow_heif.register_heif_opener()
Change = Callable[[pikepdf.Pdf], None]


def send(content: bytes, name: str = "a") -> Any:
    return store(SimpleUploadedFile(name, content), None, ("pdf", "image"), 20 * 1024 * 1024)


def picture(kind: str, size: tuple[int, int] = (400, 300), **saving: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **saving)
    return out.getvalue()


def turned() -> bytes:
    """Notes of a telephone: turn the picture to the right."""
    notes = Image.Exif()
    notes[0x0112] = 6
    return notes.tobytes()


def with_broken_notes() -> bytes:
    content = picture("JPEG", exif=turned())
    assert b"Exif\0\0" in content
    return content.replace(b"Exif\0\0MM", b"Exif\0\0ZZ").replace(b"Exif\0\0II", b"Exif\0\0ZZ")


def with_odd_second_picture() -> bytes:
    out = io.BytesIO()
    first = Image.effect_noise((64, 64), 40).convert("RGB")
    first.save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    place = out.getvalue().index(b"MPF\0")
    return out.getvalue()[: place + 4] + b"\xff" * 24 + out.getvalue()[place + 28 :]


def with_noise_in_its_notes(kind: str, seed: int) -> bytes:
    """A picture whose notes (Exif) were overwritten here and there, as by a broken card or a
    careless program.
    """
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "Apple"
    notes[0x8825] = {1: "N", 2: (12.0, 30.0, 5.0)}
    exif = notes.tobytes()
    content = bytearray(picture(kind, (64, 48), exif=exif))
    place, chance = bytes(content).index(exif[6:20]), random.Random(seed)
    for _ in range(chance.randint(1, 12)):
        content[place + chance.randrange(len(exif) - 6)] = chance.randrange(256)
    return bytes(content)


HONEST_PDFS: dict[str, bytes] = {
    "owner's password only": pdf(encryption=pikepdf.Encryption(owner="a", user="")),
    "owner's password, 128 bit": pdf(
        encryption=pikepdf.Encryption(owner="a", user="", R=3, aes=False, metadata=False)
    ),
    "byte order mark": b"\xef\xbb\xbf" + pdf(),
    "line before": b"\r\n" + pdf(),
    "HTTP header before": b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + pdf(),
    "job header of a printer before": (
        b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n" + pdf()
    ),
    "header of HTTP in pieces before": b"HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\n\r\n1a2b\r\n" + pdf(),
    "header of a part of a form before": (
        b"------Boundary\r\nContent-Type: application/pdf\r\n\r\n" + pdf()
    ),
    "header of a letter's part before": (
        b"Content-Type: application/pdf;\r\n name=a.pdf\r\n\r\n" + pdf()
    ),
    "job header without its sign before": b"@PJL ENTER LANGUAGE=PDF\r\n" + pdf(),
    "line and byte order mark before": b"\n\xef\xbb\xbf" + pdf(),
    "a kilobyte of blanks before": b" " * 1000 + pdf(),
    "noughts behind": pdf() + b"\0" * 3000,
    "blank lines behind": pdf() + b"\r\n" * 2000,
    "without its last word": pdf().replace(b"%%EOF", b""),
}
PICTURES: dict[str, tuple[bytes, str]] = {
    "broken notes": (with_broken_notes(), "image/jpeg"),
    "odd second picture": (with_odd_second_picture(), "image/jpeg"),
    "HEIC": (picture("HEIF"), "image/heic"),
    "WebP": (picture("WEBP"), "image/webp"),
    "WebP with holes": (picture("WEBP", lossless=True), "image/webp"),
}


@pytest.mark.parametrize("kind", HONEST_PDFS)
def test_an_honest_pdf_is_taken_and_its_bytes_stay(kind: str) -> None:
    stored = send(HONEST_PDFS[kind])
    assert stored.content_type == "application/pdf"
    with open_file(stored) as file:
        assert file.read() == HONEST_PDFS[kind]


@pytest.mark.parametrize("kind", PICTURES)
def test_a_telephones_picture_is_taken(kind: str) -> None:
    content, content_type = PICTURES[kind]
    stored = send(content)
    assert stored.content_type == content_type
    with open_file(stored) as file:
        assert file.read() == content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF", "WEBP"])
def test_a_picture_is_taken_however_its_notes_are_broken(kind: str) -> None:
    for seed in range(60):
        child_judging.judge(with_noise_in_its_notes(kind, seed), frozenset({"image"}))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*range(0xE0, 0xEE), 0xEF, 0xFE]), st.binary(max_size=80))
def test_whatever_stands_in_a_note_of_a_jpeg(marker: int, note: bytes) -> None:
    whole = picture("JPEG", (16, 16))
    segment = b"\xff" + bytes([marker]) + (len(note) + 2).to_bytes(2, "big") + note
    child_judging.judge(whole[:2] + segment + whole[2:], frozenset({"image"}))


@pytest.mark.parametrize("kind", ["HEIF", "WEBP"])
def test_a_picture_that_browsers_may_not_show_is_shown_upright_through_a_jpeg(kind: str) -> None:
    stored = send(picture(kind, (400, 300), exif=turned()))
    with open_shown(stored) as file, Image.open(file) as shown:
        assert (shown.format, shown.size, len(shown.getexif())) == ("JPEG", (300, 400), 0)


@pytest.mark.parametrize("kind", ["HEIF", "WEBP"])
def test_a_jpeg_that_is_gone_is_made_again_and_missed_by_nobody(kind: str) -> None:
    stored = send(picture(kind))
    name = shown_name_of(stored.sha256)
    storages["uploads"].delete(name)
    storages["uploads"].delete(name)  # as when a dossier is erased
    with open_shown(stored) as file, Image.open(file) as shown:
        assert shown.format == "JPEG"
    assert storages["uploads"].exists(name)
    stored.refresh_from_db()
    assert not stored.withheld


def test_a_picture_that_is_gone_itself_is_withheld() -> None:
    stored = send(picture("WEBP"))
    for name in (name_of(stored.sha256), shown_name_of(stored.sha256)):
        storages["uploads"].delete(name)
    with pytest.raises(Withheld):
        open_shown(stored)


def test_a_large_picture_is_shown_smaller() -> None:
    with (
        open_shown(send(picture("WEBP", (4032, 3024), quality=30))) as file,
        Image.open(file) as shown,
    ):
        assert max(shown.size) == picture_judging.LONGEST_SIDE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF", "WEBP"])
def test_a_torn_picture_is_refused(kind: str) -> None:
    whole = picture(kind, (600, 600))
    with pytest.raises(UploadRefused, match="Ảnh bị hỏng"):
        send(whole[: len(whole) * 3 // 4])


@pytest.mark.parametrize("brand", [b"avif", b"msf1", b"hevc", b"mif2"])
def test_what_no_telephone_writes_is_not_read(brand: bytes) -> None:
    with pytest.raises(UploadRefused, match="Chỉ nhận tệp"):
        send(picture("HEIF").replace(b"ftypheic", b"ftyp" + brand, 1))


def test_a_picture_too_large_says_what_to_do() -> None:
    with pytest.raises(UploadRefused, match=r"Ảnh quá lớn.*điện thoại"):
        send(pixel_bomb())


def attached(made: pikepdf.Pdf) -> None:
    made.attachments["a.exe"] = b"MZ"


def _with_file(made: pikepdf.Pdf, **names: Any) -> pikepdf.Object:
    """A file inside, whose stream does not say what it is."""
    return made.make_indirect(
        pikepdf.Dictionary(F="a.exe", EF=pikepdf.Dictionary(F=made.make_stream(b"MZ")), **names)
    )


def pinned_to_a_page(made: pikepdf.Pdf) -> None:
    kind = {
        "Type": pikepdf.Name.Annot,
        "Subtype": pikepdf.Name.FileAttachment,
        "Rect": [0, 0, 1, 1],
    }
    made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(**kind, FS=_with_file(made))])


def associated_with_the_paper(made: pikepdf.Pdf) -> None:
    made.Root.AF = pikepdf.Array([_with_file(made)])


def associated_with_a_page(made: pikepdf.Pdf) -> None:
    made.pages[0].AF = pikepdf.Array([_with_file(made)])


def named(made: pikepdf.Pdf) -> None:
    tree = pikepdf.Dictionary(Names=pikepdf.Array(["a", _with_file(made)]))
    made.Root.Names = pikepdf.Dictionary(EmbeddedFiles=tree)


def in_a_stream_elsewhere(made: pikepdf.Pdf) -> None:
    contents = made.make_stream(b"")
    contents.F = "\\\\may-chu\\chung\\a.pdf"
    made.pages[0].Contents = contents


def a_link_to(address: str) -> Change:
    def link(made: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
        kind = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Link, "Rect": [0, 0, 1, 1]}
        made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(**kind, A=action)])

    return link


def goes_to_the_web_when_opened(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://ke-gian.example/")


def goes_to_the_web_on_a_page(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://ke-gian.example/")
    made.pages[0].AA = pikepdf.Dictionary(O=action)


def a_file_by_address(made: pikepdf.Pdf) -> None:
    made.Root.X = made.make_indirect(
        pikepdf.Dictionary(FS=pikepdf.Name.URL, F="https://ke-gian.example/a")
    )


def goes_on_when_opened(made: pikepdf.Pdf) -> None:
    """To a page of its own, and then somewhere else."""
    more = made.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://ke-gian.example/")
    )
    made.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.GoTo, D=pikepdf.Array([0]), Next=pikepdf.Array([more])
    )


def links_begin_elsewhere(made: pikepdf.Pdf) -> None:
    a_link_to("phu-luc.exe")(made)
    made.Root.URI = pikepdf.Dictionary(Base="\\\\may-chu\\chung")


def a_file_named(**names: str) -> Change:
    def name(made: pikepdf.Pdf) -> None:
        made.Root.X = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec, **names))

    return name


def thread_elsewhere(made: pikepdf.Pdf) -> None:
    made.Root.X = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Thread, F="khac.pdf", D=0))


def document_beside_it(made: pikepdf.Pdf) -> None:
    """As LibreOffice keeps the document that a PDF was made of."""
    kept = pikepdf.Array(
        [pikepdf.Name("/application/vnd.oasis.opendocument.text"), made.make_stream(b"PK")]
    )
    made.trailer["/AdditionalStreams"] = kept


def written_very_deep(made: pikepdf.Pdf) -> None:
    made.Root.X = pikepdf.Object.parse(b"[" * 80 + b"]" * 80)


DANGEROUS: dict[str, tuple[Change, str]] = {
    "attached": (attached, "đính kèm"),
    "pinned to a page": (pinned_to_a_page, "đính kèm"),
    "associated with the paper": (associated_with_the_paper, "đính kèm"),
    "associated with a page": (associated_with_a_page, "đính kèm"),
    "named": (named, "đính kèm"),
    "stream elsewhere": (in_a_stream_elsewhere, "bên ngoài"),
    "link to a machine": (a_link_to("\\\\may-chu\\chung"), "bên ngoài"),
    "link to a file": (a_link_to("file:///etc/passwd"), "bên ngoài"),
    "web when opened": (goes_to_the_web_when_opened, "mã chạy"),
    "web on a page": (goes_to_the_web_on_a_page, "mã chạy"),
    "file by address": (a_file_by_address, "bên ngoài"),
    "goes on when opened": (goes_on_when_opened, "mã chạy"),
    "script by a link": (a_link_to("java\tscript:app.alert(1)"), "mã chạy"),
    "page by a link": (a_link_to("data:text/html,<script>"), "mã chạy"),
    "program by a link": (a_link_to("ms-word:ofe|u|https://ke-gian.example/a.docm"), "bên ngoài"),
    "search by a link": (a_link_to("search-ms:query=a&crumb=location:\\\\a\\b"), "bên ngoài"),
    "drive by a link": (a_link_to("c:\\windows\\a.exe"), "bên ngoài"),
    "link in mixed strokes": (a_link_to("/\\may-chu\\chung"), "bên ngoài"),
    "link with a tab": (a_link_to("fi\tle:///etc/passwd"), "bên ngoài"),
    "where links begin": (links_begin_elsewhere, "bên ngoài"),
    "file in mixed strokes": (a_file_named(F="\\/may-chu/a"), "bên ngoài"),
    "file by its old name": (a_file_named(DOS="\\\\may-chu\\a"), "bên ngoài"),
    "thread elsewhere": (thread_elsewhere, "bên ngoài"),
    "document beside it": (document_beside_it, "đính kèm"),
    "very deep": (written_very_deep, "không kiểm tra được"),
}


@pytest.mark.parametrize("kind", DANGEROUS)
def test_what_a_pdf_hides_or_calls_is_named(kind: str) -> None:
    change, words = DANGEROUS[kind]
    with pytest.raises(UploadRefused, match=words):
        send(pdf(change))


def opens_at_a_page(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])


def articles(made: pikepdf.Pdf) -> None:
    """Columns that a reader follows from page to page (ISO 32000-2, 12.4.3): no action."""
    thread = pikepdf.Dictionary(
        Type=pikepdf.Name.Thread, F=made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Bead))
    )
    made.Root.Threads = pikepdf.Array([made.make_indirect(thread)])


def a_form_filled_in(made: pikepdf.Pdf) -> None:
    facts = {
        "FT": pikepdf.Name.Tx,
        "T": "ten",
        "V": "Hường",
        "Subtype": pikepdf.Name.Widget,
        "Rect": [0, 0, 9, 9],
    }
    made.Root.AcroForm = pikepdf.Dictionary(
        Fields=[made.make_indirect(pikepdf.Dictionary(**facts))]
    )


HONEST_LINKS = [
    "https://moet.gov.vn/",
    "http://moet.gov.vn",
    "mailto:a@b.vn",
    "tel:0905123456",
    "www.moet.gov.vn",
    "www.moet.gov.vn:8080/a",
    "phu-luc.pdf",
    "HTTPS://zalo.me/0905",
]


@pytest.mark.parametrize(
    "change", [*map(a_link_to, HONEST_LINKS), opens_at_a_page, articles, a_form_filled_in]
)
def test_an_honest_link_is_taken(change: Change) -> None:
    assert send(pdf(change)).pages == 1


@pytest.mark.parametrize(
    "before", [b"\xff\xfe", b"Scanned by X\n", b"<br>Notice: x\n", b"% by x\n"]
)
def test_what_stands_before_a_pdf_is_named(before: bytes) -> None:
    with pytest.raises(UploadRefused, match=r"Trước phần PDF .* in lại"):
        send(before + pdf())


def test_what_takes_too_long_is_stopped(tmp_path: Path) -> None:
    """The limits hold for the process itself, whatever it is busy with."""
    busy = tmp_path / "busy.py"
    busy.write_text("def answer(content, arguments):\n    while True: pass\n")
    with pytest.raises(child_process.ChildFailed):
        child_process.run(busy, b"", seconds=1, megabytes=200)
    greedy = tmp_path / "greedy.py"
    greedy.write_text("def answer(content, arguments): return bytearray(10**9)[:1]")
    with pytest.raises(child_process.ChildFailed):
        child_process.run(greedy, b"", seconds=5, megabytes=200)
    writing = tmp_path / "writing.py"
    left = f"    with open({str(tmp_path / 'left')!r}, 'w') as left: left.write('x')\n"
    writing.write_text(f"def answer(content, arguments):\n{left}    return b'written'\n")
    with pytest.raises(child_process.ChildFailed):
        child_process.run(writing, b"", seconds=5, megabytes=200)


def test_the_child_has_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    told = tmp_path / "told.py"
    told.write_text(
        "import os\ndef answer(content, arguments): return repr(dict(os.environ)).encode()"
    )
    assert b"geheim" not in child_process.run(told, b"", seconds=5, megabytes=200)


def test_every_reason_has_its_sentence() -> None:
    judges = (child_judging, pdf_judging, picture_judging)
    source = "".join(Path(one.__file__).read_text() for one in judges)
    reasons = {name for name in parsing.SENTENCES if f'"{name}"' in source}
    assert reasons == parsing.SENTENCES.keys() - {"slow"}
    assert all(str(sentence).endswith(".") for sentence in parsing.SENTENCES.values())


ATOMS = st.sampled_from(["/EF", "/AF", "/JS", "/S /Launch", "/F (\\\\\\\\a\\\\b)", "/Type /Sound"])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ATOMS, st.integers(0, 30), st.booleans(), st.booleans())
def test_wherever_it_stands_it_is_found(
    atom: str, depth: int, indirect: bool, in_stream: bool
) -> None:
    """However deep in a structure, in an object of its own or not, beside a stream or not."""
    value = "<<" + (atom if " " in atom else f"{atom} [1 0 R]") + ">>"
    nested = "<</A " * depth + value + ">>" * depth
    made = pikepdf.new()
    made.add_blank_page()
    thing = pikepdf.Object.parse(nested.replace("1 0 R", "1").encode())
    holder = made.make_stream(b"x") if in_stream else pikepdf.Dictionary()
    holder["/Piece"] = made.make_indirect(thing) if indirect else thing
    made.Root["/Other"] = made.make_indirect(holder)
    found = [pdf_judging.fault_of(one) for one in made.objects]
    assert any(found)
