"""Whose places and passes an account may use: its own, and those of its contacts before it was
made.
"""

from __future__ import annotations

from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from waiting_line import holders


def holder_of(person: User) -> str:
    return holders.of_account(person.pk)


def holders_of(person: User) -> frozenset[str]:
    """All that this account may have been called in a line."""
    found = {holder_of(person)}
    if person.email:
        found.add(holders.of_name(Contact(ContactKind.EMAIL, person.email).index))
    if person.phone:
        found.add(holders.of_name(Contact(ContactKind.PHONE, person.phone).index))
    return frozenset(found)
