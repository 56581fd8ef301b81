"""The seal on the PDF: two independent readers call it unchanged, and a changed byte shows."""

import asyncio
import datetime as dt
import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import time_machine
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from documents import demo_seal, issuing, seal, storage
from documents.orders import DocumentOrder

pytestmark = pytest.mark.once


@pytest.fixture
def pdf(copy_order: Callable[..., DocumentOrder]) -> bytes:
    return storage.read_pdf(issuing.produce(issuing.reserve(copy_order()).pk))


def validated(pdf: bytes, settings: Any) -> PdfSignatureStatus:
    """What pyHanko says of the one signature, trusting the demo authority."""
    authority = load_cert_from_pemder(str(Path(settings.SEAL_PKCS12).with_name("demo-ca.pem")))
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(
        signature, ValidationContext(trust_roots=[authority], allow_fetching=False)
    )


def test_pyhanko_says_trusted_and_unchanged(pdf: bytes, settings: Any) -> None:
    status = validated(pdf, settings)
    assert status.bottom_line, status.pretty_print_details()
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"


@pytest.mark.poppler
def test_pdfsig_says_unchanged(pdf: bytes, tmp_path: Path) -> None:
    report = pdfsig(pdf, tmp_path)
    assert "Signature is Valid." in report
    assert "Total document signed" in report
    assert "ETSI.CAdES.detached" in report
    assert demo_seal.MARK in report


