"""Procedures as the first page offers them: a short name, one line, by who asks and by what is
asked most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from figures import reading
from portal.wording.definition_texts import in_one_line
from workflows.definition import Definition
from workflows.models import Procedure, ProcedureVersion
from workflows.published import definition_of, read_at_once

#: Heading of those who ask, in the order of the page; "" is for whoever a definition does not name.
ASKING = {
    "FAMILY": _("Phụ huynh và học sinh"),
    "HOLDER": _("Người có bằng, chứng chỉ"),
    "SCHOOL": _("Nhà trường, tổ chức"),
    "": _("Việc khác của người dân và tổ chức"),
}
#: What counts as asked often: so many, of the last so many days, filed so many times at least
#: (figures smaller than five are nobody's: docs/decisions/0013).
MOST, DAYS, LEAST = 4, 365, 5


@dataclass(frozen=True)
class Card:
    """A procedure with the definition that new applications follow."""

    procedure: Procedure
    definition: Definition

    @property
    def line(self) -> str:
        """How long, how much, and whether online, in one line."""
        return in_one_line(self.definition)

    @property
    def asked_by(self) -> str:
        """Under which heading of `ASKING` it stands; what says nothing is told by its audience."""
        audience = set(self.definition.audience)
        by_audience = "SCHOOL" if audience <= {"ORGANISATION", "OFFICIAL"} else ""
        return self.definition.asked_by or by_audience


def cards() -> list[Card]:
    """Every procedure that takes applications today, by its short name; one query."""
    versions = ProcedureVersion.objects.filter(
        procedure__open=True, valid_from__lte=timezone.localdate()
    )
    newest: dict[int, ProcedureVersion] = {}
    for version in (
        versions.select_related("procedure")
        .defer("source", "canonical")
        .order_by("procedure__title", "number")
    ):
        newest[version.procedure_id] = version
    read_at_once(newest.values())
    return [Card(version.procedure, definition_of(version)) for version in newest.values()]


def by_asking(found: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    """Heading → its cards; headings with none are left out."""
    groups: Mapping[str, list[Card]] = {name: [] for name in ASKING}
    for card in found:
        groups[card.asked_by].append(card)
    return [(str(ASKING[name]), group) for name, group in groups.items() if group]


def asked_most(found: Iterable[Card]) -> list[Card]:
    """What people filed most in the last year, by the counted figures; one query."""
    today = timezone.localdate()
    by_key = {card.procedure.pk: card for card in found}
    keys = reading.most_filed(today - dt.timedelta(days=DAYS), today, LEAST)
    return [by_key[key] for key in keys if key in by_key][:MOST]
