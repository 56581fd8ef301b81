"""Closed dossiers run through a draft version: which would have been asked, routed, decided or
timed otherwise.

Nothing is written. At most MOST dossiers are taken, the newest, in a handful of queries however
many they are.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from organisations.calendar.working_time import calendar_for
from workflows.deadlines.clock import paired
from workflows.deadlines.limit_in_force import limit_of, limit_stated
from workflows.deadlines.time_limits import Pause, due_time
from workflows.definition import Definition, TimeLimit
from workflows.lifecycle import CLOSED
from workflows.models import ClockEvent, Dossier, Procedure, WorkItem
from workflows.published import definition_of
from workflows.versions.comparing import Comparison
from workflows.versions.rerun import Difference, Past, first_difference, titles

MOST = 200
NAMES = {
    "SAME": gettext_lazy("Như cũ"),
    "ASKED": gettext_lazy("Đơn hỏi khác"),
    "ROUTED": gettext_lazy("Đi đường khác"),
    "DECIDED": gettext_lazy("Quyết định khác"),
    "TIMED": gettext_lazy("Thời hạn khác"),
}


@dataclass(frozen=True)
class Rerun:
    """What became of one dossier: the first difference of its way, and the due times where they
    differ.
    """

    code: str
    step: str  # name of the step after or at which it differs
    difference: Difference | None
    due: tuple[dt.datetime, dt.datetime] | None  # as it was, as it would be

    @property
    def kind(self) -> str:
        if self.difference is not None:
            return self.difference.kind
        return "TIMED" if self.due else "SAME"

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return str(NAMES[self.kind])


@dataclass(frozen=True)
class Replay:
    """All of them; `closed` says how many closed dossiers the procedure has that can still be
    read.
    """

    rows: list[Rerun]
    closed: int

    @property
    def counts(self) -> dict[str, int]:
        """Kind → how many dossiers."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in NAMES}

    @property
    def different(self) -> list[Rerun]:
        """Those that would not have been the same."""
        return [row for row in self.rows if row.kind != "SAME"]


def replay(procedure: Procedure, draft: Definition, most: int = MOST) -> Replay:
    """Run the newest closed dossiers of the procedure through `draft`."""
    # What was erased after its years cannot be run: without its key nobody reads what was answered.
    closed = Dossier.objects.filter(
        version__procedure=procedure, legal_status__in=CLOSED, sealed_key__isnull=False
    )
    dossiers = list(closed.select_related("version", "deciding").order_by("-pk")[:most])
    items, pauses = _items(dossiers), _pauses(dossiers)
    changed: dict[int, set[str]] = {}
    rows = []
    for dossier in dossiers:
        before = definition_of(dossier.version)
        if dossier.version_id not in changed:
            changed[dossier.version_id] = Comparison(before, draft).changed_fields
        past = Past(dossier, items[dossier.pk])
        found = first_difference(past, draft, changed[dossier.version_id])
        step = titles(before).get(found.step, "") if found else ""
        rows.append(
            Rerun(dossier.code, step, found, _due(dossier, before, draft, pauses[dossier.pk]))
        )
    return Replay(rows, len(dossiers) if len(dossiers) < most else closed.count())


def _items(dossiers: list[Dossier]) -> Mapping[int, list[WorkItem]]:
    known = {dossier.pk: dossier for dossier in dossiers}
    found: defaultdict[int, list[WorkItem]] = defaultdict(list)
    for item in (
        WorkItem.objects.filter(process__in=dossiers).select_related("authority").order_by("pk")
    ):
        item.process = known[item.process_id]
        found[item.process_id].append(item)
    return found


def _pauses(dossiers: list[Dossier]) -> Mapping[int, list[Pause]]:
    events: defaultdict[int, list[tuple[str, dt.datetime]]] = defaultdict(list)
    rows = ClockEvent.objects.filter(dossier__in=dossiers).order_by("at", "id")
    for pk, kind, at in rows.values_list("dossier_id", "kind", "at"):
        events[pk].append((kind, at))
    return defaultdict(list, {pk: paired(found) for pk, found in events.items()})


def _due(
    dossier: Dossier, before: Definition, draft: Definition, pauses: list[Pause]
) -> tuple[dt.datetime, dt.datetime] | None:
    """Both due times by the calendar of today, so that only the definitions differ; None when they
    agree.

    A dossier with a limit of its own (kept when it was moved, or lengthened) says nothing of the
    draft's.
    """
    case = draft.case_for(dossier.answers)
    if dossier.accepted_at is None or case is None or dossier.kept_limit:
        return None
    limits = (limit_of(dossier, before), limit_stated(dossier, draft, case.id))
    old, new = (_counted(dossier, limit, pauses) for limit in limits)
    return (old, new) if old != new else None


def _counted(dossier: Dossier, limit: TimeLimit, pauses: list[Pause]) -> dt.datetime:
    assert dossier.accepted_at is not None  # noqa: S101 - the caller asked
    extension = limit.extension if dossier.extended else None
    return due_time(limit, dossier.accepted_at, pauses, calendar_for(dossier.deciding), extension)
