"""The plan: every running dossier of an old version with the verdict on it, in a bounded number of
queries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from foundation.languages import in_vietnamese
from workflows.lifecycle import OPEN
from workflows.models import (
    Dossier,
    DossierDocument,
    ProcedureVersion,
    Signature,
    VersionPath,
    WorkItem,
)
from workflows.published import definition_of
from workflows.versions.comparing import Comparison
from workflows.versions.judging import judge
from workflows.versions.verdict import CHOICE, FOLLOWS, STAYS, Standing, Verdict

#: More dossiers than this are planned in several rounds, the oldest first: a page must answer.
MOST = 1000


@dataclass(frozen=True)
class Planned:
    """One dossier, where it stands, and the verdict."""

    dossier: Dossier
    steps: list[str]  # titles of its open steps
    verdict: Verdict


@dataclass(frozen=True)
class Plan:
    """All that may be said before anything is moved."""

    pair: Comparison
    rows: list[Planned]
    running: int  # of them `rows` are the oldest, at most MOST

    @property
    def counts(self) -> dict[str, int]:
        """Verdict → how many dossiers."""
        found = Counter(row.verdict.kind for row in self.rows)
        return {kind: found[kind] for kind in (FOLLOWS, CHOICE, STAYS)}

    def of_kind(self, kind: str) -> list[Planned]:
        """The dossiers with this verdict, or all."""
        return [row for row in self.rows if kind in ("", row.verdict.kind)]

    @property
    def steps_to_choose(self) -> list[str]:
        """Old steps about which somebody must say something, or has."""
        asked = {
            reason.step
            for row in self.rows
            for reason in row.verdict.reasons
            if reason.kind == CHOICE
        }
        return [step.id for step in self.pair.old.steps if step.id in asked | set(self.pair.steps)]

    @property
    def fields_to_leave(self) -> list[str]:
        """Form fields whose answers may be left as they are, or are."""
        asked = {
            reason.field
            for row in self.rows
            for reason in row.verdict.reasons
            if reason.kind == CHOICE
        }
        return sorted((asked | set(self.pair.left)) - {""})


def running(version: ProcedureVersion) -> QuerySet[Dossier]:
    """Dossiers that are on their way on this version, the oldest first."""
    return Dossier.objects.filter(version=version, legal_status__in=OPEN).order_by("pk")


def plan(path: VersionPath, most: int = MOST) -> Plan:
    """The verdicts on the running dossiers of the old version: five queries and those of changed
    attachments.
    """
    pair = Comparison(
        definition_of(path.old), definition_of(path.new), path.steps, tuple(path.left)
    )
    dossiers = list(running(path.old).select_related("deciding", "receiving")[:most])
    now = timezone.now()
    rows = []
    for standing in _standings(dossiers):
        titles = [in_vietnamese(pair.old.step(item.step).title) for item in standing.items]
        rows.append(Planned(standing.dossier, titles, judge(standing, pair, now)))
    return Plan(pair, rows, len(rows) if len(rows) < most else running(path.old).count())


def _standings(dossiers: Sequence[Dossier]) -> list[Standing]:
    items, kinds = defaultdict(list), defaultdict(set)
    signed = set(
        Signature.objects.filter(dossier__in=dossiers, voided_at=None).values_list(
            "dossier_id", flat=True
        )
    )
    for item in WorkItem.objects.filter(process__in=dossiers, finished=None).order_by("pk"):
        items[item.process_id].append(item)
    for pk, kind in DossierDocument.objects.filter(dossier__in=dossiers).values_list(
        "dossier_id", "kind"
    ):
        kinds[pk].add(kind)
    return [
        Standing(dossier, items[dossier.pk], frozenset(kinds[dossier.pk]), dossier.pk in signed)
        for dossier in dossiers
    ]
