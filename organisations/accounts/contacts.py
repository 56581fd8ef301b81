"""Whose a contact is: an e-mail address or a mobile number by which an account is found and opened.

A contact opens an account by a code only while its owner has proved it (`ProvedContact`) and the
account still states it: what an administrator writes into an account opens nothing by itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.account_models import AccountLetter
from organisations.accounts import letters
from organisations.contact_models import ContactKind, ContactProof, ProvedContact
from organisations.models import User
from organisations.rights.requests import is_guarded
from protection import blind_index

MOST = 3  # accounts of which one number may have been, tried at a sign-in


@dataclass(frozen=True)
class Contact:
    """An address (as typed) or a number (0905123456)."""

    kind: ContactKind
    value: str

    @property
    def index(self) -> str:
        """By which it is looked up."""
        return blind_index.KINDS[self.kind.lower()](self.value)


class ContactTaken(Exception):
    """Somebody else's account has it."""


def owner_of(contact: Contact) -> User | None:
    """Whose account a code sent there may open. A number never opens one with roles or powers."""
    rows = ProvedContact.objects.filter(index=contact.index, passed_on_at__isnull=True)
    row = rows.filter(person__is_active=True).select_related("person").first()
    if row is None or not states(row.person, contact):
        return None
    guarded = contact.kind == ContactKind.PHONE and is_guarded(row.person)
    return None if guarded else row.person


def is_taken(contact: Contact) -> bool:
    """Whether an account has it already: proved, or an address that an open account states.

    A number that somebody stated without proof keeps nobody from proving it as theirs.
    """
    if ProvedContact.objects.filter(index=contact.index, passed_on_at__isnull=True).exists():
        return True
    return contact.kind == ContactKind.EMAIL and _stated(contact.value)


def is_taken_by_another(contact: Contact, person: User) -> bool:
    """Whether somebody else has proved it, of a contact that this account states."""
    rows = ProvedContact.objects.filter(index=contact.index, passed_on_at__isnull=True)
    return rows.exclude(person=person).exists()


def _stated(address: str) -> bool:
    return User.objects.filter(email__iexact=address, is_active=True).exists()


def named_by(contact: Contact) -> list[User]:
    """Who may sign in with this contact as their name, and a password; the present owner first."""
    rows = ProvedContact.objects.filter(index=contact.index, person__is_active=True)
    found = rows.select_related("person").order_by("passed_on_at", "-pk")
    in_order = sorted(found, key=lambda row: row.passed_on_at is not None)
    people = {row.person_id: row.person for row in in_order}
    if contact.kind == ContactKind.EMAIL:
        stated = User.objects.filter(email__iexact=contact.value, is_active=True)
        people |= {person.pk: person for person in stated.order_by("pk")[:MOST]}
    return list(people.values())[:MOST]


def states(person: User, contact: Contact) -> bool:
    """Whether the account has this contact today."""
    if contact.kind == ContactKind.PHONE:
        return bool(person.phone_index) and person.phone_index == contact.index
    return bool(person.email) and blind_index.email(person.email) == contact.index


def is_proved(person: User, kind: ContactKind) -> bool:
    """Whether the account's address or number of today is one that its owner proved."""
    value = person.phone if kind == ContactKind.PHONE else person.email
    if not value:
        return False
    rows = ProvedContact.objects.filter(person=person, passed_on_at__isnull=True)
    return rows.filter(index=Contact(kind, value).index).exists()


def give(person: User, contact: Contact) -> None:
    """Make it the account's one of its kind. In a transaction; raises ContactTaken."""
    rows = ProvedContact.objects.select_for_update().filter(
        index=contact.index, passed_on_at__isnull=True
    )
    if any(row.person_id != person.pk for row in rows):
        raise ContactTaken
    if contact.kind == ContactKind.EMAIL:
        person.email, person.email_given_at = contact.value, None
        person.save(update_fields=["email", "email_given_at"])
    else:
        person.phone = contact.value
        person.save(update_fields=["phone", "phone_index", "sealed_key"])
    ProvedContact.objects.filter(person=person, kind=contact.kind).delete()
    try:
        with transaction.atomic():
            ProvedContact.objects.create(person=person, kind=contact.kind, index=contact.index)
    except IntegrityError:  # somebody proved it in this very moment
        raise ContactTaken from None


def seen(person: User, contact: Contact) -> None:
    """Its owner has just used it, beyond doubt."""
    rows = ProvedContact.objects.filter(
        person=person, index=contact.index, passed_on_at__isnull=True
    )
    rows.update(proved_at=timezone.now())


def may_pass_on(contact: Contact) -> bool:
    """Whether it can be somebody else's now: for PHONE_PASSES_ON_DAYS neither was the number used
    nor did its owner sign in, by whatever way (who has lost a number says so there).
    """
    before = timezone.now() - dt.timedelta(days=settings.PHONE_PASSES_ON_DAYS)
    rows = ProvedContact.objects.filter(
        index=contact.index, kind=ContactKind.PHONE, passed_on_at__isnull=True
    )
    rows = rows.exclude(person__last_login__gte=before)
    return rows.filter(proved_at__lt=before).exists()


def pass_on(proof: ContactProof) -> User | None:
    """The number was somebody else's, who keeps their account and loses the way in by SMS.

    Returns its owner, who is told where they have an address; None where the number cannot have
    passed on.
    """
    contact = of_proof(proof)
    with transaction.atomic():
        rows = ProvedContact.objects.select_for_update().select_related("person")
        row = rows.filter(index=contact.index, passed_on_at__isnull=True).first()
        if row is None or not may_pass_on(contact):
            return None
        row.passed_on_at = timezone.now()
        row.save(update_fields=["passed_on_at"])
        if states(row.person, contact):
            row.person.phone = ""
            row.person.save(update_fields=["phone", "phone_index", "sealed_key"])
        mine = {"purpose": ContactProof.Purpose.SIGN_UP, "person": None}
        ContactProof.objects.filter(pk=proof.pk).update(**mine)
        letters.owe(row.person, AccountLetter.Kind.PHONE_PASSED_ON)
    return row.person


def tell(person: User, kind: str) -> None:
    """A letter to the account's address; where it has none, a text to the proved number."""
    number = person.phone if is_proved(person, ContactKind.PHONE) else ""
    letters.owe(person, kind, number="" if person.email else number)


def tell_at(person: User, kind: str, contact: Contact) -> None:
    """The same to a contact that the account no longer has when the letter leaves."""
    if contact.kind == ContactKind.PHONE:
        letters.owe(person, kind, number=contact.value)
    else:
        letters.owe(person, kind, address=contact.value)


def of_person(person: User) -> list[Contact]:
    """What the account states today, the address first."""
    stated = ((ContactKind.EMAIL, person.email), (ContactKind.PHONE, person.phone))
    return [Contact(kind, value) for kind, value in stated if value]


def of_proof(proof: ContactProof) -> Contact:
    """What the proof is of."""
    return Contact(ContactKind(proof.kind), proof.address)


def masked(contact: Contact) -> str:
    """ "h***@example.vn", "09*****678": enough to know one's own, too little for others."""
    if contact.kind == ContactKind.PHONE:
        return f"{contact.value[:2]}*****{contact.value[-3:]}"
    name, _at, host = contact.value.partition("@")
    return f"{name[:1]}***@{host}" if host else ""
