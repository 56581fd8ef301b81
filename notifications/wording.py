"""What a message says: one template per act, or the procedure's own words. No more personal data than the act needs.

The recipient is not named and nothing of the application is repeated: a mail may be read on the way. The page it links
to asks who is reading.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from workflows.models import Dossier, Entry


def words(entry: Entry) -> tuple[str, str]:
    """Subject (one line) and body of the message about `entry`, in Vietnamese."""
    known = _known(entry)
    with translation.override("vi"):
        own = _own_words(entry)
        text = own if own is not None else render_to_string(f"notifications/{entry.act}.txt", known)
        frame = render_to_string("notifications/frame.txt", {**known, "text": _body(text)})
    return _subject(text, entry.dossier), frame.strip() + "\n"


def _known(entry: Entry) -> dict[str, object]:
    dossier = entry.dossier
    return {
        "entry": entry,
        "dossier": dossier,
        "procedure": dossier.version.procedure.title,
        "office": dossier.receiving,
        "due": moment(dossier.due_at) if dossier.due_at else "",
        "link": f"{settings.SITE_URL}/ho-so/{quote(dossier.code)}/",
        "follow": f"{settings.SITE_URL}/tra-cuu/",
    }


def moment(at: dt.datetime) -> str:
    """Hour and day as the slips of TT 03/2025 print them: "16 giờ 30, ngày 05/02/2026"."""
    local = timezone.localtime(at)
    return f"{local:%H} giờ {local:%M}, ngày {local:%d/%m/%Y}"


def _own_words(entry: Entry) -> str | None:
    """What the definition's `messages` say instead of the shipped template; plain text, no placeholders."""
    from workflows.catalogue import definition_of

    own = definition_of(entry.dossier.version).messages.get(entry.act)
    return f"{own.subject['vi']}\n\n{own.body['vi']}" if own else None


def _subject(text: str, dossier: Dossier) -> str:
    """The text's first line behind the dossier's code: what a mailbox sorts by."""
    first = text.strip().split("\n", 1)[0]
    return " ".join(f"[{dossier.code}] {first}".split())[:200]


def _body(text: str) -> str:
    return text.strip().split("\n", 1)[1].strip()
