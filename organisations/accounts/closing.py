"""Closing one's own account: nobody signs in, what it alone needed is erased, dossiers stay.

A dossier is the authority's record (archive law) and has the applicant's data in its own columns;
the row of the account stays too, because entries of the journal name it.
"""

from __future__ import annotations

from django.db import transaction

from organisations.account_models import AccountLetter
from organisations.accounts import contacts
from organisations.contact_models import ProvedContact
from organisations.models import User
from organisations.provider_models import ProviderAccount
from organisations.rights.requests import is_guarded


class HasRights(Exception):
    """One with a role or powers is closed by the administration: work may lie in its hands."""


def close_own(person: User) -> None:
    """Close it for good; its contact is told, and free for another account. Raises HasRights."""
    if is_guarded(person):
        raise HasRights
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        for contact in contacts.of_person(person)[:1]:
            contacts.tell_at(person, AccountLetter.Kind.CLOSED_BY_OWNER, contact)
        ProvedContact.objects.filter(person=person).delete()
        ProviderAccount.objects.filter(person=person).delete()
        person.is_active = False
        person.email = person.phone = person.identity_number = ""
        person.birth_date = person.email_given_at = None
        person.session_round += 1
        person.set_unusable_password()
        person.save()
