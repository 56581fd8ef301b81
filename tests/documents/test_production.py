"""The worker that makes the files: once, whatever crashes and whoever else is at it."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from documents import issuing, production, seal, storage
from documents.conversion import converter
from documents.models import Document
from documents.orders import DocumentOrder
from foundation import leases

Orders = Callable[..., DocumentOrder]


@pytest.fixture
def reserved(copy_order: Orders) -> Document:
    return issuing.reserve(copy_order())


def files(settings: Any) -> set[str]:
    """Names of all files under the document folder."""
    return {path.name for path in Path(settings.DOCUMENT_ROOT).rglob("*") if path.is_file()}


def test_producing_seals_the_document_and_stores_both_files(
    reserved: Document, settings: Any
) -> None:
    document = issuing.produce(reserved.pk)
    assert document.state == Document.State.SEALED
    assert document.sealed_at is not None
    assert storage.read_pdf(document).startswith(b"%PDF-1.7")
    assert storage.read_docx(document).startswith(b"PK")
    assert files(settings) == {f"{document.pdf_sha256}.pdf", f"{document.docx_sha256}.docx"}


def test_producing_again_changes_nothing(
    reserved: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = issuing.produce(reserved.pk)
    pdf = storage.read_pdf(first)
    monkeypatch.setattr(
        production.rendering, "docx", lambda document: pytest.fail("rendered again")
    )
    again = issuing.produce(reserved.pk)
    assert (again.pdf_sha256, again.sealed_at) == (first.pdf_sha256, first.sealed_at)
    assert storage.read_pdf(again) == pdf


STEPS = [(production.rendering, "docx"), (converter, "to_pdfa"), (seal, "seal"), (storage, "write")]


@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _module, step in STEPS])
def test_a_failing_step_leaves_it_reserved_and_the_next_run_repairs_it(
    reserved: Document, settings: Any, monkeypatch: pytest.MonkeyPatch, module: Any, step: str
) -> None:
    def fail(*args: object) -> bytes:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError, match="power cut"):
        patch.setattr(module, step, fail)
        issuing.produce(reserved.pk)
    reserved.refresh_from_db()
    assert reserved.state == Document.State.RESERVED
    assert issuing.produce(reserved.pk).state == Document.State.SEALED
    assert len(files(settings)) == 2


def test_a_worker_killed_after_writing_its_files_is_repaired_after_its_lease(
    reserved: Document, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 runs no clean-up: the lease stays, and so do files no row names."""
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(production, "_give_back", lambda document, lease: None)
        patch.setattr(
            production, "_record", lambda *args: (_ for _ in ()).throw(RuntimeError("killed"))
        )
        issuing.produce(reserved.pk)
    left_behind = files(settings)
    assert len(left_behind) == 2
    with pytest.raises(issuing.BeingProduced):
        issuing.produce(reserved.pk)
    with time_machine.travel(dt.datetime.now(dt.UTC) + leases.LEASE, tick=True):
        document = issuing.produce(reserved.pk)
    assert files(settings) == {f"{document.pdf_sha256}.pdf", f"{document.docx_sha256}.docx"}
    assert storage.read_pdf(document)


def test_a_worker_slower_than_its_lease_does_not_replace_the_others_result(
    reserved: Document, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_seal = seal.seal
    winner: list[Document] = []

    def seal_slowly(pdf: bytes) -> bytes:
        monkeypatch.setattr(seal, "seal", really_seal)
        with time_machine.travel(dt.datetime.now(dt.UTC) + leases.LEASE, tick=True):
            winner.append(issuing.produce(reserved.pk))
        return really_seal(pdf)

    monkeypatch.setattr(seal, "seal", seal_slowly)
    document = issuing.produce(reserved.pk)
    assert document.pdf_sha256 == winner[0].pdf_sha256
    assert files(settings) == {f"{document.pdf_sha256}.pdf", f"{document.docx_sha256}.docx"}


def test_a_worker_whose_lease_another_one_took_over_gives_up(
    reserved: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_seal = seal.seal

    def lose_the_lease(pdf: bytes) -> bytes:
        Document.objects.update(lease_until=dt.datetime.now(dt.UTC) + leases.LEASE * 2)
        return really_seal(pdf)

    monkeypatch.setattr(seal, "seal", lose_the_lease)
    with pytest.raises(production.LeaseLost):
        issuing.produce(reserved.pk)
    reserved.refresh_from_db()
    assert (reserved.state, reserved.pdf_sha256) == (Document.State.RESERVED, "")
    assert reserved.lease_until is not None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_result(copy_order: Orders) -> None:
    with transaction.atomic():
        document = issuing.reserve(copy_order())
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def work() -> None:
        start.wait()
        try:
            outcomes.append(issuing.produce(document.pk).pdf_sha256)
        except issuing.BeingProduced:
            outcomes.append("busy")
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    document.refresh_from_db()
    assert sorted(outcomes) == sorted(["busy", document.pdf_sha256])


def test_a_damaged_file_is_never_handed_out(reserved: Document, settings: Any) -> None:
    document = issuing.produce(reserved.pk)
    (path,) = Path(settings.DOCUMENT_ROOT).rglob("*.pdf")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(storage.FileDamaged):
        storage.read_pdf(document)
    path.unlink()
    with pytest.raises(storage.FileDamaged):
        storage.read_pdf(document)


def test_a_revoked_document_stays_on_record_with_its_first_reason(reserved: Document) -> None:
    document = issuing.revoke(issuing.produce(reserved.pk), " Cấp nhầm người. ")
    again = issuing.revoke(document, "Lý do khác.")
    assert (again.state, again.revocation_reason) == (Document.State.REVOKED, "Cấp nhầm người.")
    assert again.revoked_at == document.revoked_at
    assert storage.read_pdf(again)


def test_what_was_not_issued_is_not_revoked(reserved: Document) -> None:
    with pytest.raises(issuing.NotIssued):
        issuing.revoke(reserved, "Cấp nhầm người.")
    with pytest.raises(ValueError, match="reason"):
        issuing.revoke(reserved, "  ")
