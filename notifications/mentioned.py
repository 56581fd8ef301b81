"""To officers whom a colleague's note mentions: in the portal's inbox alone, without its words."""

from __future__ import annotations

from conversation.models import Note
from notifications import recording, wording
from notifications.models import INBOX, Message
from workflows.models import Effect
from workflows.reading_rights import Reader, What


def record(effect: Effect) -> None:
    """Handler of the effect `mention`: who may still read the note hears of it. Safe to repeat."""
    entry = recording.entry_of(effect)
    note = Note.objects.get(pk=effect.payload["note"])
    subject, body = wording.words_to_mentioned(entry)
    common = {"entry": entry, "dossier": entry.dossier, "subject": subject, "body": body}
    able = [
        one
        for one in note.mentioned.order_by("pk")
        if Reader(one).towards(entry.dossier).may(What.NOTES)
    ]
    recording.keep([entry], [Message(channel=INBOX, recipient=person, **common) for person in able])
