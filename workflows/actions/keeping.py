"""That a dossier's personal data must be kept beyond its day: held, and let go."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from organisations.models import User
from workflows.door import Act, locked, repeated
from workflows.errors import Incomplete, NoRight
from workflows.models import Dossier, Entry

#: Who may; the rows of the holds themselves are kept by `privacy`, which calls these acts as it writes them.
RIGHT = "privacy.add_legalhold"


def hold(dossier: Dossier, actor: User, reason: str, until: dt.date | None = None, key: str | None = None) -> Entry:
    """A complaint, a lawsuit or an inspection needs the dossier: nothing of it is erased through `until`."""
    return _record("hold", dossier, actor, reason, until, key)


def release_hold(
    dossier: Dossier, actor: User, reason: str, until: dt.date | None = None, key: str | None = None
) -> Entry:
    """The hold ends with the day `until`; from then on the ordinary rule counts again."""
    return _record("release_hold", dossier, actor, reason, until, key)


def _record(act_name: str, dossier: Dossier, actor: User, reason: str, until: dt.date | None, key: str | None) -> Entry:
    content = [act_name, dossier.pk, reason, until]
    with locked(dossier.pk) as dossier:
        if done := repeated(key, content):
            return done
        act = Act(dossier, actor, key, content)
        if not actor.is_active or not actor.has_perm(RIGHT):
            raise NoRight
        if not reason.strip():
            raise Incomplete(_("Hãy ghi lý do giữ lại hồ sơ."))
        act.data["until"] = until.isoformat() if until else None
        return act.record(act_name, reason=reason.strip())
