"""The day of a grant has come: it ends soon, or it has ended. The dossier that granted it hears,
its people too.
"""

from __future__ import annotations

from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from registers import grants
from registers.models import Grant, GrantTimer
from workflows.act import Act, locked
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Entry


class GrantEnd(TypedDict):
    """Which grant ends on which day (ISO 8601)."""

    grant: str
    ends_on: str


ENDS_SOON = declare(
    "grant_ends_soon",
    gettext_lazy("Giấy phép sắp hết hiệu lực"),
    told=Told.APPLICANT,
    carries=(GrantEnd,),
)
ENDED = declare(
    "grant_ended", gettext_lazy("Giấy phép hết hiệu lực"), told=Told.APPLICANT, carries=(GrantEnd,)
)


def grant_day_has_come(timer: GrantTimer) -> Entry | None:
    """Remind of the end, or write it down; None when that was done before, or when nobody is left
    to be told.

    A grant that was entered from paper has no dossier; one whose dossier was erased has none to
    write in.
    """
    dossier = dossier_of(timer.grant)
    if dossier is None:
        with transaction.atomic():
            grants.fire(timer, timezone.localdate())
        return None
    with locked(dossier.pk) as dossier:
        if not grants.fire(timer, timezone.localdate()):
            return None
        act = Act(dossier, None, None, None)
        act.carry(GrantEnd(grant=timer.grant.symbol, ends_on=timer.ends_on.isoformat()))
        if timer.kind == GrantTimer.Kind.REMIND:
            return act.record(ENDS_SOON)
        return act.record(ENDED)


def dossier_of(grant: Grant) -> Dossier | None:
    """The dossier by whose document it was granted, while its data are kept."""
    if not grant.document_code:
        return None
    rows = Dossier.objects.filter(
        documents__document__code=grant.document_code, sealed_key__isnull=False
    )
    return rows.first()
