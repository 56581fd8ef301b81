"""`python -m tests.faults.sums [open]`: the sums that must hold on a site after all that happened
to it, as JSON.

`open`: the dossiers need not have come to their end. `faults` is empty when nothing was lost,
doubled or left lying; every other figure is for the report.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from documents import storage  # noqa: E402
from documents.models import Document, NumberBook  # noqa: E402
from notifications.models import Delivery, Message  # noqa: E402
from workflows.journal import entries  # noqa: E402
from workflows.models import Dossier, Draft, Effect, Entry  # noqa: E402

#: How one dossier of the diploma copy looks when nothing disturbed it (tests/faults/test_kills.py
#: sees that it does).
UNDISTURBED = {
    "status": 10,
    "decision": "GRANTED",
    "acts": [
        "submit",
        "claim",
        "accept",
        "forward",
        "approve",
        "forward",
        "issue",
        "return_result",
    ],
    "documents": ["copy", "receipt"],
    "messages": {"EMAIL": 3, "INBOX": 3},
}


def of_dossier(dossier: Dossier) -> dict[str, Any]:
    """What of a dossier must be the same whatever happened meanwhile."""
    return {
        "status": dossier.legal_status,
        "decision": dossier.decision,
        "acts": [entry.act for entry in entries.timeline(dossier)],
        "documents": sorted(dossier.documents.values_list("kind", flat=True)),
        "messages": dict(
            Counter(Message.objects.filter(dossier=dossier).values_list("channel", flat=True))
        ),
    }


def faults(closed: bool) -> Iterator[str]:
    """One line for each thing that is not as it must be."""
    if closed:
        yield from _dossiers()
    yield from _acknowledged()
    yield from _numbers()
    yield from _documents()
    yield from _owed()
    if broken := entries.verify():
        yield f"the journal does not verify: {broken}"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (answer := cursor.fetchone()[0]) != "ok":
                yield f"SQLite: {answer}"


def _dossiers() -> Iterator[str]:
    unfiled = Draft.objects.filter(dossier__isnull=True).count()
    if unfiled:
        yield f"{unfiled} drafts were never filed"
    if Dossier.objects.count() != Draft.objects.count():
        yield f"{Dossier.objects.count()} dossiers from {Draft.objects.count()} drafts"
    for dossier in Dossier.objects.all():
        found = of_dossier(dossier)
        if found != UNDISTURBED:
            yield f"{dossier.code}: {found}"


def _acknowledged() -> Iterator[str]:
    """What a client was told is done, is done."""
    done = Counter(Entry.objects.values_list("dossier__draft__pk", "act"))
    for ledger in Path(settings.VAR).glob("acknowledged-*"):
        for line in ledger.read_text().splitlines():
            draft, act = line.split()
            act = {"seal": "forward"}.get(act, act)
            if not any(str(pk) == draft and name == act for pk, name in done):
                yield f"lost: {line}"


def _numbers() -> Iterator[str]:
    for book in NumberBook.objects.all():
        given = Document.objects.filter(authority=book.authority, kind=book.kind, year=book.year)
        numbers = sorted(given.values_list("number", flat=True))
        if numbers != list(range(1, book.last + 1)):
            yield f"{book}: {len(numbers)} numbers, the last is {book.last}"


def _documents() -> Iterator[str]:
    for document in Document.objects.all():
        if document.state != Document.State.SEALED:
            yield f"{document.symbol} is {document.state}"
            continue
        try:
            storage.read_pdf(document)
            storage.read_docx(document)
        except storage.FileDamaged as damaged:
            yield str(damaged)


def _owed() -> Iterator[str]:
    for effect in Effect.objects.exclude(state=Effect.State.DONE):
        yield f"{effect.key} is {effect.state} after {effect.attempts} tries ({effect.last_error})"
    for delivery in Delivery.objects.exclude(state=Delivery.State.SENT):
        yield (
            f"delivery {delivery.pk} is {delivery.state} after {delivery.attempts} tries"
            f" ({delivery.last_error})"
        )


def main(closed: bool) -> None:
    """Print everything."""
    report = {
        "faults": list(faults(closed)),
        "dossiers": Dossier.objects.count(),
        "entries": Entry.objects.count(),
        "documents": Document.objects.count(),
        "letters": Delivery.objects.count(),
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(closed="open" not in sys.argv)
