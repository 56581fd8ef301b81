"""Which roles exist, and who may do what one may: by holding it, or by standing in for somebody who
is away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.read_once import is_remembered, read_once
from foundation.read_once import remember as remember_once
from foundation.text import sort_key

if TYPE_CHECKING:
    from organisations.models import RoleAssignment, User

# Seeded as rows; the slugs are what procedure.yaml may name.
RECEPTIONIST = "receptionist"
EXPERT = "expert"
HEAD = "head"
DIVISION_HEAD = "division_head"  # of a division inside an authority: hands out work, reviews drafts
CLERK = "clerk"
CASHIER = "cashier"
BOOK_KEEPER = "book_keeper"  # enters licences granted on paper into the book
ADMISSIONS = "admissions_secretary"  # prepares a round, imports marks, has seats counted
ADMINISTRATOR = "administrator"

#: Whose signature or seal binds others, in every procedure (NĐ 30/2020 Điều 13, 33).
SIGNING = (HEAD, DIVISION_HEAD, CLERK)
LEADERS = (HEAD, DIVISION_HEAD)  # who may give tasks to others


#: Registered by the apps that know procedures: slugs of further roles that some published procedure
#: lets sign.
further_signing: list[Callable[[], frozenset[str]]] = []


def signs(role: str) -> bool:
    """Whether whoever holds the role binds others by their signature or the seal: given with the
    head's word alone.
    """
    return role in SIGNING or any(role in known() for known in further_signing)


class Post(NamedTuple):
    """One role at one authority that a person may use today: their own, or another's whom they
    stand in for.
    """

    role: str
    authority_id: int
    procedures: str = ""  # slugs between blanks that a cover is limited to; "" for all
    cover_id: int | None = None
    covered_id: int | None = None  # whose role it is, where it is not their own
    kind: str = ""  # of the authority

    def reaches(self, procedure: str) -> bool:
        """True when what one may do there extends to the procedure; a limited cover says nothing
        beyond its own.
        """
        return not self.procedures or procedure in self.procedures.split()


#: The accounts are asked for again, not believed: one may have been closed while the act waited for
#: its lock. A cover hangs on the covered person's own role, in force, so that a cover can neither
#: outlive it nor be passed on.
POSTS = """SELECT a.role_id, a.authority_id, '', NULL, NULL, o.kind
FROM organisations_roleassignment a JOIN organisations_user u ON u.id = a.user_id
JOIN organisations_authority o ON o.id = a.authority_id
WHERE a.user_id = %s AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to >= %s)
AND u.is_active AND NOT u.awaits_factor
UNION ALL
SELECT a.role_id, a.authority_id, c.procedures, c.id, a.user_id, o.kind
FROM organisations_cover c JOIN organisations_roleassignment a ON a.id = c.assignment_id
JOIN organisations_user u ON u.id = c.covering_id JOIN organisations_user w ON w.id = a.user_id
JOIN organisations_authority o ON o.id = a.authority_id
WHERE c.covering_id = %s AND c.valid_from <= %s AND c.valid_to >= %s AND c.revoked_at IS NULL
AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to >= %s)
AND u.is_active AND NOT u.awaits_factor AND w.is_active AND NOT w.awaits_factor"""

#: Whose own role is in use: the account is open, and its second factor was registered where it was
#: invited (`organisations.inviting`). For a query over assignments.
OF_SOMEBODY_HERE = {"user__is_active": True, "user__awaits_factor": False}


def posts(user: User) -> tuple[Post, ...]:
    """What the person may use today, their own first. Read at every act, so what was taken away is
    dead at once.
    """
    remembered: tuple[Post, ...] | None = getattr(user, "posts_of_page", None)
    if remembered is None and is_remembered(_of_act, user.pk):
        return _of_act(user.pk)
    return _posts(user) if remembered is None else remembered


def remember(user: User) -> None:
    """Read the roles once for the page that is being drawn. Never before an act: its right is asked
    of the database.
    """
    user.posts_of_page = _posts(user)  # type: ignore[attr-defined]


@read_once
def _of_act(user_id: int) -> tuple[Post, ...]:
    """Of whoever does the act, read when its dossier was locked."""
    raise LookupError(user_id)  # it is only ever remembered


def ask_for_act(user: User) -> Callable[[], None]:
    """Ask what the person may use, together with other questions under the dossier's lock; the
    answer is fetched by what is given back, and holds for the act that `reading_once` encloses.
    """
    if not user.is_active:
        return lambda: None
    found = _asked(user)
    return lambda: remember_once(_of_act, found(), user.pk)


def _posts(user: User) -> tuple[Post, ...]:
    return _asked(user)() if user.is_active else ()


def _asked(user: User) -> Callable[[], tuple[Post, ...]]:
    day = timezone.localdate().isoformat()
    # plain SQL: building this query took a tenth of an act's time
    cursor = connection.cursor()
    cursor.execute(POSTS, [user.pk, day, day, user.pk, day, day, day, day])

    def found() -> tuple[Post, ...]:
        with cursor:
            rows = [Post(*row) for row in cursor.fetchall()]
        return tuple(sorted(rows, key=lambda post: post.cover_id or 0))

    return found


def post_for(
    user: User, role: str, authority_id: int, procedure: str = "", owner_id: int | None = None
) -> Post | None:
    """By which of their posts a person uses the role there; None when they may not.

    For a task of somebody whom they stand in for, that cover; else their own role before any cover,
    older covers first.
    """
    fit = [
        post for post in posts(user) if post[:2] == (role, authority_id) and post.reaches(procedure)
    ]
    for_owner = [post for post in fit if owner_id is not None and post.covered_id == owner_id]
    return next(iter([*for_owner, *fit]), None)


def holds(user: User, role: str, authority_id: int, procedure: str = "") -> bool:
    """True when the person may use the role at the authority today, for this procedure where a
    cover is limited.
    """
    return post_for(user, role, authority_id, procedure) is not None


def held_pairs(user: User) -> frozenset[tuple[str, int]]:
    """(role slug, authority id) of every post of today that is not limited to procedures."""
    return frozenset(post[:2] for post in posts(user) if not post.procedures)


def works_in(user: User, kind: str) -> bool:
    """True when one of the person's posts today is at an authority of this kind
    (`Authority.Kind`).
    """
    return any(post.kind == kind for post in posts(user))


def held_assignments(user: User, on: dt.date | None = None) -> QuerySet[RoleAssignment]:
    """Roles that `user` may use on the local date `on` (default: today): their own and those they
    stand in for.
    """
    from organisations.models import Cover, RoleAssignment

    day = on or timezone.localdate()
    if not user.is_active or user.awaits_factor:
        return RoleAssignment.objects.none()
    covers = Cover.objects.filter(
        covering=user, revoked_at__isnull=True, valid_from__lte=day, valid_to__gte=day
    )
    here = {"assignment__user__is_active": True, "assignment__user__awaits_factor": False}
    theirs = Q(pk__in=covers.filter(**here).values("assignment"))
    return RoleAssignment.objects.filter(_in_force(day), Q(user=user) | theirs)


def present(role: str, authority_id: int, procedure: str = "", area: str = "") -> list[User]:
    """People who may use the role there today, by name: those who hold it and are not away, and who
    stands in for them.

    Without a `procedure` only covers of everything count. With an `area` only those count who look
    after it, and who stands in for them.
    """
    from organisations.models import Area, Cover, RoleAssignment, User

    day = timezone.localdate()
    place = {"role_id": role, "authority_id": authority_id}
    held = RoleAssignment.objects.filter(_in_force(day), **place, **OF_SOMEBODY_HERE)
    covers = Cover.objects.filter(
        assignment__in=held, revoked_at__isnull=True, valid_from__lte=day, valid_to__gte=day
    )
    here = {"covering__is_active": True, "covering__awaits_factor": False}
    known = covers.filter(**here).values_list("assignment__user_id", "covering_id", "procedures")
    instead = [
        (away, covering) for away, covering, only in known if not only or procedure in only.split()
    ]
    away = {person for person, _covering in instead}
    looking_after = set(held.values_list("user_id", flat=True))
    if area:
        rows = Area.objects.filter(_in_force(day), name=area, assignment__in=held)
        looking_after = set(rows.values_list("assignment__user_id", flat=True))
    found = looking_after | {covering for person, covering in instead if person in looking_after}
    people = User.objects.filter(pk__in=found - away).order_by("pk")
    return sorted(people, key=lambda one: sort_key(one.full_name))


def _in_force(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def is_officer(user: object) -> bool:
    """True when the signed-in person holds any role today, or stands in for somebody who does."""
    from organisations.models import User

    return isinstance(user, User) and bool(posts(user))
