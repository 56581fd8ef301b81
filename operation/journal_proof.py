"""What of the journal is proven against somebody who has the database, and by what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from operation.models import Restoration
from workflows.journal import anchor_copies, anchors
from workflows.journal.anchors import Statement
from workflows.models import Anchor, Entry


def faults(folder: Path | None = None) -> Iterator[str]:
    """One sentence for each anchor that does not hold: those in the database, their copies, and
    those in a folder.
    """
    yield from anchors.faults()
    for place in (None, folder) if folder else (None,):
        for name, stated in anchor_copies.kept(place):
            if not _lost_by_restore(stated):
                yield from (f"{name}: {fault}" for fault in anchors.faults_of(stated))


def told() -> str:
    """From which entry on a key proves the journal, and up to which anchor; for an
    administrator.
    """
    first = Entry.objects.exclude(mac="").order_by("at").first()
    newest = Anchor.objects.order_by("-number").first()
    by_key = (
        f"proven by key from {first.at:%Y-%m-%d %H:%M} UTC on"
        if first
        else "nothing is proven by key yet"
    )
    anchored = (
        f"anchored up to anchor {newest.number} of {newest.at:%Y-%m-%d %H:%M} UTC"
        if newest
        else "no anchor yet"
    )
    return f"{by_key}; {anchored}"


def _lost_by_restore(stated: Statement) -> bool:
    """What was anchored between a backup and the return to it is on paper only, and the restore
    said so.
    """
    at = dt.datetime.fromisoformat(stated.at)
    return Restoration.objects.filter(taken_at__lt=at, restored_at__gt=at).exists()
