"""The journal's anchors: once a day the heads of its chains are written down, sealed by key, and
given away.

An entry's own proof (`Entry.mac`) shows that it was not rewritten; an anchor shows that none of the
entries that were there on its day is missing, those from before the key too. Each anchor covers the
one before it. Copies leave the site (`journal.anchor_copies`, `notifications.anchor_letters`): what
the site's own machine says of itself proves nothing once the machine was taken over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from protection import keyed
from workflows.journal import outbox
from workflows.models import Anchor, Dossier, Entry

EVERY = dt.timedelta(hours=24)
#: An act that was under way when the last anchor was dropped wrote its time before, and its entry
#: after.
OVERLAP = dt.timedelta(days=1)
# effects: a copy in the folder, a letter to the second office
KEPT, SENT = "anchor.keep", "anchor.send"
AT_ONCE = 2000

Head = list[Any]  # dossier, entries, hash of the last one: as JSON has it


@dataclass(frozen=True)
class Statement:
    """What an anchor states, as its copies have it too."""

    number: int
    at: str
    heads: list[Head]
    previous: str
    mac: str

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of all but the proof (keys sorted, UTF-8)."""
        said = {
            "number": self.number,
            "at": self.at,
            "heads": self.heads,
            "previous": self.previous,
        }
        return hashlib.sha256(
            json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest()


def sweep(now: dt.datetime | None = None) -> bool:
    """Drop an anchor when the last one is a day old; True when it was done now."""
    now = now or timezone.now()
    newest = Anchor.objects.order_by("-number").first()
    if newest is not None and newest.at > now - EVERY:
        return False
    drop(now)
    return True


def drop(now: dt.datetime) -> Anchor:
    """Write down every head that may have moved since the last anchor; its copies are owed after
    commit.
    """
    with transaction.atomic():
        newest = Anchor.objects.order_by("-number").first()
        number = newest.number + 1 if newest else 1
        heads = [list(head) for head in _heads(newest)]
        stated = Statement(
            number, now.astimezone(dt.UTC).isoformat(), heads, newest.digest if newest else "", ""
        )
        anchor = Anchor.objects.create(
            number=number,
            at=now,
            stated_at=stated.at,
            heads=heads,
            previous=stated.previous,
            digest=stated.digest,
            mac=keyed.mac(stated.digest),
        )
        outbox.owe_by_itself(KEPT, f"{KEPT}:{number}:{stated.digest[:16]}", {"anchor": anchor.pk})
        outbox.owe_by_itself(SENT, f"{SENT}:{number}:{stated.digest[:16]}", {"anchor": anchor.pk})
    return anchor


def _heads(newest: Anchor | None) -> Iterator[tuple[int, int, str]]:
    rows = Dossier.objects.filter(entry_count__gt=0).order_by("pk")
    if newest is not None:
        moved = Entry.objects.filter(at__gt=newest.at - OVERLAP).values("dossier_id")
        rows = rows.filter(pk__in=moved)
    return rows.values_list("pk", "entry_count", "entry_hash").iterator(chunk_size=AT_ONCE)


def statement_of(anchor: Anchor) -> Statement:
    """What the row states."""
    return Statement(anchor.number, anchor.stated_at, anchor.heads, anchor.previous, anchor.mac)


def faults() -> Iterator[str]:
    """What is wrong with the anchors in the database, and with the journal where they look at
    it.
    """
    previous = ""
    for anchor in Anchor.objects.order_by("number").iterator(chunk_size=20):
        stated = statement_of(anchor)
        if stated.previous != previous or anchor.digest != stated.digest:
            yield f"anchor {anchor.number} was changed, or one before it is missing"
        yield from faults_of(stated)
        previous = anchor.digest


def faults_of(stated: Statement) -> Iterator[str]:
    """Is the anchor ours, and does the journal still have every entry that it names?"""
    if not keyed.is_ours(stated.digest, stated.mac):
        yield f"anchor {stated.number} was not made by this site's key"
        return
    for missing in _missing(stated.heads):
        yield f"anchor {stated.number} of {stated.at[:10]}: {missing}"


def _missing(heads: Iterable[Head]) -> Iterator[str]:
    waiting = list(heads)
    while waiting:
        some, waiting = waiting[:500], waiting[500:]
        rows = Entry.objects.filter(dossier_id__in=[pk for pk, _count, _hash in some])
        known = {
            (pk, sequence): told
            for pk, sequence, told in rows.values_list("dossier_id", "sequence", "hash")
        }
        for pk, count, told in some:
            if known.get((pk, count)) != told:
                yield f"dossier {pk} does not have the entry {count} that it had then"


def covers_before_the_key() -> dict[int, int] | None:
    """Dossier → entries that the first anchor covers: so many need no proof of their own. None
    before there is one.
    """
    first = Anchor.objects.order_by("number").first()
    return {pk: count for pk, count, _hash in first.heads} if first else None
