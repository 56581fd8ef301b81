"""Taking a backup while the site works.

The database first, in one snapshot; the files after it. A file is written before the row that names
it is committed and never changed, so the files of the snapshot's rows are all there; newer ones do
no harm. Files that an earlier backup in the same folder has are not copied again. A backup counts
once it has its manifest, written last.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection

from filestore.folder import sync_folder
from filestore.listing import names
from operation import database, sealing
from protection import keys

STORES = ("uploads", "documents", "anchors")
MANIFEST, DATABASE, FILES = "manifest", "database", "files"


class Kept(TypedDict):
    """One content of the backup: what it must be when it is opened."""

    name: str
    size: int
    sha256: str


class Manifest(TypedDict):
    """What a backup has and needs."""

    taken_at: str
    vendor: str
    site: str
    keys: list[str]  # names of the FIELD_KEY that the rows are sealed under, no secret
    database: Kept
    files: list[Kept]


def take(folder: Path) -> tuple[Path, Manifest]:
    """Back the site up below `folder`; the new backup's own folder and what is in it. Raises NoKey,
    CannotCopy.
    """
    taken_at = dt.datetime.now(dt.UTC)
    place = folder / f"{taken_at:%Y%m%dT%H%M%S.%fZ}"
    place.mkdir(parents=True, mode=0o700)
    snapshot = write(place / DATABASE, DATABASE, database.copy())
    manifest = Manifest(
        taken_at=taken_at.isoformat(),
        vendor=connection.vendor,
        site=settings.SITE_URL,
        keys=[key.name.hex() for key in keys.field_keys()],
        database=snapshot,
        files=[
            kept
            for store in STORES
            for name in names(storages[store])
            if (kept := _file(folder, store, name))
        ],
    )
    write(place / MANIFEST, MANIFEST, [json.dumps(manifest).encode()])
    return place, manifest


def write(target: Path, name: str, pieces: Iterable[bytes]) -> Kept:
    """Seal these pieces into a file that appears whole and lasting, or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            yield piece

    try:
        with os.fdopen(descriptor, "wb") as file:
            sealing.seal(counted(), file, name)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)
    sync_folder(target.parent)
    return Kept(name=name, size=size, sha256=digest.hexdigest())


def _file(folder: Path, store: str, name: str) -> Kept | None:
    """Copy one file, unless an earlier backup has it: its name says its content, so it is the same.

    None when it went since it was listed: what an attempt left, or a paper whose time has come.
    """
    bound = f"{FILES}/{store}/{name}"
    target = folder / bound
    try:
        file = storages[store].open(name)
    except FileNotFoundError:
        return None
    with file:
        if not target.exists():
            return write(target, bound, file.chunks())
        content = file.read()
    return Kept(name=bound, size=len(content), sha256=hashlib.sha256(content).hexdigest())
