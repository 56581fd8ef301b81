"""What the page of a draft says of the second person who has to confirm it."""

from __future__ import annotations

from dataclasses import dataclass

from forms import phones
from organisations.accounts import contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from portal.account import typed_contact
from workflows.applicant import co_signing
from workflows.applicant.co_signing import Wanted
from workflows.models import Draft, Invitation
from workflows.published import definition_of


@dataclass(frozen=True)
class SecondPerson:
    """Who else has to confirm the draft, where they are reached ("" for nowhere), and how it
    stands.
    """

    name: str
    contact: str
    invitation: Invitation | None
    is_confirmed: bool

    @property
    def waits(self) -> bool:
        """Invited, without an answer so far."""
        return self.invitation is not None and self.invitation.state == Invitation.State.OPEN

    @property
    def declined(self) -> bool:
        """They do not confirm; the invitation has their reason."""
        return self.invitation is not None and self.invitation.state == Invitation.State.DECLINED

    @property
    def is_outdated(self) -> bool:
        """They confirmed other answers than stand there now."""
        return (
            not self.is_confirmed
            and self.invitation is not None
            and self.invitation.state == Invitation.State.CONFIRMED
        )


def second_person(draft: Draft) -> SecondPerson | None:
    """What the page of a draft says of the second person; None where one person signs."""
    if draft.counter_id is not None or draft.office_id is not None:
        return None
    found = co_signing.wanted(definition_of(draft.version), draft.answers)
    if found is None:
        return None
    invitation, contact = co_signing.asked(draft), reached_at(found)
    return SecondPerson(
        found.name,
        contacts.masked(contact) if contact else "",
        invitation,
        co_signing.is_confirmed(draft, invitation),
    )


def reached_at(found: Wanted) -> Contact | None:
    """The first of their contacts that this site can send to."""
    for contact in found.contacts:
        may_be = contact.kind == ContactKind.EMAIL or phones.mobile(contact.value)
        if may_be and typed_contact.reaches(contact):
            return contact
    return None
