"""A folder and a bucket keep the same promises."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import issuing, storage
from forms.files.uploads import Withheld, open_file, store
from forms.models import StoredFile
from portal.monitoring import probes
from tests.documents.conftest import (
    copy_order,  # noqa: F401 - a fixture, and those it needs
    demo_authority_seals,  # noqa: F401
    demo_seal_folder,  # noqa: F401
    department,  # noqa: F401
)
from tests.forms.carriers import picture

NAME = "ab/abcdef"


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest) -> Any:
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    return storages["uploads"]


def test_it_gives_back_what_it_took_under_the_name_asked_for(kept: Any) -> None:
    for _time in range(2):  # the same content comes again: it is not kept under a second name
        assert kept.save(NAME, ContentFile(b"content")) == NAME
    assert kept.open(NAME).read() == b"content"
    assert kept.listdir("ab") == ([], ["abcdef"])
    kept.delete(NAME)
    with pytest.raises(FileNotFoundError):
        kept.open(NAME).read()


@pytest.mark.parametrize("write", ["save", "replace"])
def test_a_name_that_cannot_be_given_leaves_no_draft(
    write: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = storages["uploads"]
    folder.save(NAME, ContentFile(b"content"))

    def refuse(draft: Path, target: Path) -> None:
        raise OSError(errno.EIO, "the disk fails")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="the disk fails"):
        getattr(folder, write)(NAME, ContentFile(b"content"))
    assert [path.name for path in Path(folder.location).rglob("*") if path.is_file()] == ["abcdef"]


@pytest.mark.django_db
def test_an_upload_is_kept_once_and_missed_when_it_is_gone(kept: Any, settings: Any) -> None:
    settings.UPLOADS_WITHOUT_SCANNER = True
    content = picture("PNG")
    first, second = (
        store(SimpleUploadedFile("a.png", content), None, ("image",), 1 << 20) for _time in range(2)
    )
    digest = hashlib.sha256(content).hexdigest()
    assert kept.listdir(digest[:2])[1] == [digest]
    assert [open_file(stored).read() for stored in (first, second)] == [content, content]
    assert list(Path(settings.UPLOAD_ROOT).glob("incoming-*")) == []
    kept.delete(f"{digest[:2]}/{digest}")
    with pytest.raises(Withheld):
        open_file(first)
    first.refresh_from_db()
    assert first.scan == StoredFile.Scan.UNREADABLE


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_a_document_is_kept_tidied_and_refused_when_changed(
    request: pytest.FixtureRequest,
    where: str,
    copy_order: Any,  # noqa: F811
) -> None:
    if where == "bucket":
        request.getfixturevalue("bucket")
    kept = storages["documents"]
    reserved = issuing.reserve(copy_order())
    folder = f"000000/{reserved.pk}"
    kept.save(f"{folder}/left-by-a-crash.pdf", ContentFile(b"%PDF"))
    document = issuing.produce(reserved.pk)
    names = {f"{document.pdf_sha256}.pdf", f"{document.docx_sha256}.docx"}
    assert set(kept.listdir(folder)[1]) == names
    assert storage.sha256(storage.read_pdf(document)) == document.pdf_sha256
    kept.save(f"{folder}/{document.pdf_sha256}.pdf", ContentFile(b"%PDF of another"))
    with pytest.raises(storage.FileDamaged):
        storage.read_pdf(document)
    kept.delete(f"{folder}/{document.docx_sha256}.docx")
    with pytest.raises(storage.FileDamaged):
        storage.read_docx(document)


def test_a_file_in_a_folder_is_on_the_disk_and_nobodys_to_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    synced: list[Path] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (synced.append(path_of(file)), fsync(file)))
    storages["uploads"].save(NAME, ContentFile(b"content"))
    place = Path(storages["uploads"].path(NAME))
    top = place.parent.parent
    # the file, where it is written; then its folder
    assert [path.parent for path in synced] == [top, top]
    assert place.stat().st_mode & 0o777 == 0o440


def path_of(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}").readlink()


def test_a_full_disk_leaves_no_half_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        storages["uploads"].save(NAME, ContentFile(b"content"))
    assert [path for path in Path(storages["uploads"].location).rglob("*") if path.is_file()] == []


def test_readiness_says_when_the_store_is_away(bucket: Any) -> None:
    assert probes.storage() is None
    bucket.delete()
    with pytest.raises(Exception, match="404"):
        probes.storage()
