"""What may still be said about a promised time: put it off while there is time, apologise once
there is none.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from workflows.deadlines.limit_in_force import limit_of
from workflows.definition import Definition
from workflows.errors import WrongState
from workflows.models import Dossier, Entry

#: Acts that made the one new promise of a dossier.
PROMISED = ("extend", "apologise")


def last_moment_to_extend(dossier: Dossier) -> dt.datetime:
    """One day before the due time; the due time itself where the whole limit is shorter than that
    day.
    """
    if dossier.due_at is None or dossier.accepted_at is None:
        raise WrongState(_("Hồ sơ chưa có ngày hẹn trả."))
    last = dossier.due_at - dt.timedelta(days=1)
    return last if last > dossier.accepted_at else dossier.due_at


def may_still_extend(dossier: Dossier, definition: Definition, now: dt.datetime) -> bool:
    """The law of this procedure knows an extension, it was not used, and it is not too late for
    it.
    """
    if dossier.extended or dossier.due_at is None or dossier.accepted_at is None:
        return False
    limit = limit_of(dossier, definition)
    return limit.extension is not None and now <= last_moment_to_extend(dossier)


def may_only_apologise(dossier: Dossier, definition: Definition, now: dt.datetime) -> bool:
    """Late, or so near the due time that no extension is possible any more, and no promise was made
    yet.
    """
    if dossier.due_at is None or may_still_extend(dossier, definition, now):
        return False
    return now > last_moment_to_extend(dossier) and not has_promised(dossier)


def has_promised(dossier: Dossier) -> bool:
    """The one re-appointment was used (NĐ 118/2025: at most one)."""
    return dossier.extended or Entry.objects.filter(dossier=dossier, act__in=PROMISED).exists()
