"""A stranger's PDF against the one that was sealed: the same, altered, a copy, not ours. Nothing is
stored.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.core.files.storage import storages
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from documents import comparison, issuing, seal, storage
from documents.comparison import Finding
from documents.models import Document
from documents.orders import DocumentOrder

pytestmark = [
    pytest.mark.once,
    pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning"),
]  # losing the form is what is meant

Orders = Callable[..., DocumentOrder]


@pytest.fixture
def sealed(copy_order: Orders) -> Document:
    return issuing.produce(issuing.reserve(copy_order()).pk)


@pytest.fixture
def content(sealed: Document) -> bytes:
    return storage.read_pdf(sealed)


def saved_anew(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def without_seal(content: bytes) -> bytes:
    """As a program prints a PDF to a PDF: pages, no form, no signature."""
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.new() as printed:
        printed.pages.extend(pdf.pages)
        for page in printed.pages:
            if "/Annots" in page:
                del page.Annots
        file = io.BytesIO()
        printed.save(file)
    return file.getvalue()


def scanned(content: bytes) -> bytes:
    """A picture of each page, as a telephone makes one: no words, no seal."""
    pages = [
        page.render(scale=150 / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(content)
    ]
    file = io.BytesIO()
    pages[0].save(file, "PDF", resolution=150, save_all=True, append_images=pages[1:])
    return file.getvalue()


def with_a_remark(content: bytes) -> bytes:
    """Something saved behind the signature, as an editor does it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root["/Remark"] = writer.root["/Type"]
    writer.update_root()
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_the_sealed_file_is_told_by_its_bytes(sealed: Document, content: bytes) -> None:
    assert comparison.compare(content) == comparison.Compared(Finding.SEALED, sealed)


@pytest.mark.parametrize("change", [with_a_remark, lambda content: content + b"\n% more\n"])
def test_what_is_added_behind_the_seal_is_told(
    sealed: Document, content: bytes, change: Callable[[bytes], bytes]
) -> None:
    compared = comparison.compare(change(content))
    assert (compared.finding, compared.document) == (Finding.ADDED_TO, sealed)


def test_saved_anew_it_carries_a_seal_that_holds_no_more(sealed: Document, content: bytes) -> None:
    compared = comparison.compare(saved_anew(content))
    assert (compared.finding, compared.document) == (Finding.ALTERED, sealed)


def test_changed_inside_it_is_altered(sealed: Document, content: bytes) -> None:
    compared = comparison.compare(content.replace(b"/Title", b"/Titel", 1))
    assert (compared.finding, compared.document) == (Finding.ALTERED, sealed)


@pytest.mark.parametrize("copy", [without_seal, scanned])
def test_printed_or_scanned_it_is_a_copy_told_by_its_code(
    sealed: Document, content: bytes, copy: Callable[[bytes], bytes]
) -> None:
    compared = comparison.compare(copy(content))
    assert (compared.finding, compared.document) == (Finding.COPY, sealed)


@pytest.mark.poppler
def test_a_copy_that_poppler_made_is_one_too(
    sealed: Document, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "in.pdf").write_bytes(content)
    subprocess.run(["pdftocairo", "-pdf", tmp_path / "in.pdf", tmp_path / "out.pdf"], check=True)
    compared = comparison.compare((tmp_path / "out.pdf").read_bytes())
    assert (compared.finding, compared.document) == (Finding.COPY, sealed)
    assert "Trường THPT" in compared.text


def test_signed_again_by_a_stranger_it_is_no_seal_of_ours(
    sealed: Document, content: bytes, tmp_path: Path, settings: object
) -> None:
    from documents import demo_seal

    settings.SEAL_PKCS12 = str(tmp_path / "other.p12")  # type: ignore[attr-defined]
    demo_seal.ensure()
    file = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(without_seal(content)))
    PdfSigner(PdfSignatureMetadata(field_name="Seal"), signer=seal.signer()).sign_pdf(
        writer, output=file
    )
    compared = comparison.compare(file.getvalue())
    assert (compared.finding, compared.document) == (Finding.COPY, sealed)


def test_codes_of_two_papers_in_one_file_are_told(
    sealed: Document, content: bytes, copy_order: Orders
) -> None:
    order = copy_order()
    other = issuing.produce(issuing.reserve(replace(order, key="another")).pk)
    with (
        pikepdf.open(io.BytesIO(content)) as pdf,
        pikepdf.open(io.BytesIO(storage.read_pdf(other))) as second,
    ):
        pdf.add_pages_from(second)
        file = io.BytesIO()
        pdf.save(file)
    assert comparison.compare(file.getvalue()).finding is Finding.MIXED


def test_papers_of_others_are_not_ours(db: None) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        file = io.BytesIO()
        pdf.save(file)
    assert comparison.compare(file.getvalue()) == comparison.Compared(Finding.FOREIGN)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7 nothing", b"MZ" * 500, bytes(range(256)) * 40])
def test_what_is_no_pdf_is_said(db: None, junk: bytes) -> None:
    assert comparison.compare(junk).finding is Finding.UNREADABLE


def test_a_numbered_paper_without_its_seal_is_not_known(copy_order: Orders, content: bytes) -> None:
    reserved = issuing.reserve(replace(copy_order(), key="reserved"))
    assert comparison.compare(content).document != reserved


def test_nothing_is_stored(sealed: Document, content: bytes) -> None:
    before = Document.objects.count(), storages["documents"].listdir("")
    comparison.compare(without_seal(content))
    assert (Document.objects.count(), storages["documents"].listdir("")) == before


def test_a_picture_that_is_too_large_is_not_drawn(db: None) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_400, 14_400))
        file = io.BytesIO()
        pdf.save(file)
    assert comparison.compare(file.getvalue()).finding is Finding.FOREIGN
    assert Image.MAX_IMAGE_PIXELS
