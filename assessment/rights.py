"""Who may do what with a school's self-assessment. Asked again at every act and page."""

from __future__ import annotations

from assessment.models import Assessment
from organisations.models import Authority, User
from organisations.roles import HEAD, held_pairs, holds


def schools_of(user: User) -> list[Authority]:
    """The schools at which the person holds a role today, by name."""
    ids = {authority for _role, authority in held_pairs(user)}
    return list(Authority.objects.filter(pk__in=ids, kind=Authority.Kind.SCHOOL))


def may_work(user: User, school_id: int) -> bool:
    """Whoever holds a role at the school works on its self-assessment."""
    return any(authority == school_id for _role, authority in held_pairs(user))


def may_approve(user: User, assessment: Assessment) -> bool:
    """The head of the school approves, and takes an approval back."""
    return holds(user, HEAD, assessment.school_id)
