"""A real ClamAV: what it finds is kept out, and what it could not look at opens for nobody until it
has.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms import attached
from forms.errors import Refused
from forms.field_kinds import AttachmentField
from forms.files import rescanning, scanning
from forms.files.uploads import UploadRefused, Withheld, name_of, open_file, store
from forms.models import StoredFile
from tests.clamd import EICAR, Clamd
from tests.forms.carriers import carriers, pdf_with_stream, picture

pytestmark = [pytest.mark.django_db, pytest.mark.scanner]
Scan = StoredFile.Scan
CARRIERS = dict(carriers(EICAR))
ACCEPTED_KINDS = {"jpeg": picture("JPEG") + EICAR, "pdf": pdf_with_stream(EICAR, compress=True)}
#: ClamAV 1.4 does not unpack an attachment of a PDF that pikepdf compressed; `files.parsing`
#: refuses every one.
OVERLOOKED = {"PDF attachment, compressed True", "zip in a PDF attachment"}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    clamd = Clamd(tmp_path_factory.mktemp("clamd"))
    clamd.start()
    yield clamd
    clamd.stop()


@pytest.fixture
def clamd(real: Clamd, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clamd]:
    """The scanner, running at the end whatever the test did to it; nobody waits long for one that
    hangs.
    """
    settings.CLAMAV_ADDRESS = real.address
    monkeypatch.setattr(scanning, "PATIENCE", 1.0)
    yield real
    real.thaw()


def send(content: bytes) -> StoredFile:
    return store(SimpleUploadedFile("giấy.png", content), None, ("pdf", "image"), 20_000_000)


def later(minutes: int = 20) -> None:
    """As if so much time had gone by since the last scan."""
    StoredFile.objects.update(scan_due_at=timezone.now() - dt.timedelta(minutes=minutes))


def state(stored: StoredFile) -> str:
    stored.refresh_from_db()
    return stored.scan


def assert_closed(stored: StoredFile) -> None:
    stored.refresh_from_db()
    with pytest.raises(Withheld) as caught:
        open_file(stored)
    assert str(caught.value).endswith(".")


def assert_open(stored: StoredFile) -> None:
    stored.refresh_from_db()
    open_file(stored).close()


def test_there_are_enough_test_files() -> None:
    assert len(CARRIERS.keys() - OVERLOOKED) >= 44


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_no_file_with_the_signature_is_taken(clamd: Clamd, carrier: str) -> None:
    with pytest.raises(UploadRefused):
        send(CARRIERS[carrier])


@pytest.mark.parametrize("carrier", sorted(CARRIERS.keys() - OVERLOOKED))
def test_the_signature_is_found_wherever_it_hides(clamd: Clamd, carrier: str) -> None:
    assert scanning.scan(io.BytesIO(CARRIERS[carrier]), 20.0) == Scan.INFECTED


def test_the_same_files_without_the_signature_are_clean(clamd: Clamd) -> None:
    """Or the scanner would be one that finds everything."""
    for name, content in carriers(b"an honest line"):
        assert scanning.scan(io.BytesIO(content), 20.0) == Scan.CLEAN, name


@pytest.mark.parametrize("content", ACCEPTED_KINDS.values(), ids=ACCEPTED_KINDS)
def test_an_infected_file_of_an_accepted_kind_is_refused(
    clamd: Clamd, content: bytes, settings: Any
) -> None:
    with pytest.raises(UploadRefused, match="mã độc"):
        send(content)
    assert not StoredFile.objects.exists()
    assert [path for path in settings.UPLOAD_ROOT.rglob("*") if path.is_file()] == []


def test_a_clean_file_opens_at_once(clamd: Clamd) -> None:
    stored = send(picture("PNG"))
    assert stored.scan == Scan.CLEAN
    assert_open(stored)


def test_while_the_scanner_is_away_files_are_taken_and_open_for_nobody(
    clamd: Clamd, settings: Any
) -> None:
    settings.CLAMAV_ADDRESS = "/nowhere/clamd.sock"
    stored = send(picture("PNG"))
    assert stored.scan == Scan.PENDING
    assert_closed(stored)
    assert rescanning.sweep() == 0
    assert_closed(stored)
    settings.CLAMAV_ADDRESS = clamd.address
    assert rescanning.sweep() == 1
    assert_open(stored)


def test_a_scanner_that_hangs_holds_nobody_up_and_releases_nothing(clamd: Clamd) -> None:
    clamd.hang()
    stored = send(picture("PNG"))
    assert_closed(stored)
    assert rescanning.sweep() == 0
    assert_closed(stored)
    clamd.thaw()
    assert rescanning.sweep() == 1
    assert_open(stored)


def test_a_scanner_that_lies_releases_nothing(
    clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as lying:
        lying.setattr(scanning._Talk, "stream", lambda talk, file: b"stream: OK!")
        stored = send(picture("PNG"))
        assert_closed(stored)
        assert rescanning.sweep() == 0
        assert_closed(stored)
    assert rescanning.sweep() == 0, "a file that failed waits before its next turn"
    later()
    assert rescanning.sweep() == 1
    assert_open(stored)


def test_malware_found_later_closes_every_copy_and_cannot_be_filed(
    clamd: Clamd, settings: Any
) -> None:
    settings.CLAMAV_ADDRESS = "/nowhere/clamd.sock"
    content = picture("JPEG") + EICAR
    first, second = send(content), send(content)
    settings.CLAMAV_ADDRESS = clamd.address
    assert rescanning.sweep() == 1
    assert (state(first), state(second)) == (Scan.INFECTED, Scan.INFECTED)
    assert_closed(first)
    field = AttachmentField(kind="attachment", id="paper", label={"vi": "Giấy", "en": "Paper"})
    with pytest.raises(Refused):
        attached.check(field, [str(first.pk)])
    with pytest.raises(UploadRefused):
        send(content)


def test_a_known_content_found_infected_today_closes_what_was_clean_yesterday(clamd: Clamd) -> None:
    content = picture("JPEG") + EICAR
    stored = store_as(content, Scan.CLEAN)
    with pytest.raises(UploadRefused):
        send(content)
    assert state(stored) == Scan.INFECTED


def test_a_pending_file_may_be_filed(clamd: Clamd, settings: Any) -> None:
    settings.CLAMAV_ADDRESS = "/nowhere/clamd.sock"
    field = AttachmentField(kind="attachment", id="paper", label={"vi": "Giấy", "en": "Paper"})
    attached.check(field, [str(send(picture("PNG")).pk)])


def test_a_file_that_was_lost_or_changed_is_unreadable_until_it_is_back(clamd: Clamd) -> None:
    lost, changed = send(picture("PNG")), send(picture("JPEG"))
    place, content = path_of(lost.sha256), path_of(lost.sha256).read_bytes()
    place.unlink()
    assert_closed(lost)
    assert state(lost) == Scan.UNREADABLE
    path_of(changed.sha256).chmod(0o600)
    path_of(changed.sha256).write_bytes(b"another content")
    StoredFile.objects.filter(pk=changed.pk).update(scan=Scan.PENDING)
    rescanning.sweep()
    assert state(changed) == Scan.UNREADABLE
    place.write_bytes(content)
    later()
    rescanning.sweep()
    assert_open(lost)


def test_a_file_that_makes_the_scanner_fail_waits_longer_each_time_and_holds_up_no_other(
    clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = store_as(picture("PNG"), Scan.PENDING), store_as(picture("GIF"), Scan.PENDING)
    scan = scanning.scan
    monkeypatch.setattr(
        scanning,
        "scan",
        lambda file, within: Scan.PENDING if b"PNG" in file.peek(8)[:8] else scan(file, within),
    )
    rescanning.sweep()
    assert (state(bad), state(good)) == (Scan.PENDING, Scan.CLEAN)
    first = bad.scan_due_at
    later()
    rescanning.sweep()
    bad.refresh_from_db()
    assert bad.scan_due_at - timezone.now() > first - timezone.now() and bad.scan_attempts == 2


def test_files_of_a_site_that_had_no_scanner_are_scanned_once_it_has_one(
    clamd: Clamd, settings: Any
) -> None:
    settings.CLAMAV_ADDRESS = ""
    stored = send(picture("PNG"))
    assert stored.scan == Scan.NONE
    settings.UPLOADS_WITHOUT_SCANNER = True
    assert_open(stored)
    settings.UPLOADS_WITHOUT_SCANNER = False
    assert_closed(stored)
    settings.CLAMAV_ADDRESS, settings.UPLOADS_WITHOUT_SCANNER = clamd.address, True
    assert_closed(stored)
    rescanning.sweep()
    assert state(stored) == Scan.CLEAN


def path_of(digest: str) -> Path:
    return Path(storages["uploads"].path(name_of(digest)))


def store_as(content: bytes, scan: str) -> StoredFile:
    """A row and its content as a former day left them."""
    import hashlib

    digest = hashlib.sha256(content).hexdigest()
    path_of(digest).parent.mkdir(parents=True, exist_ok=True)
    path_of(digest).write_bytes(content)
    return StoredFile.objects.create(
        sha256=digest, size=len(content), content_type="image/png", name="a", scan=scan
    )
