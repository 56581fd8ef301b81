"""The door of every act on a round: the right, the lock, the entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from admissions import journal
from admissions.models import Round
from organisations.models import User
from organisations.roles import ADMISSIONS, HEAD, holds
from workflows.errors import NoRight, WrongState

PREPARES = (ADMISSIONS, HEAD)  # who may write, import, have seats counted
DECIDES = (HEAD,)  # whose word binds others


def may(user: User, round_: Round, roles: Collection[str]) -> bool:
    """Whether the person holds one of these roles at the round's authority today."""
    return any(holds(user, role, round_.authority_id, round_.procedure) for role in roles)


def demand(user: User, round_: Round, roles: Collection[str]) -> None:
    """Raise NoRight unless they may."""
    if not may(user, round_, roles):
        raise NoRight


@contextmanager
def opened(pk: int, actor: User, roles: Collection[str], *states: str) -> Iterator[Round]:
    """The round, locked, for somebody who may, in one of these states. Raises NoRight,
    WrongState.
    """
    with journal.locked(pk) as fresh:
        demand(actor, fresh, roles)
        demand_state(fresh, states)
        yield fresh


def demand_state(round_: Round, states: Collection[str]) -> None:
    """Raise WrongState, naming where the round is now."""
    if states and round_.state not in states:
        raise WrongState(
            _(
                "Đợt tuyển sinh đang ở trạng thái “%(state)s” nên không làm được việc này. Hãy tải"
                " lại trang."
            )
            % {"state": round_.get_state_display()}
        )
