"""What the office asked to be completed, as the applicant reads it: each item with its reason and
where to mend it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from portal.wording.definition_texts import item_name
from portal.wording.status_sentence import supplement_asked
from workflows.applicant.supplements import asked_in
from workflows.models import Dossier, Entry, Timer
from workflows.published import definition_of


@dataclass(frozen=True)
class Ask:
    """One item. Without a section it is a paper that is brought to the counter."""

    name: str
    reason: str
    section: str
    field: str  # the field to begin with; "" for the whole section
    fields: frozenset[str]
    changed: bool


@dataclass(frozen=True)
class Request:
    """The last request: its items, the officer's own words, and which one it is."""

    entry: Entry
    round: int
    items: list[Ask]
    words: str  # all of it where no items were named
    until: dt.datetime | None  # then the dossier stops by itself

    def fields(self) -> frozenset[str]:
        """Ids of the fields that belong to what is asked."""
        return frozenset().union(*(item.fields for item in self.items))

    def of_section(self, section: str) -> list[Ask]:
        """What is asked in one section of the form."""
        return [item for item in self.items if item.section == section]


def request_of(dossier: Dossier, changed: Collection[str] = ()) -> Request | None:
    """What was asked last; None when nothing was. `changed` are the fields the applicant has
    changed since.
    """
    entry = supplement_asked(dossier)
    if entry is None:
        return None
    definition = definition_of(dossier.version)
    items = [
        Ask(
            item_name(one.item, definition),
            one.reason,
            one.item.section,
            min(one.item.fields) if one.item.id.startswith("paper:") and one.item.fields else "",
            one.item.fields,
            bool(one.item.fields & set(changed)),
        )
        for one in asked_in(entry, dossier, definition)
    ]
    words = "\n".join(entry.reason.splitlines()[len(items) :])
    lapse = Timer.objects.filter(dossier=dossier, kind=Timer.Kind.LAPSE, done_at=None).first()
    return Request(entry, entry.data.get("round", 1), items, words, lapse.due_at if lapse else None)
