"""By which post somebody uses a role for a dossier: the office they hold, or the one they stand in
for.
"""

from __future__ import annotations

from organisations.models import User
from organisations.roles import Post, post_for
from workflows.models import Dossier, WorkItem


def procedure_of(dossier: Dossier) -> str:
    """The slug that a cover may be limited to."""
    slug: str = dossier.flow_class.definition.slug
    return slug


def post_at(user: User, role: str, authority_id: int, dossier: Dossier) -> Post | None:
    """By which post the person uses a role there for this dossier; None when they may not.

    Nobody arranges anything in their own business, whatever their office (Luật Phòng, chống tham
    nhũng 2018 Điều 23: conflict of interest).
    """
    if user.pk in dossier.parties:
        return None
    return post_for(user, role, authority_id, procedure_of(dossier))


def post_on(user: User, item: WorkItem) -> Post | None:
    """By which post the person takes up the task: for its owner's, the cover by which they stand
    in; None without.
    """
    if not item.role or not item.authority_id:
        return None
    return post_for(user, item.role, item.authority_id, procedure_of(item.process), item.owner_id)
