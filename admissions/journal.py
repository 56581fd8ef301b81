"""A round's journal: every act once, chained by hash, proved by a key outside the database; and the
lock under which acts happen one after the other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from admissions.models import Round, RoundEntry
from organisations.models import User
from protection import keyed

SYSTEM_NAME = "Hệ thống"
HASHED = (
    "round_id",
    "sequence",
    "at",
    "act",
    "actor_id",
    "actor_name",
    "state_before",
    "state_after",
    "data",
    "previous_hash",
)


@contextmanager
def locked(pk: int) -> Iterator[Round]:
    """The round as it is now, for an act; others wait."""
    with transaction.atomic():
        rows = Round.objects.select_related("authority").select_for_update(of=("self",))
        yield rows.get(pk=pk)


def append(
    round_: Round, act: str, actor: User | None, before: str, data: Mapping[str, Any] | None = None
) -> RoundEntry:
    """Write the entry of an act and save the round, under its lock. `data`: ids, hashes, counts."""
    entry = RoundEntry(
        round=round_,
        sequence=round_.entry_count + 1,
        at=timezone.now(),
        act=act,
        actor=actor,
        actor_name=str(actor) if actor else SYSTEM_NAME,
        state_before=before,
        state_after=round_.state,
        data=dict(data or {}),
        previous_hash=round_.entry_hash,
    )
    entry.hash = digest(entry)
    entry.mac = keyed.mac(entry.hash)
    entry.save()
    round_.entry_count, round_.entry_hash = entry.sequence, entry.hash
    round_.save()
    return entry


def digest(entry: RoundEntry) -> str:
    """SHA-256 over the canonical JSON of the hashed columns."""
    content = {name: _plain(getattr(entry, name)) for name in HASHED}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value


def first_fault(round_: Round) -> int:
    """The number of the first entry that was changed, removed or inserted; 0: all are sound."""
    previous, expected = "", 1
    for entry in round_.entries.order_by("sequence"):
        sound = entry.sequence == expected and entry.previous_hash == previous
        if not sound or digest(entry) != entry.hash or not keyed.is_ours(entry.hash, entry.mac):
            return expected
        previous, expected = entry.hash, expected + 1
    return 0 if expected == round_.entry_count + 1 else expected
