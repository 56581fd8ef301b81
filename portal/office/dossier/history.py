"""The journal as officers read it: who did what, when, in which step, and with which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from foundation.languages import in_language
from portal.wording.titles import offices_of
from workflows.definition import Definition
from workflows.journal import entries, version_at
from workflows.models import Dossier, Entry


@dataclass(frozen=True)
class Line:
    """One act."""

    at: dt.datetime
    title: str
    detail: str  # the outcome that was chosen and the step it was chosen in
    by: str  # person and office, as they were called then
    reason: str
    document: str  # number and symbol of what the act issued
    changed: list[str]  # names of the answers a supplement changed
    assigned: str  # who was given the next task
    voided: list[str]  # whose signatures are void since


def history_of(dossier: Dossier, definition: Definition) -> list[Line]:
    """Every act, the newest first."""
    labels = {field.id: in_language(field.label) for field in definition.form.fields()}
    known = version_at.defined(entries.timeline(dossier), definition)
    called = offices_of(entry for entry, _then in known)
    return [_line(entry, then, labels, called) for entry, then in reversed(known)]


def _line(
    entry: Entry, definition: Definition, labels: dict[str, str], called: Callable[[str], str]
) -> Line:
    return Line(
        at=entry.at,
        title=entries.title_of(entry),
        detail=_detail(entry, definition),
        by=entries.done_by(entry, called),
        reason=entry.reason,
        document=str(entry.data.get("document", "")),
        changed=[labels.get(name, name) for name in entry.data.get("changed", [])],
        assigned=str(entry.data.get("assigned", {}).get("name", "")),
        voided=[str(one["by"]) for one in entry.data.get("voided", [])],
    )


def _detail(entry: Entry, definition: Definition) -> str:
    if not entry.step:
        return ""
    step = definition.step(entry.step)
    chosen = next((one for one in step.outcomes if one.id == entry.outcome), None)
    title = in_language(step.title)
    if entry.act == "bring_back":
        return f"{title} → {in_language(definition.step(entry.data['to']).title)}"
    return f"{title}: {in_language(chosen.title)}" if chosen else title
