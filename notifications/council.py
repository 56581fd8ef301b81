"""The day of a council's visit: beside the applicant hear its members who have an account."""

from __future__ import annotations

from notifications import wording
from notifications.models import Message
from workflows.models import CouncilMember, Entry

ACTS = frozenset({"council_visit"})


def messages(entry: Entry) -> list[Message]:
    """One in the inbox of each member; none for other acts."""
    if entry.act not in ACTS:
        return []
    seats = CouncilMember.objects.filter(council__dossier=entry.dossier, council__item__step=entry.step)
    seats = seats.filter(council__closed_at=None, user__isnull=False).select_related("user").order_by("user_id")
    subject, body = wording.words(entry, to_office=True)
    common = {"channel": Message.Channel.INBOX, "entry": entry, "dossier": entry.dossier}
    return [Message(recipient=seat.user, subject=subject, body=body, **common) for seat in seats]
