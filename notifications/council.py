"""A council: members hear of the day of its visit, and near its end whoever has still to do
something.
"""

from __future__ import annotations

from collections.abc import Iterable

from notifications import wording
from notifications.models import INBOX, Message
from organisations.models import User
from workflows import permissions
from workflows.models import CouncilMember, Entry, WorkItem
from workflows.reading_rights import Reader, What

ACTS = frozenset({"council_visit"})


def messages(entry: Entry) -> list[Message]:
    """One in the inbox of each member; none for other acts."""
    if entry.act not in ACTS:
        return []
    seats = CouncilMember.objects.filter(
        council__dossier=entry.dossier, council__item__step=entry.step
    )
    seats = (
        seats.filter(council__closed_at=None, user__isnull=False)
        .select_related("user")
        .order_by("user_id")
    )
    return _letters(
        entry, [seat.user for seat in seats if seat.user], wording.words(entry, to_office=True)
    )


def reminders(entry: Entry) -> list[Message]:
    """To members who have not voted, and to whoever keeps the council; none for reminders of other
    tasks.
    """
    item = WorkItem.objects.filter(
        pk=entry.data.get("item"), council__isnull=False, finished=None
    ).first()
    if item is None:
        return []
    waiting = CouncilMember.objects.filter(
        council__item=item, vote="", user__isnull=False
    ).select_related("user")
    holder = permissions.holder_of(item)
    keepers = [holder] if holder else permissions.holders_of(item)
    people = {seat.user for seat in waiting if seat.user} | set(keepers)
    return _letters(entry, people, wording.words_to_council(entry, item))


def _letters(entry: Entry, people: Iterable[User], words: tuple[str, str]) -> list[Message]:
    subject, body = words
    common = {"channel": INBOX, "entry": entry, "dossier": entry.dossier}
    told = [person for person in people if Reader(person).towards(entry.dossier).may(What.MESSAGES)]
    return [
        Message(recipient=person, subject=subject, body=body, **common)
        for person in sorted(told, key=lambda person: person.pk)
    ]
