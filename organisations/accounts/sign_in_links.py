"""The link that lets an owner try a password although others have used up the tries: to their own
mailbox alone.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import get_random_string

from organisations.accounts.password_links import LinkIsDead
from organisations.models import User

__all__ = ["LinkIsDead", "owner_of", "sign_in_link_of"]
_SALT = "organisations.sign_in_links"  # in links that are on their way: not the name of a module


def sign_in_link_of(person: User) -> str:
    """An address that makes a browser known for this account, once, as long as links to set a
    password work.
    """
    session_round = User.objects.values_list("session_round", flat=True).get(pk=person.pk)  # of now
    link = signing.dumps([person.pk, get_random_string(12), session_round], salt=_SALT)
    return settings.SITE_URL + reverse("portal:sign_in_link", args=[link])


def owner_of(link: str) -> User:
    """Whose sign-in the last part of such an address opens; raises LinkIsDead. Whether it was used
    its taker counts.
    """
    try:
        pk, _nonce, session_round = signing.loads(
            link, salt=_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT
        )
    except signing.BadSignature:
        raise LinkIsDead from None
    person = User.objects.filter(pk=pk, is_active=True, session_round=session_round).first()
    if person is None:
        raise LinkIsDead
    return person
