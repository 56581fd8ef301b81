"""The thread and the notes as parts of a dossier's page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from conversation import notes, remarks
from portal.shared import thread as pages
from portal.shared.thread import Typed
from workflows import permissions
from workflows.reading_rights import Standing

THREAD, NOTES = "trao-doi", "ghi-chu"  # ?xem=


def thread_of(standing: Standing) -> dict[str, Any]:
    """The thread, which counts as read by the office, and its form."""
    written = remarks.of_dossier(standing.dossier)
    shown = pages.shown(written, to_office=True)
    remarks.mark_read(written, by_office=True)
    return {
        "remarks": shown,
        "unreachable": permissions.is_of_counter(standing.dossier),
        "typed": Typed(),
    }


def notes_of(standing: Standing) -> dict[str, Any]:
    """The notes, and whom one may mention."""
    return {
        "notes": notes.readable(standing),
        "colleagues": notes.colleagues(standing.dossier, standing.reader.user),
        "typed": Typed(key=uuid4().hex),
        "chosen": [],
    }
