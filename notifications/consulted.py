"""To those whose opinion is asked: that they are, and once more when their time is nearly over.

They may sit in another building and open the site once a week, so they are written to by mail as
well; where an office has nobody with an address, its own mailbox gets the letter.
"""

from __future__ import annotations

from collections.abc import Iterable

from notifications import wording
from notifications.channels.mail import EMAIL
from notifications.models import INBOX, Message
from organisations.models import User
from workflows import permissions
from workflows.models import CONSULT, Entry, WorkItem


def messages(entry: Entry) -> list[Message]:
    """Not yet saved; none for most entries, and none to whom the answer was given meanwhile."""
    made = []
    for item in _asked_by(entry):
        subject, body = wording.words_to_asked(entry, item)
        common = {"entry": entry, "dossier": entry.dossier, "subject": subject, "body": body}
        holder = permissions.holder_of(item)
        people = [holder] if holder else permissions.holders_of(item)
        made += [Message(channel=INBOX, recipient=person, **common) for person in people]
        made += [
            Message(channel=EMAIL, address=address, **common)
            for address in _addresses(people, item)
        ]
    return made


def _asked_by(entry: Entry) -> Iterable[WorkItem]:
    """The tasks of a consultation that the act of this entry opened, or that it reminds of."""
    waiting = WorkItem.objects.filter(process=entry.dossier, flow_task_type=CONSULT, finished=None)
    waiting = waiting.select_related("owner", "authority").order_by("pk")
    if entry.act == "remind":
        return waiting.filter(pk=entry.data["item"])
    # `round` is how many entries there were before
    return waiting.filter(data__round=entry.sequence - 1)


def _addresses(people: list[User], item: WorkItem) -> list[str]:
    found = sorted({person.email for person in people if person.email})
    return found or [
        address for address in [item.authority.email if item.authority else ""] if address
    ]
