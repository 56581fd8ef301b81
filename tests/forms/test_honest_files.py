"""What telephones, scanners and offices really send is taken; what runs, hides a file or reaches out is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from forms import child_judging, parsing
from forms.uploads import UploadRefused, open_file, open_shown, store
from organisations import child_process
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


HONEST_PDFS: dict[str, bytes] = {
    "owner's password only": pdf(encryption=pikepdf.Encryption(owner="a", user="")),
    "owner's password, 128 bit": pdf(encryption=pikepdf.Encryption(owner="a", user="", R=3, aes=False, metadata=False)),
    "byte order mark": b"\xef\xbb\xbf" + pdf(),
    "line before": b"\r\n" + pdf(),
    "HTTP header before": b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + pdf(),
    "job header of a printer before": b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n" + pdf(),
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


@pytest.mark.parametrize("kind", ["HEIF", "WEBP"])
def test_a_picture_that_browsers_may_not_show_is_shown_upright_through_a_jpeg(kind: str) -> None:
    stored = send(picture(kind, (400, 300), exif=turned()))
    with open_shown(stored) as file, Image.open(file) as shown:
        assert (shown.format, shown.size, len(shown.getexif())) == ("JPEG", (300, 400), 0)


def test_a_large_picture_is_shown_smaller() -> None:
    with open_shown(send(picture("WEBP", (4032, 3024), quality=30))) as file, Image.open(file) as shown:
        assert max(shown.size) == child_judging.LONGEST_SIDE


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
    with pytest.raises(UploadRefused, match="Ảnh quá lớn.*điện thoại"):
        send(pixel_bomb())


def attached(made: pikepdf.Pdf) -> None:
    made.attachments["a.exe"] = b"MZ"


def _with_file(made: pikepdf.Pdf, **names: Any) -> pikepdf.Object:
    """A file inside, whose stream does not say what it is."""
    return made.make_indirect(pikepdf.Dictionary(F="a.exe", EF=pikepdf.Dictionary(F=made.make_stream(b"MZ")), **names))


def pinned_to_a_page(made: pikepdf.Pdf) -> None:
    kind = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.FileAttachment, "Rect": [0, 0, 1, 1]}
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
    made.Root.X = made.make_indirect(pikepdf.Dictionary(FS=pikepdf.Name.URL, F="https://ke-gian.example/a"))


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
}


@pytest.mark.parametrize("kind", DANGEROUS)
def test_what_a_pdf_hides_or_calls_is_named(kind: str) -> None:
    change, words = DANGEROUS[kind]
    with pytest.raises(UploadRefused, match=words):
        send(pdf(change))


def opens_at_a_page(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])


@pytest.mark.parametrize("change", [a_link_to("https://moet.gov.vn/"), a_link_to("mailto:a@b.vn"), opens_at_a_page])
def test_an_honest_link_is_taken(change: Change) -> None:
    assert send(pdf(change)).pages == 1


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
    told.write_text("import os\ndef answer(content, arguments): return repr(dict(os.environ)).encode()")
    assert b"geheim" not in child_process.run(told, b"", seconds=5, megabytes=200)


def test_every_reason_has_its_sentence() -> None:
    source = Path(child_judging.__file__).read_text()
    reasons = {name for name in parsing.SENTENCES if f'"{name}"' in source}
    assert reasons == parsing.SENTENCES.keys() - {"slow"}
    assert all(str(sentence).endswith(".") for sentence in parsing.SENTENCES.values())


ATOMS = st.sampled_from(["/EF", "/AF", "/JS", "/S /Launch", "/F (\\\\\\\\a\\\\b)", "/Type /Sound"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ATOMS, st.integers(0, 30), st.booleans(), st.booleans())
def test_wherever_it_stands_it_is_found(atom: str, depth: int, indirect: bool, in_stream: bool) -> None:
    """However deep in a structure, in an object of its own or not, beside a stream or not."""
    value = "<<" + (atom if " " in atom else f"{atom} [1 0 R]") + ">>"
    nested = "<</A " * depth + value + ">>" * depth
    made = pikepdf.new()
    made.add_blank_page()
    thing = pikepdf.Object.parse(nested.replace("1 0 R", "1").encode())
    holder = made.make_stream(b"x") if in_stream else pikepdf.Dictionary()
    holder["/Piece"] = made.make_indirect(thing) if indirect else thing
    made.Root["/Other"] = made.make_indirect(holder)
    found = [child_judging.fault_of(one) for one in made.objects]
    assert any(found)
