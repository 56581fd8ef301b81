"""The end of a licence or certificate: beside the applicant hear the heads of who granted it, and of who holds it."""

from __future__ import annotations

from notifications import wording
from notifications.models import Message
from registers.models import Grant
from workflows import permissions
from workflows.models import Entry

ACTS = frozenset({"grant_ends_soon", "grant_ended"})


def messages(entry: Entry) -> list[Message]:
    """One in the inbox of each head, none for other acts; the applicant has a message of his own."""
    if entry.act not in ACTS:
        return []
    dossier = entry.dossier
    granted = Grant.objects.filter(document_code__in=dossier.documents.values("document__code"))
    holders = [grant.holder_authority for grant in granted.select_related("holder_authority")]
    authorities = [one for one in (dossier.deciding, *holders) if one]
    people = {head for authority in authorities for head in permissions.heads_of(authority)} - {dossier.applicant}
    subject, body = wording.words(entry, to_office=True)
    return [
        Message(
            channel=Message.Channel.INBOX,
            entry=entry,
            dossier=dossier,
            recipient=person,
            subject=subject,
            body=body,
        )
        for person in sorted(people, key=lambda person: person.pk)
    ]
