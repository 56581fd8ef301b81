"""An officer is invited: an account that nobody has yet, the role that one asks for it, and a link
to its owner's mailbox.

The role is granted by another one, as every role is (`rights.requests`), before or after the owner
was there. Whichever comes first, nothing of it is in use until they have registered their second
factor (`User.awaits_factor`, read by `organisations.roles`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from organisations.account_models import AccountLetter, RightRequest
from organisations.accounts import letters
from organisations.models import Authority, Role, User
from organisations.rights import requests


def asked_for(role: Role | None, authority: Authority | None, reason: str) -> RightRequest:
    """What is asked for the account that is about to be made."""
    return RightRequest(kind=RightRequest.Kind.ROLE, role=role, authority=authority, reason=reason)


def invite(person: User, wanted: RightRequest, by: User) -> None:
    """Send the link and ask for the role; the account was made in the same transaction, without a
    password. Raises ValidationError.
    """
    with transaction.atomic():
        if settings.SECOND_FACTOR:
            person.awaits_factor = True
            person.save(update_fields=["awaits_factor"])
        wanted.person = person
        requests.ask(wanted, by)
        letters.owe(person, AccountLetter.Kind.OFFICER_INVITED, right=wanted)