@pytest.mark.poppler
def test_pdfsig_sees_a_changed_byte(pdf: bytes, tmp_path: Path) -> None:
    assert "Signature is Valid." not in pdfsig(flipped(pdf, at=len(pdf) // 10), tmp_path)


@pytest.mark.parametrize("tenth", range(10))
def test_pyhanko_sees_a_changed_byte_anywhere_before_the_seal(
    pdf: bytes, settings: Any, tenth: int
) -> None:
    sealed_part = pdf.index(b"/Contents <")
    try:
        status = validated(flipped(pdf, at=sealed_part * tenth // 10 + 20), settings)
    except Exception:  # a byte that breaks the file's structure is seen as well
        return
    assert not status.bottom_line


def test_a_change_appended_after_the_seal_is_seen(pdf: bytes, settings: Any) -> None:
    """A later revision leaves the sealed bytes whole, so the signature alone would not show it."""
    appended = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = appended.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    appended.update_container(page)
    changed = io.BytesIO()
    appended.write(changed)
    status = validated(changed.getvalue(), settings)
    assert status.intact
    assert not status.bottom_line


def test_the_seal_certifies_and_says_what_may_still_come(pdf: bytes, settings: Any) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        signature = document.Root.Perms.DocMDP
        (reference,) = signature.Reference
        assert reference.TransformMethod == "/DocMDP"
        assert reference.TransformParams.P == 2
        assert set(document.Root.Perms.keys()) == {"/DocMDP"}, "ISO 19005-2, 6.1.12"
        assert not {"/DigestValue", "/DigestMethod", "/DigestLocation"} & set(reference.keys())
    assert validated(pdf, settings).docmdp_ok


def _annotated(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = {
        "/Type": "/Annot",
        "/Subtype": "/FreeText",
        "/Rect": [99, 99, 200, 200],
        "/Contents": "Giỏi",
    }
    built = generic.DictionaryObject()
    for key, value in note.items():
        built[generic.NameObject(key)] = _pdf_value(value)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(built)])
    writer.update_container(page)


def _pdf_value(value: Any) -> Any:
    if isinstance(value, list):
        return generic.ArrayObject(map(generic.NumberObject, value))
    return generic.NameObject(value) if value.startswith("/") else generic.TextStringObject(value)


def _overprinted(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    over = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 99 99 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), over])
    writer.update_container(page)


@pytest.mark.poppler
@pytest.mark.parametrize("alter", [_annotated, _overprinted])
def test_an_altered_copy_is_called_altered(
    pdf: bytes, settings: Any, tmp_path: Path, alter: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    alter(writer)
    writer.write(out)
    status = validated(out.getvalue(), settings)
    assert (status.intact, status.docmdp_ok, status.bottom_line) == (True, False, False)
    # poppler 22.12 knows no DocMDP: its second line is what tells
    report = pdfsig(out.getvalue(), tmp_path)
    assert "Not total document signed" in report


def test_a_heads_signature_a_time_stamp_and_validation_data_may_still_come(
    pdf: bytes, settings: Any
) -> None:
    """In this order, as a site with a time stamping authority would add them; the certifying seal
    stays in force.
    """
    signed = io.BytesIO()
    head = PdfSignatureMetadata(
        field_name="Head", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    PdfSigner(head, signer=seal.signer()).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), output=signed
    )
    DocumentSecurityStore.add_dss(signed, None, certs=[seal.signer().signing_cert])
    stamped = PdfTimeStamper(_stamper()).timestamp_pdf(IncrementalPdfFileWriter(signed), "sha256")
    authority = load_cert_from_pemder(str(Path(settings.SEAL_PKCS12).with_name("demo-ca.pem")))
    first, _head = PdfFileReader(stamped).embedded_regular_signatures
    status = validate_pdf_signature(
        first, ValidationContext(trust_roots=[authority], allow_fetching=False)
    )
    assert status.docmdp_ok
    assert status.bottom_line, status.pretty_print_details()


def _stamper() -> DummyTimeStamper:
    """A time stamping authority inside the process, with the demo key."""
    signer = seal.signer()
    return DummyTimeStamper(
        signer.signing_cert, signer.signing_key, certs_to_embed=signer.cert_registry
    )


def test_the_sealed_file_still_declares_pdf_a_2b(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert document.trailer.ID
        (widget,) = document.Root.AcroForm.Fields
        assert int(widget.F) & 0b100, "ISO 19005-2, 6.3.2: an annotation must be printable"
        assert not int(widget.F) & 0b100011
        assert list(widget.Rect) == [0, 0, 0, 0], "6.3.3: without size it needs no appearance"
        assert "/NeedAppearances" not in document.Root.AcroForm


def test_the_demo_authority_is_clearly_named(settings: Any) -> None:
    certificate = seal.signer().signing_cert
    assert certificate is not None
    assert "DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in certificate.subject.human_friendly
    assert "DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in certificate.issuer.human_friendly


def test_the_demo_key_is_made_once_and_readable_by_its_owner_only(settings: Any) -> None:
    path = demo_seal.ensure()
    before = path.read_bytes()
    assert demo_seal.ensure() == path
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o077 == 0


def test_two_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    target = tmp_path / "seal.p12"
    assert demo_seal._create(target, b"first")
    assert not demo_seal._create(target, b"second")
    assert target.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["seal.p12"]


def test_a_production_site_makes_no_demo_seal(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = False
    settings.SEAL_PKCS12 = str(tmp_path / "none.p12")
    with pytest.raises(demo_seal.DemoRefused):
        demo_seal.ensure()
    with pytest.raises(seal.SealUnusable, match="no PKCS#12 file"):
        seal.signer()
    assert not list(tmp_path.iterdir())


def test_a_production_site_refuses_the_demo_certificate(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(seal.SealUnusable, match="demo certificate"):
        seal.signer()


def test_a_wrong_passphrase_is_said_plainly(settings: Any) -> None:
    settings.SEAL_PASSPHRASE = "sai mật khẩu"
    with pytest.raises(seal.SealUnusable, match="SEAL_PASSPHRASE"):
        seal.signer()


def test_an_expired_certificate_does_not_seal(settings: Any) -> None:
    after = dt.datetime.now(dt.UTC) + dt.timedelta(days=demo_seal.VALID_DAYS + 1)
    with time_machine.travel(after), pytest.raises(seal.SealUnusable, match="valid until"):
        seal.signer()


def test_the_key_is_opened_once_per_process(settings: Any) -> None:
    assert seal.signer() is seal.signer()
    assert isinstance(seal.signer(), seal.OpenedSigner), (
        "pyHanko's own opens the key for each signature"
    )


def test_a_seal_costs_some_signatures_of_its_key_and_no_more() -> None:
    """As processor time beside the key's own, so that the machine counts for nothing: with pyHanko's
    own signer it was above a hundred, by objects that were built again at every level.
    """
    signer = seal.signer()
    assert isinstance(signer, seal.OpenedSigner)
    blank = io.BytesIO()
    unsealed = pikepdf.new()
    unsealed.add_blank_page()
    unsealed.save(blank)

    def cost(work: Callable[[], object]) -> float:
        took = []
        for _turn in range(9):
            began = time.process_time()
            work()
            took.append(time.process_time() - began)
        return min(took)

    bare = cost(lambda: [signer.sign_raw(b"x", "sha256") for _ in range(10)]) / 10
    assert cost(lambda: seal.seal(blank.getvalue())) < 60 * bare


def flipped(pdf: bytes, at: int) -> bytes:
    changed = bytearray(pdf)
    changed[at] ^= 0x01
    return bytes(changed)


def pdfsig(pdf: bytes, folder: Path) -> str:
    path = folder / "sealed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True).stdout


def test_a_token_without_its_driver_package_is_said_plainly(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEAL_PKCS11_MODULE = "/usr/lib/token.so"
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    monkeypatch.delitem(sys.modules, "pyhanko.sign.pkcs11", raising=False)
    with pytest.raises(seal.SealUnusable, match="pip install"):
        seal.signer()


def test_a_seal_is_made_inside_a_running_event_loop_too() -> None:
    blank, page = pikepdf.new(), io.BytesIO()
    blank.add_blank_page()
    blank.save(page)

    async def asked_by_an_asynchronous_server() -> bytes:
        return seal.seal(page.getvalue())

    assert asyncio.run(asked_by_an_asynchronous_server()).startswith(page.getvalue())
