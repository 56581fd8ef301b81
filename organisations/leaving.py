"""Somebody leaves the office: one act ends their roles, powers and covers, and what was in their
hands goes back to its queues.

What lies in somebody's hands is known above: apps add to `in_hands`, and to `give_back`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.languages import name_in_language
from organisations import covers
from organisations.account_models import AccountLetter, RightRequest
from organisations.accounts import letters
from organisations.models import Cover, RoleAssignment, User
from organisations.rights import grantors, requests
from protection import security_log


@dataclass(frozen=True)
class InHand:
    """One thing: what it is, and what becomes of it. `stays`: somebody has to see to it."""

    what: str
    becomes: str
    stays: bool = False


#: Registered by the apps that know tasks: what somebody has before them, and the way back of it
#: (how many things that were).
in_hands: list[Callable[[User], list[InHand]]] = []
give_back: list[Callable[[User], int]] = []


def shown(person: User) -> list[InHand]:
    """Everything, before anything is done; what somebody has to see to stands first."""
    own = [*_roles(person), *_covers(person), *_powers(person), *_requests(person)]
    found = own + [one for ask in in_hands for one in ask(person)]
    return sorted(found, key=lambda one: not one.stays)


def leave(person: User, by: User, *, closes: bool) -> int:
    """End it all, as of today; the account is closed too where that `closes` it. Returns how many
    tasks went back to their queues. Doing it again ends what was given since.

    Raises ValidationError for one's own account: whoever leaves is not who says so.
    """
    if person.pk == by.pk:
        raise ValidationError(_("Người khác làm việc này cho bạn, không ai tự cho mình thôi."))
    with transaction.atomic():
        grantors.write_down()  # who could grant until now, counts for some days more
        person = User.objects.select_for_update().get(pk=person.pk)
        _end_roles(person)
        for cover in Cover.objects.filter(_of(person)):
            covers.revoke(cover, by)
        for asked in RightRequest.objects.filter(person=person, state=RightRequest.State.OPEN):
            requests.drop(asked, by)
        _end_powers(person)
        if closes and person.is_active:
            person.is_active = False
            security_log.note("account_closed", account=person.pk, by=by.pk)
            letters.owe(person, AccountLetter.Kind.ACCOUNT_CLOSED)
        person.session_round += 1
        person.save(update_fields=["is_staff", "is_superuser", "is_active", "session_round"])
    # dossier by dossier, each under its own lock; what this does not reach the beat gives back
    count = sum(back(person) for back in give_back)
    security_log.note("officer_left", account=person.pk, by=by.pk, count=count)
    return count


def _end_roles(person: User) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for row in _held(person):
        row.valid_to = yesterday
        row.save(update_fields=["valid_to"])  # heard by `rights.role_changes`


def _end_powers(person: User) -> None:
    person.is_staff = person.is_superuser = False
    person.groups.clear()
    person.user_permissions.clear()


def _held(person: User) -> list[RoleAssignment]:
    """The roles that are in force or begin later."""
    over = Q(valid_to__lt=timezone.localdate())
    rows = RoleAssignment.objects.filter(user=person).exclude(over)
    return list(rows.select_related("role", "authority").order_by("pk"))


def _of(person: User) -> Q:
    """Covers that are not over: of them, and by them."""
    lasts = Q(revoked_at__isnull=True, valid_to__gte=timezone.localdate())
    return lasts & (Q(covering=person) | Q(assignment__user=person))


def _roles(person: User) -> list[InHand]:
    ends = _("vai trò kết thúc")
    return [
        InHand(f"{name_in_language(row.role)}, {name_in_language(row.authority)}", ends)
        for row in _held(person)
    ]


def _covers(person: User) -> list[InHand]:
    rows = covers.with_people().filter(_of(person))
    words, ends = _("%(covering)s làm thay %(away)s"), _("việc làm thay chấm dứt")
    return [
        InHand(words % {"covering": one.covering, "away": one.assignment.user}, ends)
        for one in rows
    ]


def _powers(person: User) -> list[InHand]:
    has = person.is_staff or person.is_superuser
    return [InHand(_("Quyền trên trang quản trị"), _("quyền kết thúc"))] if has else []


def _requests(person: User) -> list[InHand]:
    rows = RightRequest.objects.filter(person=person, state=RightRequest.State.OPEN)
    return [InHand(str(one), _("đề nghị bị rút")) for one in rows.select_related("person", "role")]
