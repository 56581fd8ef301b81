"""Copies of the anchors in a folder: taken along by each backup, compared with the database by
whoever verifies.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from workflows.journal import anchors
from workflows.journal.anchors import Statement
from workflows.models import Anchor, Effect

STORE = "anchors"


def keep(effect: Effect) -> None:
    """Write the copy of one anchor, once; safe to repeat."""
    anchor = Anchor.objects.get(pk=effect.payload["anchor"])
    stated = anchors.statement_of(anchor)
    name = f"anchor-{stated.number:06d}-{stated.digest[:16]}.json"
    if not storages[STORE].exists(name):
        storages[STORE].save(name, ContentFile(json.dumps(asdict(stated)).encode()))


def letter_of(stated: Statement) -> str:
    """What is signed and sent: enough to know the anchor again, nothing about a person."""
    lines = (
        "Motcua: neo nhật ký",
        settings.SITE_URL,
        f"số {stated.number}",
        stated.at,
        stated.digest,
    )
    return "\n".join(lines) + "\n"


def signature_of(text: str) -> bytes:
    """A detached CMS signature by the site's seal (RFC 5652, DER): openssl cms -verify. Raises
    SealUnusable.
    """
    from documents import seal  # late: pyHanko takes a fifth of a start, of every command too

    return seal.sign(text.encode())


def kept(folder: Path | None = None) -> Iterator[tuple[str, Statement]]:
    """Name and content of each copy, here or in a folder that somebody kept elsewhere. Raises
    ValueError for others.
    """
    for name, text in _texts(folder):
        told = json.loads(text)
        yield (
            name,
            Statement(
                **{field: told[field] for field in ("number", "at", "heads", "previous", "mac")}
            ),
        )


def _texts(folder: Path | None) -> Iterator[tuple[str, str]]:
    if folder is not None:
        for path in sorted(folder.glob("anchor-*.json")):
            yield path.name, path.read_text()
        return
    try:
        names = sorted(storages[STORE].listdir("")[1])
    except FileNotFoundError:  # none was ever kept
        return
    for name in names:
        with storages[STORE].open(name) as file:
            yield name, file.read().decode()
