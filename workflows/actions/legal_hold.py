"""That a dossier's personal data must be kept beyond its day: held, and let go."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows.act import Act, perform
from workflows.errors import Incomplete, NoRight
from workflows.journal.act_kinds import ActKind, Told, declare
from workflows.models import Dossier, Entry

#: Who may; the rows of the holds themselves are kept by `privacy`, which calls these acts as it
#: writes them.
RIGHT = "privacy.add_legalhold"


class Held(TypedDict):
    """Through which day (ISO 8601); None where no end is known."""

    until: str | None


HOLD = declare(
    "hold", gettext_lazy("Giữ lại hồ sơ, chưa xóa dữ liệu"), told=Told.NOBODY, carries=(Held,)
)
RELEASE_HOLD = declare(
    "release_hold", gettext_lazy("Thôi giữ lại hồ sơ"), told=Told.NOBODY, carries=(Held,)
)


def hold(
    dossier: Dossier, actor: User, reason: str, until: dt.date | None = None, key: str | None = None
) -> Entry:
    """A complaint, a lawsuit or an inspection needs the dossier: nothing of it is erased through
    `until`.

    Raises NoRight, Incomplete or KeyReused.
    """
    return _record(HOLD, dossier, actor, reason, until, key)


def release_hold(
    dossier: Dossier, actor: User, reason: str, until: dt.date | None = None, key: str | None = None
) -> Entry:
    """The hold ends with the day `until`; from then on the ordinary rule counts again.

    Raises NoRight, Incomplete or KeyReused.
    """
    return _record(RELEASE_HOLD, dossier, actor, reason, until, key)


def _record(
    kind: ActKind,
    dossier: Dossier,
    actor: User,
    reason: str,
    until: dt.date | None,
    key: str | None,
) -> Entry:
    content = [kind.name, dossier.pk, reason, until]
    return perform(dossier.pk, actor, key, content, _keep, kind, actor, reason, until)


def _keep(act: Act, kind: ActKind, actor: User, reason: str, until: dt.date | None) -> Entry:
    if not actor.is_active or not actor.has_perm(RIGHT):
        raise NoRight
    if not reason.strip():
        raise Incomplete(_("Hãy ghi lý do giữ lại hồ sơ."))
    act.carry(Held(until=until.isoformat() if until else None))
    return act.record(kind, reason=reason.strip())
