"""The logbook of an authority (TT 03/2025/TT-VPCP): what it received in a period, by field, with
what became of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.text import list_key
from organisations.models import Authority
from organisations.roles import HEAD
from workflows.models import DEFINITION_TEXT, Dossier, Entry, Procedure
from workflows.papers.facts import answer_texts
from workflows.published import definition_of
from workflows.reading_rights import Reader, What


@dataclass(frozen=True)
class Row:
    """One line; the signature of whoever took the result is left to paper."""

    number: int
    dossier: Dossier
    procedure: str
    name: str
    contact: str  # address and telephone
    leads: str
    received: dt.datetime | None
    due: dt.datetime | None
    returned: dt.datetime | None
    way: str  # how the result is given back


def kept_by(reader: Reader) -> list[Authority]:
    """The authorities whose logbook the person keeps today, by name: their desk's, and what they
    head.
    """
    held = reader.offices(What.EXPORTS)
    return sorted(Authority.objects.filter(pk__in=held), key=lambda one: list_key(one.name))


def fields() -> list[str]:
    """The fields (lĩnh vực) that procedures belong to."""
    return list(Procedure.objects.order_by("field").values_list("field", flat=True).distinct())


def dossiers(authority: Authority, field: str, first: dt.date, last: dt.date) -> QuerySet[Dossier]:
    """What was received from the first day to the last, by the authority or for it to decide, in
    order of receipt.
    """
    begin, end = _midnight(first), _midnight(last + dt.timedelta(days=1))
    own = _received(authority) | Q(deciding=authority) | Q(deciding__successor=authority)
    found = Dossier.objects.filter(own, accepted_at__gte=begin, accepted_at__lt=end)
    if field:
        found = found.filter(version__procedure__field=field)
    related = ("version__procedure", "deciding", "receiving")
    return (
        found.select_related(*related)
        .defer(*DEFINITION_TEXT, "office")
        .order_by("accepted_at", "pk")
    )


def read_by(reader: Reader, authority: Authority) -> Q:
    """Filter for the lines that they read: all for its head, what their desk received for a
    receptionist.
    """
    return Q() if authority.pk in reader.places(HEAD) else _received(authority)


def _received(authority: Authority) -> Q:
    return Q(receiving=authority) | Q(receiving__successor=authority)


def rows(found: Iterable[Dossier], start: int = 1) -> list[Row]:
    """The lines of these dossiers, numbered from `start`; one question for when each was
    returned.
    """
    kept = list(found)
    ends = Entry.objects.filter(dossier__in=kept, act="return_result").values_list(
        "dossier_id", "at"
    )
    returned = dict(ends)
    return [_row(number, one, returned.get(one.pk)) for number, one in enumerate(kept, start=start)]


def _row(number: int, dossier: Dossier, returned: dt.datetime | None) -> Row:
    definition = definition_of(dossier.version)
    texts = answer_texts(dossier, definition)
    contact = [texts.get(definition.applicant.address, ""), dossier.applicant_phone]
    return Row(
        number=number,
        dossier=dossier,
        procedure=dossier.version.procedure.title,
        name=dossier.filed_by,
        contact=", ".join(part for part in contact if part),
        leads=dossier.deciding.name,
        received=dossier.accepted_at,
        due=dossier.due_at,
        returned=returned,
        way=texts.get("delivery") or dossier.get_channel_display(),
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
