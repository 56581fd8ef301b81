"""An account is made after its contact was proved, so that nobody leaves half-made ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import get_random_string

from organisations.accounts import codes, contacts
from organisations.contact_models import ContactProof
from organisations.models import User
from protection import security_log

DIGITS = 9


class ProofIsOver(Exception):
    """The code was given too long ago, or the account was made meanwhile."""


@dataclass(frozen=True)
class Newcomer:
    """What somebody says of themselves; `password` "" where they will sign in by codes alone."""

    full_name: str
    birth_date: dt.date | None
    password: str


def make_account(proof: ContactProof, newcomer: Newcomer) -> User:
    """The account of whoever proved the contact. Raises ProofIsOver, ContactTaken.

    Who is asked for a password has had it checked by the site's rules before.
    """
    with transaction.atomic():
        contact = contacts.of_proof(proof)
        if proof.purpose != ContactProof.Purpose.SIGN_UP or not codes.use(proof):
            raise ProofIsOver
        if contacts.is_taken(contact):
            raise contacts.ContactTaken
        person = User(
            username=new_name(), full_name=newcomer.full_name, birth_date=newcomer.birth_date
        )
        person.set_password(newcomer.password or None)
        person.save()
        contacts.give(person, contact)
    security_log.note("signed_up", account=person.pk, kind=contact.kind)
    return person


def new_name() -> str:
    """A user name that tells nothing of its owner, who needs it without a contact alone."""
    while True:
        name = f"cd{get_random_string(DIGITS, '0123456789')}"
        if not User.objects.filter(username=name).exists():
            return name
