"""A licence or certificate: its holder hears of every decision on it, and of its end the office
that granted it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from notifications import wording
from notifications.models import INBOX, Message
from organisations.models import Authority, User
from registers.models import Grant, GrantState
from workflows import permissions
from workflows.models import Dossier, Entry

#: The days of a grant: the heads of the office that granted hear as well.
ENDS = frozenset({"grant_ends_soon", "grant_ended"})
#: And the act by which a decision comes out: its holder hears, though they did not apply.
DECIDED = "issue"


def messages(entry: Entry) -> list[Message]:
    """One in the inbox of each head, none for other acts; the applicant has a message of their
    own.
    """
    if entry.act != DECIDED and entry.act not in ENDS:
        return []
    dossier, told = entry.dossier, {entry.dossier.applicant}
    made = []
    for grant in _grants_of(dossier):
        people = _heads(grant.holder_authority) - told
        told |= people
        made += _letters(entry, people, wording.words_to_grant_holder(entry, grant.pk))
    if entry.act in ENDS:
        made += _letters(
            entry, _heads(dossier.deciding) - told, wording.words(entry, to_office=True)
        )
    return made


def _grants_of(dossier: Dossier) -> Iterator[Grant]:
    """What the dossier's documents granted, or brought to another state."""
    codes = dossier.documents.values("document__code")
    states = GrantState.objects.filter(document_code__in=codes).select_related(
        "grant__holder_authority"
    )
    return (state.grant for state in states)


def _heads(authority: Authority | None) -> set[User]:
    return set(permissions.heads_of(authority)) if authority else set()


def _letters(entry: Entry, people: Iterable[User], words: tuple[str, str]) -> list[Message]:
    subject, body = words
    common = {"channel": INBOX, "entry": entry, "dossier": entry.dossier}
    return [
        Message(recipient=person, subject=subject, body=body, **common)
        for person in sorted(people, key=lambda person: person.pk)
    ]
