"""Accounts at identity providers: whose they open, linking them and taking them away.

An account here is found by the provider's own number for the person (`sub`). An identity number
that an account has already never opens that account: its owner shows first that it is theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.text import is_same_name
from organisations.account_models import AccountLetter
from organisations.accounts import contacts
from organisations.accounts.signing_up import new_name
from organisations.models import User
from organisations.provider_models import ProviderAccount
from protection import blind_index, security_log

ANOTHER = "another person"  # a reason of NotLinked


class NotLinked(Exception):
    """It is somebody else's, or the account has another one; `reason` is a word for the log.

    `owner`: who is to be told.
    """

    def __init__(self, reason: str, owner: User) -> None:
        self.reason, self.owner = reason, owner
        super().__init__(reason)


@dataclass(frozen=True)
class Shown:
    """Who came from a provider: its name here, the keyed hash of its number, level and facts."""

    provider: str
    subject_index: str
    level: str  # "" where the provider says none
    facts: Mapping[str, str]  # part of a person → text (`portal.account.provider.stated`)


def row_of(subject_index: str) -> ProviderAccount | None:
    """The account at a provider that is linked, open or closed."""
    rows = ProviderAccount.objects.select_related("person")
    return rows.filter(subject_index=subject_index).first()


def of(person: User) -> list[ProviderAccount]:
    """Those that open this account, the first linked first."""
    return list(ProviderAccount.objects.filter(person=person).order_by("pk"))


def latest_of(person: User) -> ProviderAccount | None:
    """The one by which they came in last."""
    return ProviderAccount.objects.filter(person=person).order_by("-used_at", "-pk").first()


def name_of(provider: str) -> str:
    """What people call the provider."""
    return str(settings.IDENTITY_PROVIDERS.get(provider, {}).get("name", provider))


def owner_of_identity(number: str) -> User | None:
    """The open account that has this identity number; the oldest of several."""
    index = blind_index.identity(number)
    rows = User.objects.filter(identity_index=index, is_active=True).order_by("pk")
    return rows.first() if index else None


def came_in(row: ProviderAccount, shown: Shown) -> None:
    """Note what is stated of them today. Raises NotLinked where the provider says another identity
    number than the account has: nothing of it is taken over.
    """
    if _differs(row.person.identity_number, shown.facts.get("identity", "")):
        raise NotLinked("identity", row.person)
    row.facts, row.level, row.used_at = dict(shown.facts), shown.level, timezone.now()
    row.save(update_fields=["facts", "level", "used_at", "sealed_key"])


def make_account(shown: Shown) -> User:
    """An account of their own for who has none here. Raises NotLinked."""
    with transaction.atomic():
        number = shown.facts.get("identity", "")
        owner = owner_of_identity(number)
        if owner is not None:
            raise NotLinked("identity", owner)
        born = shown.facts.get("birth_date")
        person = User(
            username=new_name(),
            full_name=shown.facts.get("name", ""),
            birth_date=dt.date.fromisoformat(born) if born else None,
            identity_number=number,
        )
        person.set_unusable_password()
        person.save()
        _write(person, shown)
    security_log.note("signed_up", account=person.pk, kind="PROVIDER")
    return person


def link(person: User, shown: Shown) -> None:
    """From now on it opens this account too; its owner is told. Raises NotLinked.

    Whoever calls has had the owner show that the account is theirs.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        number = shown.facts.get("identity", "")
        owner = owner_of_identity(number)
        if owner is not None and owner.pk != person.pk:
            raise NotLinked("identity", owner)
        demand_same(person, shown)
        _write(person, shown)
        if number and not person.identity_number:
            person.identity_number = number
            person.save(update_fields=["identity_number", "identity_index", "sealed_key"])
        contacts.tell(person, AccountLetter.Kind.PROVIDER_LINKED)


def demand_same(person: User, shown: Shown) -> None:
    """Who came is who has the account: by the identity number, or, where not both say one, by birth
    date and name as far as both do.

    Raises NotLinked with "another person": somebody else may have gone away from this browser.
    """
    number = shown.facts.get("identity", "")
    if _differs(person.identity_number, number):
        raise NotLinked(ANOTHER, person)
    if person.identity_number and number:
        return  # the same: an account may spell its owner's name wrongly
    born, name = shown.facts.get("birth_date"), shown.facts.get("name", "")
    if (born and person.birth_date and born != person.birth_date.isoformat()) or (
        name and person.full_name and not is_same_name(name, person.full_name)
    ):
        raise NotLinked(ANOTHER, person)


def unlink(person: User, provider: str) -> bool:
    """It opens the account no longer; its owner is told. False where there is none."""
    with transaction.atomic():
        gone, _rows = ProviderAccount.objects.filter(person=person, provider=provider).delete()
        if gone:
            contacts.tell(person, AccountLetter.Kind.PROVIDER_UNLINKED)
    return bool(gone)


def _differs(had: str, stated: str) -> bool:
    return bool(had and stated) and blind_index.identity(had) != blind_index.identity(stated)


def _write(person: User, shown: Shown) -> None:
    """In a transaction. Raises NotLinked."""
    taken = row_of(shown.subject_index)
    if taken is not None:
        raise NotLinked("subject", taken.person)
    try:
        with transaction.atomic():
            ProviderAccount.objects.create(
                person=person,
                provider=shown.provider,
                subject_index=shown.subject_index,
                level=shown.level,
                facts=dict(shown.facts),
            )
    except IntegrityError:  # another one of this provider, or in this very moment
        raise NotLinked("another one", person) from None
