"""Mandates whose last day is over, of an account that was closed, and that nobody confirmed are
ended.
"""

from __future__ import annotations

import logging

from django.db.models import Q
from django.utils import timezone

from workflows import actions
from workflows.applicant.invitations import LASTS
from workflows.models import Represented

log = logging.getLogger(__name__)


def sweep(limit: int = 50) -> int:
    """End what is over, at most `limit`; returns how many there were. They give no right from
    their day on, nor a closed account from then on, whenever this runs.
    """
    State = Represented.State
    over = Q(state=State.IN_FORCE, until__lt=timezone.localdate())
    never = Q(state=State.ASKED, created_at__lt=timezone.now() - LASTS)
    closed = Q(agent__is_active=False) | Q(person__is_active=False)
    closed &= Q(kind=Represented.Kind.PERSON) & ~Q(state=State.ENDED)
    ended = 0
    for found in Represented.objects.filter(over | never | closed).order_by("pk")[:limit]:
        try:
            actions.end_mandate(found, None)
            ended += 1
        except Exception as error:
            log.error("mandate %s could not be ended: %s", found.pk, type(error).__name__)
    return ended
