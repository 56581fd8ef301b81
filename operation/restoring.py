"""Bringing a backup back on an empty machine, and beginning a new epoch with it.

What happened after the backup is on paper and in mailboxes, not in the data. So nothing that was
owed then is sent by itself, sessions of then are closed, and the numbers that may have been given
since are passed over and reported.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from documents.models import NumberBook
from notifications.models import Delivery
from operation import sealing
from operation.backup import DATABASE, FILES, MANIFEST, Kept, Manifest
from operation.database import fill
from operation.models import Restoration
from protection import keys
from workflows.models import DossierCounter, Effect

HELD = "HeldByRestore"


class CannotRestore(RuntimeError):
    """This backup does not fit this site, or is not what was written: one sentence."""


def restore(place: Path, gap: int, seen: Mapping[str, int]) -> Restoration:
    """Bring the backup in folder `place` back; `gap` and `seen` are those of `begin_epoch`.

    Raises CannotRestore, CannotCopy, CannotOpen, NoKey; the database is then still empty.
    """
    manifest = read_manifest(place)
    # before the database: while it is empty, no process can act on it
    for kept in manifest["files"]:
        _bring_back(place.parent / kept["name"], kept)
    fill(_checked(place / DATABASE, manifest["database"]))
    call_command("migrate", verbosity=0, interactive=False)
    return begin_epoch(dt.datetime.fromisoformat(manifest["taken_at"]), gap, seen)


def read_manifest(place: Path) -> Manifest:
    """What the backup has. Raises CannotRestore where it is unfinished or of another kind of
    site.
    """
    if not (place / MANIFEST).exists():
        raise CannotRestore(
            f"{place} has no manifest: this backup was never finished, take an older one"
        )
    with (place / MANIFEST).open("rb") as file:
        manifest = cast(Manifest, json.loads(b"".join(sealing.unseal(file, MANIFEST))))
    if manifest["vendor"] != connection.vendor:
        raise CannotRestore(
            f"the backup is of {manifest['vendor']}, DATABASE_URL names {connection.vendor}"
        )
    if missing := set(manifest["keys"]) - {key.name.hex() for key in keys.field_keys()}:
        raise CannotRestore(
            f"FIELD_KEY lacks {len(missing)} of the keys that the data is sealed under"
        )
    return manifest


def begin_epoch(taken_at: dt.datetime, gap: int, seen: Mapping[str, int]) -> Restoration:
    """Make an old copy safe to go on from.

    `gap` numbers are passed over in every book of the year and in today's dossier codes; `seen`
    says the highest number found on paper of a book ("SGDĐT/BS", "H15.50" for dossiers), and is
    passed over instead. What was owed is held: an administrator looks whether it left the house,
    and releases it ("Thử lại ngay", "Gửi lại").
    """
    with transaction.atomic():
        effects = Effect.objects.filter(state=Effect.State.PENDING)
        deliveries = Delivery.objects.filter(state=Delivery.State.PENDING)
        held = {
            "effects": effects.update(state=Effect.State.DEAD, lease_until=None, last_error=HELD),
            "deliveries": deliveries.update(
                state=Delivery.State.FAILED, lease_until=None, last_error=HELD
            ),
        }
        Session.objects.all().delete()
        passed = [*_pass_documents(gap, seen), *_pass_dossiers(gap, seen)]
        return Restoration.objects.create(taken_at=taken_at, passed_over=passed, held=held)


Passed = dict[str, str | int]


def _pass_documents(gap: int, seen: Mapping[str, int]) -> Iterator[Passed]:
    year = timezone.localdate().year
    known = (
        NumberBook.objects.order_by("authority_id", "kind")
        .values_list("authority_id", "kind")
        .distinct()
    )
    for authority, kind in list(known):
        book, _new = NumberBook.objects.select_for_update().get_or_create(
            authority_id=authority, kind=kind, year=year
        )
        name = f"{book.authority.symbol}/{kind}"
        last = max(book.last, seen.get(name, book.last + gap))
        if last > book.last:
            yield {"book": f"{name}/{year}", "first": book.last + 1, "last": last}
            for _number in range(last - book.last):  # the database lets a book count by one only
                NumberBook.objects.filter(pk=book.pk).update(last=F("last") + 1)


def _pass_dossiers(gap: int, seen: Mapping[str, int]) -> Iterator[Passed]:
    day = f"{timezone.localdate():%y%m%d}"
    prefixes = DossierCounter.objects.values_list("prefix", flat=True)
    for code in sorted({prefix.rpartition("-")[0] for prefix in prefixes}):
        counter, _new = DossierCounter.objects.select_for_update().get_or_create(
            prefix=f"{code}-{day}"
        )
        last = max(counter.last, seen.get(code, counter.last + gap))
        if last > counter.last:
            yield {"book": counter.prefix, "first": counter.last + 1, "last": last}
            DossierCounter.objects.filter(pk=counter.pk).update(last=last)


def _bring_back(source: Path, kept: Kept) -> None:
    store, name = kept["name"].removeprefix(f"{FILES}/").split("/", 1)
    storages[store].save(name, ContentFile(b"".join(_checked(source, kept))))


def _checked(source: Path, kept: Kept) -> Iterable[bytes]:
    """The pieces of one content. Raises CannotRestore at their end when they are not what the
    manifest says.
    """
    if not source.exists():
        raise CannotRestore(f"{kept['name']} is missing in the backup")
    digest = hashlib.sha256()
    with source.open("rb") as file:
        for piece in sealing.unseal(file, kept["name"]):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != kept["sha256"]:
        raise CannotRestore(f"{kept['name']} is not what was backed up")
