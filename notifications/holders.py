"""A revocation concerns the holder even where somebody else filed: they hear of it with an account
of their own.
"""

from __future__ import annotations

from notifications import wording
from notifications.channels import to_person
from notifications.models import Message
from organisations.models import User
from workflows.models import Entry

ACTS = frozenset({"revoke"})


def messages(entry: Entry) -> list[Message]:
    """In the inbox and by mail, found by the identity number they were named with; none for who
    filed.
    """
    dossier = entry.dossier
    if entry.act not in ACTS or not dossier.holder_index:
        return []
    people = User.objects.filter(identity_index=dossier.holder_index, is_active=True).exclude(
        pk__in=dossier.parties
    )
    subject, body = wording.words_to_holder(entry)
    made: list[Message] = []
    for person in people.order_by("pk"):
        made += to_person(person, entry=entry, dossier=dossier, subject=subject, body=body)
    return made
