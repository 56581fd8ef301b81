"""What an applicant corrected of their own accord: what they may, what stands printed already, and
that nobody decides on what they have not seen.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from forms import doubts
from foundation.languages import in_language
from workflows.definition import Definition
from workflows.errors import WrongState
from workflows.models import Dossier, Entry
from workflows.papers import facts
from workflows.papers.issuance import SLIPS

AMEND = "amend"


def fields(definition: Definition) -> frozenset[str]:
    """Ids of the form's fields that the applicant may correct."""
    return frozenset(definition.amend.fields) if definition.amend else frozenset()


def names(definition: Definition) -> frozenset[str]:
    """The same, with the names under which what is doubtful of them is confirmed."""
    return fields(definition) | {doubts.key_of(name) for name in fields(definition)}


def since(dossier: Dossier, sequence: int = 0) -> list[Entry]:
    """The corrections after an entry of the journal, the first one first."""
    found = Entry.objects.filter(dossier=dossier, act=AMEND, sequence__gt=sequence)
    return list(found.order_by("sequence"))


def of_task() -> Exists:
    """Whether the applicant corrected the dossier since the task came: for a query of tasks."""
    of_dossier = Entry.objects.filter(dossier=OuterRef("process"), act=AMEND)
    return Exists(of_dossier.filter(at__gte=OuterRef("created")))


def labels(entry: Entry, definition: Definition) -> list[str]:
    """What was corrected, as the form calls it."""
    changed = entry.data.get("changed", [])
    fields = definition.form.fields() if changed else ()
    called = {field.id: in_language(field.label) for field in fields}
    return [called.get(name, name) for name in changed]


def demand_seen(dossier: Dossier, definition: Definition, seen: int | None) -> None:
    """Refuse to decide on answers that have changed since the page was drawn.

    `seen`: how many entries the journal had then; None where no page was drawn. Raises WrongState.
    """
    if seen is None or dossier.entry_count == seen or not (later := since(dossier, seen)):
        return
    names = dict.fromkeys(name for entry in later for name in labels(entry, definition))
    raise WrongState(
        _("Người nộp vừa tự sửa hồ sơ: %(fields)s. Hãy xem lại rồi quyết định.")
        % {"fields": ", ".join(names)}
    )


def printed(dossier: Dossier, definition: Definition) -> dict[str, Any]:
    """What a slip of this dossier would print now, fact by fact."""
    return facts.slip_facts(dossier, definition, "")


def outdated(dossier: Dossier, stated: Collection[str]) -> list[str]:
    """Numbers of the slips given out that print one of these facts."""
    links = dossier.documents.select_related("document").filter(kind__in=SLIPS).order_by("id")
    return [link.document.symbol for link in links if set(link.document.facts) & set(stated)]
