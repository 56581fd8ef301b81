"""A password is chosen by its owner alone: through a link that works once and has an end (ASVS 5.0,
6.4.1).

Nobody types a password for somebody else. The link goes to the person's own mailbox, or, for the
first people of an empty site, to the terminal of whoever installs it. Nothing is kept of it: it is
a keyed hash over what it would change (`django.contrib.auth.tokens`), so it is dead as soon as the
password, the e-mail address, the last sign-in or the round of the sessions is another.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from organisations.account_models import AccountLetter
from organisations.accounts import contacts
from organisations.models import User


class LinkIsDead(Exception):
    """The link was used, is over its time, was never one, or its owner's account is closed."""


class NewAddress(Exception):
    """Somebody else wrote another address lately: the owner has not had the time to say that it is
    not theirs.
    """


class _Tokens(PasswordResetTokenGenerator):
    # in links that are on their way: not the name of a module
    key_salt = "organisations.password_links"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        """Django's (password, last sign-in, e-mail), and the round: signing out everywhere ends
        links too.
        """
        return (
            f"{super()._make_hash_value(user, timestamp)}|{user.session_round}|{user.phone_index}"
        )


_tokens = _Tokens()


def password_link_of(person: User) -> str:
    """The address at which `person` alone chooses a password, once, within PASSWORD_LINK_HOURS.

    To be sent to the person and shown to nobody else. Raises LinkIsDead for a closed account, which
    has no link.
    """
    if not person.is_active:
        raise LinkIsDead
    found = User.objects.get(pk=person.pk)  # what the caller holds may be older than the row
    name = urlsafe_base64_encode(force_bytes(found.pk))
    return settings.SITE_URL + reverse(
        "portal:password_link", args=[f"{name}-{_tokens.make_token(found)}"]
    )


def mailable_from(person: User) -> dt.datetime | None:
    """Until when no link goes to the address of the account; None: it may now.

    Whoever writes the address would else have the account. One that has no password yet has nothing
    to be taken.
    """
    if person.email_given_at is None or not _is_somebodys(person):
        return None
    until = person.email_given_at + dt.timedelta(days=settings.NEW_ADDRESS_DAYS)
    return until if until > timezone.now() else None


def _is_somebodys(person: User) -> bool:
    """Whether its owner was ever in: chose a password, or proved a contact."""
    return person.has_usable_password() or person.contacts.exists()


def mailed_link_of(person: User) -> str:
    """The same, for a letter to the account's address; raises NewAddress too."""
    if mailable_from(User.objects.get(pk=person.pk)):
        raise NewAddress
    return password_link_of(person)


def owner_of(link: str) -> User:
    """Whose password the last part of such an address sets; raises LinkIsDead."""
    return _owner(link, lock=False)


def choose_password(link: str, password: str) -> User:
    """Set the password and use the link up; every session of the account ends.

    Raises LinkIsDead, or ValidationError with sentences for a password that is guessed too easily.
    """
    with transaction.atomic():
        person = _owner(link, lock=True)  # of two presses at once the second finds the link used
        validate_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
        contacts.tell(person, AccountLetter.Kind.PASSWORD_CHANGED)
    return person


def _owner(link: str, *, lock: bool) -> User:
    name, _dash, token = link.partition("-")
    rows = User.objects.select_for_update() if lock else User.objects.all()
    try:
        person = rows.filter(pk=int(force_str(urlsafe_base64_decode(name))), is_active=True).first()
    except (ValueError, OverflowError):
        raise LinkIsDead from None
    if person is None or not _tokens.check_token(person, token):
        raise LinkIsDead
    return person
