"""Who could grant rights lately: whoever could, counts for a while, whoever took it from them and
by whichever way.

“I am the only administrator” must be nothing that one makes true by closing the other's account. So
before anything is changed in the administration, those who could grant are written down, and for
ADMINISTRATOR_COUNTS_DAYS nobody beside them is alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from organisations.account_models import GrantorSeen, RightRequest
from organisations.models import User

Kind = RightRequest.Kind
#: Django's permissions for asking and granting, by kind; what makes an administrator is for
#: superusers.
NEEDED = {
    Kind.ROLE: "organisations.add_roleassignment",
    Kind.CONTACT: "organisations.change_user",
    Kind.PAYEE: "payments.change_payeeaccount",
}


def may_ask(by: User, kind: str) -> bool:
    """Whether `by` may ask for rights of the kind: an administrator with Django's permission for
    it.
    """
    if kind == Kind.POWERS:
        return by.is_active and by.is_superuser
    return by.is_active and by.is_staff and by.has_perm(NEEDED[Kind(kind)])


def grantors(kind: str) -> list[User]:
    """The administrators who may ask for and grant what does not sign, today."""
    return [one for one in _administrators() if may_ask(one, kind)]


def write_down() -> None:
    """Note who could grant until now. Called before every change in the administration; safe to
    repeat.
    """
    rows = [GrantorSeen(person=one, kind=kind, seen_at=timezone.now()) for one, kind in _today()]
    unique = ["person", "kind"]
    GrantorSeen.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["seen_at"], unique_fields=unique
    )


def others_lately(kind: str, than: int) -> set[int]:
    """Ids of those who could grant the kind in the last days or can today, without the person of
    the id `than`.
    """
    since = timezone.now() - dt.timedelta(days=settings.ADMINISTRATOR_COUNTS_DAYS)
    seen = GrantorSeen.objects.filter(kind=kind, seen_at__gte=since).values_list(
        "person", flat=True
    )
    return ({*seen} | {one.pk for one in grantors(kind)}) - {than}


def _today() -> Iterator[tuple[User, str]]:
    for one in _administrators():
        yield from ((one, kind) for kind in Kind if may_ask(one, kind))


def _administrators() -> list[User]:
    return list(User.objects.filter(is_active=True, is_staff=True).order_by("pk"))
