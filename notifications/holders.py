"""A revocation concerns the holder even where somebody else filed: he hears of it if he has an account of his own."""

from __future__ import annotations

from notifications import wording
from notifications.models import Message
from organisations.models import User
from workflows.models import Entry

ACTS = frozenset({"revoke"})


def messages(entry: Entry) -> list[Message]:
    """In the inbox and by mail, found by the identity number he was named with; none where he filed himself."""
    dossier = entry.dossier
    if entry.act not in ACTS or not dossier.holder_index:
        return []
    people = User.objects.filter(identity_index=dossier.holder_index, is_active=True).exclude(pk=dossier.applicant_id)
    subject, body = wording.words_to_holder(entry)
    made = []
    for person in people.order_by("pk"):
        common = {"entry": entry, "dossier": dossier, "recipient": person, "subject": subject, "body": body}
        made.append(Message(channel=Message.Channel.INBOX, **common))
        if person.email:
            made.append(Message(channel=Message.Channel.EMAIL, address=person.email, **common))
    return made
