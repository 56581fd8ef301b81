"""Who may take money, and who may let somebody off paying."""

from __future__ import annotations

from organisations.models import User
from organisations.roles import CASHIER, HEAD, Post, holds
from workflows.lifecycle import Status
from workflows.models import Dossier
from workflows.permissions.posts import post_at


def is_cashier(user: User, authority_id: int) -> bool:
    """The cashier of the authority, today."""
    return holds(user, CASHIER, authority_id)


def may_collect(user: User, dossier: Dossier, payee_id: int) -> bool:
    """The cashier of the authority that asked, also after the dossier went to another; never for
    themselves.
    """
    return _and_not_their_own(post_at(user, CASHIER, payee_id, dossier), user, dossier)


def may_exempt(user: User, dossier: Dossier) -> bool:
    """A head of the authority that decides, while the fee is asked; not the cashier, and not for
    themselves.
    """
    if dossier.legal_status != Status.PAYMENT_ASKED:
        return False
    return _and_not_their_own(post_at(user, HEAD, dossier.deciding_id, dossier), user, dossier)


def _and_not_their_own(post: Post | None, user: User, dossier: Dossier) -> bool:
    """They have the post, and the dossier is neither their own nor that of the one they stand in
    for.
    """
    return post is not None and not dossier.parties & {user.pk, post.covered_id}
