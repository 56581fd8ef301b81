"""The days of grants: a sweep finds those that have come; the acts tell the dossier by which each
was granted.
"""

from __future__ import annotations

import logging

from django.utils import timezone

from registers.models import GrantTimer
from workflows import actions

log = logging.getLogger(__name__)


def sweep(limit: int = 50) -> int:
    """Fire what is due, at most `limit`; returns how many fired. One that fails keeps no other
    waiting.
    """
    due = GrantTimer.objects.filter(done_at=None, due_on__lte=timezone.localdate()).order_by(
        "due_on", "id"
    )
    fired = 0
    for timer in due[:limit]:
        try:
            actions.grant_day_has_come(timer)
            fired += 1
        except Exception as error:
            log.error(
                "grant timer %s (%s) could not act: %s", timer.pk, timer.kind, type(error).__name__
            )
    return fired
