"""Puts tasks whose owners are gone back into their queues: by beat, and whenever a list of tasks is
read.
"""

from __future__ import annotations

from django.db.models import Q

from organisations.models import User
from workflows import actions
from workflows.process import abandoned_tasks


def give_back(among: Q | None = None) -> int:
    """Put what its owner left back, of these tasks or of all; returns how many that were."""
    return sum(actions.give_back(item) is not None for item in abandoned_tasks.left(among))


def give_back_of(person: User) -> int:
    """The same of one who leaves (`organisations.leaving`)."""
    return give_back(Q(owner=person))
