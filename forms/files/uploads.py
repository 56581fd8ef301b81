"""Uploads, distrusted: type judged by full parse, size counted while reading, stored under the hash
of the content.

The name people gave the file is kept to be shown and never used as a path. Files live outside the
web root; who may read one is decided by the app that links it.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from forms.files import parsing, quarantine, quotas, scanning
from forms.models import StoredFile
from foundation.text import clean_text

UploadRefused = parsing.UploadRefused


#: Content type → endings by which a machine opens what it is, the usual one first. What the site
#: makes names itself.
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/heic": (".heic", ".heif"),
    "image/webp": (".webp",),
}


class Withheld(RuntimeError):
    """Nobody may read the file now; the text is one sentence that says why."""


#: Letters and what people write between them. `\w` leaves out the marks of letters that have no
#: single code point (ơ̆, č̆), and an apostrophe belongs to names such as H'Hen.
_DANGEROUS = re.compile(r"[^\w\u0300-\u036f .,'’&+()\[\]–-]")


def store(
    upload: UploadedFile[Any],
    uploader: Any,
    types: Collection[str],
    max_bytes: int,
    reused_from: str = "",
) -> StoredFile:
    """Check a file and keep it; the same content is kept once on disk.

    `types` are "pdf" and "image"; `max_bytes` bounds the size beside the site's own limit;
    `reused_from`: the dossier by which the person has it. Raises UploadRefused with one sentence
    for the person who sent it. A scanner that is away keeps nobody from sending: the file then
    waits in quarantine, and nobody can open it.
    """
    if quotas.is_spent(uploader):
        raise UploadRefused(_("Bạn đã gửi quá nhiều tệp trong một ngày, hãy thử lại vào ngày mai."))
    limit = min(max_bytes, settings.UPLOAD_MAX_BYTES)
    root = Path(settings.UPLOAD_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=root, prefix="incoming-")
    arriving = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            digest, size = _copy(upload, file, limit)
        found = parsing.judge(arriving, types)
        with arriving.open("rb") as whole:
            scan = scanning.scan_at_once(whole)
        if scan == StoredFile.Scan.INFECTED:
            quarantine.record(digest, scan)
            raise UploadRefused(_("Tệp này có mã độc nên không nhận được."))
        if found.shown_as:
            storages["uploads"].save(shown_name_of(digest), ContentFile(found.shown_as))
        with File(arriving.open("rb")) as checked:  # the row that names it is about to be committed
            storages["uploads"].save(name_of(digest), checked)
    finally:
        arriving.unlink(missing_ok=True)
    return StoredFile.objects.create(
        sha256=digest,
        size=size,
        content_type=found.content_type,
        pages=found.pages,
        name=fitting_name(clean_name(upload.name or ""), found.content_type),
        uploaded_by=uploader if getattr(uploader, "pk", None) else None,
        scan=scan,
        reused_from=reused_from,
    )


def keep_made(content: bytes, name: str, content_type: str, owner: Any) -> StoredFile:
    """Keep a file that the site itself has made (a report in Word): nobody sent it, so nothing has
    to be scanned.
    """
    digest = hashlib.sha256(content).hexdigest()
    storages["uploads"].save(name_of(digest), ContentFile(content))
    facts = {
        "sha256": digest,
        "size": len(content),
        "content_type": content_type,
        "scan": StoredFile.Scan.CLEAN,
    }
    return StoredFile.objects.create(name=clean_name(name), uploaded_by=owner, **facts)


def copy_for(stored: StoredFile, owner: Any, reused_from: str = "") -> StoredFile:
    """The same content under a row of its own, as if `owner` had sent it too; its verdict goes with
    it. `reused_from`: the dossier for which they did send it.
    """
    facts = ("sha256", "size", "content_type", "pages", "name", "scan", "scan_due_at")
    return StoredFile.objects.create(
        uploaded_by=owner,
        reused_from=reused_from,
        **{fact: getattr(stored, fact) for fact in facts},
    )


def _copy(upload: UploadedFile[Any], file: BinaryIO, limit: int) -> tuple[str, int]:
    """Write what arrives, counting: a length that the sender states is not believed."""
    digest, size = hashlib.sha256(), 0
    for chunk in upload.chunks():
        size += len(chunk)
        if size > limit:
            raise UploadRefused(_("Tệp lớn hơn %(mb)d MB.") % {"mb": limit // (1024 * 1024)})
        digest.update(chunk)
        file.write(chunk)
    if not size:
        raise UploadRefused(_("Tệp rỗng, hãy chọn lại."))
    file.flush()
    return digest.hexdigest(), size


def name_of(digest: str) -> str:
    """The name of the content with this SHA-256 in the store."""
    return f"{digest[:2]}/{digest}"


def shown_name_of(digest: str) -> str:
    """The name of the JPEG by which this content is shown, where browsers do not show it itself."""
    return f"{name_of(digest)}.jpg"


def open_shown(stored: StoredFile) -> BinaryIO:
    """What a browser shows of the file: its own content, or the JPEG that was made of it once.
    Raises Withheld.

    A JPEG that is gone is made again: of the two files only the one that was sent cannot be
    replaced.
    """
    if not stored.is_shown_as_jpeg or stored.withheld:
        return open_file(stored)
    try:
        return cast(BinaryIO, storages["uploads"].open(shown_name_of(stored.sha256)).file)
    except FileNotFoundError:
        return _made_again(stored)


def _made_again(stored: StoredFile) -> BinaryIO:
    with (
        open_file(stored) as content,
        tempfile.NamedTemporaryFile(dir=settings.UPLOAD_ROOT, prefix="again-") as copy,
    ):
        copy.write(content.read())
        copy.flush()
        made = parsing.judge(Path(copy.name), ("image",)).shown_as
    storages["uploads"].save(shown_name_of(stored.sha256), ContentFile(made))
    return io.BytesIO(made)


def open_kept(digest: str) -> BinaryIO:
    """The content with this SHA-256, whatever its verdict: for the scanner. Raises
    FileNotFoundError.
    """
    return cast(BinaryIO, storages["uploads"].open(name_of(digest)).file)


def open_file(stored: StoredFile) -> BinaryIO:
    """The content, for reading; the caller has asked whether this person may.

    The one door to what people sent: raises Withheld for a file that is not released.
    """
    if stored.withheld:
        raise Withheld(stored.withheld)
    try:
        return open_kept(stored.sha256)
    except FileNotFoundError:
        quarantine.lost(stored)
        raise Withheld(stored.withheld) from None


def fitting_name(name: str, content_type: str) -> str:
    """The name with an ending of what the content is: a machine opens a file by its ending,
    whatever is in it.
    """
    endings = ENDINGS.get(content_type)
    return name if endings is None or name.lower().endswith(endings) else name + endings[0]


def clean_name(name: str) -> str:
    """A name fit to be shown: NFC, no folders, no control or direction marks, at most 120
    characters.
    """
    base = PurePosixPath(clean_text(name).replace("\\", "/")).name
    kept = _DANGEROUS.sub("_", base).strip(" .") or "tep"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if dot and len(ending) < 10 else kept[:120]
