"""Proved contacts that an account has no longer: they open it no more, and are free for others.

They are not erased: an account of codes alone is somebody's because its owner proved a contact
once, and no link goes at once to an address that others write into it.
"""

from __future__ import annotations

from django.utils import timezone

from organisations.contact_models import ProvedContact
from organisations.models import User
from protection import blind_index


def let_go(person: User) -> None:
    """What the account does not state any more; all of them where it is closed. After saving."""
    rows = ProvedContact.objects.filter(person=person, passed_on_at__isnull=True)
    if person.is_active:
        rows = rows.exclude(index__in=_stated(person))
    rows.update(passed_on_at=timezone.now())


def _stated(person: User) -> list[str]:
    both = (blind_index.email(person.email), blind_index.phone(person.phone))
    return [index for index in both if index]
