"""Legal holds: the row that keeps a dossier from being erased, and its act in the journal, in one
transaction.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import User
from privacy.models import Erasure, LegalHold
from workflows import actions
from workflows.errors import WrongState
from workflows.models import Dossier


def place(dossier: Dossier, actor: User, reason: str, until: dt.date | None = None) -> LegalHold:
    """Hold the dossier; raises NoRight, Incomplete, and WrongState where there is nothing left to
    keep.
    """
    with transaction.atomic():
        # from here on the dossier is locked: no erasure comes between
        actions.hold(dossier, actor, reason, until)
        if is_erased(dossier):
            raise WrongState(_("Dữ liệu cá nhân của hồ sơ này đã được xóa."))
        return LegalHold.objects.create(
            dossier=dossier, reason=reason, placed_by=actor, until=until
        )


def end(hold: LegalHold, actor: User, until: dt.date | None) -> None:
    """The hold ends with the day `until`, or is open again (None)."""
    with transaction.atomic():
        act = actions.release_hold if until else actions.hold
        act(hold.dossier, actor, hold.reason, until)
        hold.until = until
        hold.save(update_fields=["until"])


def is_erased(dossier: Dossier) -> bool:
    """True once its personal data are gone."""
    return Erasure.objects.filter(dossier=dossier, erased_at__isnull=False).exists()
