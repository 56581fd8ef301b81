"""Who may do what with a school's self-assessment. Asked again at every act and page."""

from __future__ import annotations

from assessment.models import Assessment
from organisations.models import User
from organisations.roles import HEAD, held_pairs, holds


def may_work(user: User, school_id: int) -> bool:
    """Whoever holds a role at the school works on its self-assessment."""
    return any(authority == school_id for _role, authority in held_pairs(user))


def may_approve(user: User, assessment: Assessment) -> bool:
    """The head of the school approves, and takes an approval back."""
    return holds(user, HEAD, assessment.school_id)
