"""Which roles exist, and who holds one now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from organisations.models import RoleAssignment, User

# Seeded as rows; the slugs are what procedure.yaml may name.
RECEPTIONIST = "receptionist"
EXPERT = "expert"
HEAD = "head"
DIVISION_HEAD = "division_head"  # of a division inside an authority: hands out work, reviews drafts
CLERK = "clerk"
CASHIER = "cashier"
ADMINISTRATOR = "administrator"


#: The account is asked for again, not believed: it may have been closed while the act waited for its lock.
HELD = """SELECT 1 FROM organisations_roleassignment a JOIN organisations_user u ON u.id = a.user_id
WHERE a.user_id = %s AND a.role_id = %s AND a.authority_id = %s
AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to >= %s) AND u.is_active
LIMIT 1"""


def held_assignments(user: User, on: dt.date | None = None) -> QuerySet[RoleAssignment]:
    """Assignments of `user` in force on the local date `on` (default: today in Asia/Ho_Chi_Minh)."""
    from organisations.models import RoleAssignment

    day = on or timezone.localdate()
    if not user.is_active:
        return RoleAssignment.objects.none()
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return RoleAssignment.objects.filter(in_force, user=user, valid_from__lte=day)


def remember(user: User) -> None:
    """Read the roles once for the page that is being drawn. Never before an act: its right is asked of the database."""
    rows = list(held_assignments(user).values_list("role_id", "authority_id", "authority__kind"))
    user.roles_of_page = frozenset((role, authority) for role, authority, _kind in rows)  # type: ignore[attr-defined]
    user.kinds_of_page = frozenset(kind for _role, _authority, kind in rows)  # type: ignore[attr-defined]


def held_pairs(user: User) -> frozenset[tuple[str, int]]:
    """(role slug, authority id) of every assignment in force today."""
    remembered: frozenset[tuple[str, int]] | None = getattr(user, "roles_of_page", None)
    return _held_pairs(user) if remembered is None else remembered


def works_in(user: User, kind: str) -> bool:
    """True when one of the person's roles today is at an authority of this kind (`Authority.Kind`)."""
    remembered: frozenset[str] | None = getattr(user, "kinds_of_page", None)
    return (
        kind in remembered if remembered is not None else held_assignments(user).filter(authority__kind=kind).exists()
    )


def _held_pairs(user: User) -> frozenset[tuple[str, int]]:
    return frozenset(held_assignments(user).values_list("role_id", "authority_id"))


def holds(user: User, role: str, authority_id: int) -> bool:
    """True when `user` holds `role` at the authority today. Asked at every act, so a role removed is dead at once."""
    if not user.is_active:
        return False
    remembered: frozenset[tuple[str, int]] | None = getattr(user, "roles_of_page", None)
    if remembered is not None:
        return (role, authority_id) in remembered
    today = timezone.localdate().isoformat()
    with connection.cursor() as cursor:  # plain SQL: building this query took a tenth of an act's time
        cursor.execute(HELD, [user.pk, role, authority_id, today, today])
        return cursor.fetchone() is not None


def is_officer(user: object) -> bool:
    """True when the signed-in person holds any role today."""
    from organisations.models import User

    return isinstance(user, User) and bool(held_pairs(user))
