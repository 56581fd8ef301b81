"""What a sheet would change, and the moment from which it counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from admissions.models import Application, Score, ScoreImport
from admissions.scores.sheets import ABSENT, VOID

Kind = Score.Kind
_KINDS = {ABSENT: Kind.ABSENT, VOID: Kind.VOID}


@dataclass(frozen=True)
class Change:
    """One paper of one candidate: what counts now ("" for nothing), and what the sheet says."""

    candidate: str
    paper: str
    before: str
    now: str


@dataclass(frozen=True)
class Difference:
    """All that a sheet changes, and how many marks it repeats or brings anew."""

    changed: list[Change]
    new: int
    same: int


def difference(sheet: ScoreImport) -> Difference:
    """Against what counts now."""
    counted = _counted(sheet)
    changed, new, same = [], 0, 0
    rows = sheet.rows.filter(application__isnull=False).select_related("application")
    for row in rows.order_by("application__candidate"):
        for paper, told in row.marks.items():
            before = counted.get((row.application_id or 0, paper), "")
            if not before:
                new += 1
            elif before == plain(told):
                same += 1
            else:
                assert row.application is not None  # noqa: S101 - asked for above
                changed.append(Change(row.application.candidate, paper, before, plain(told)))
    return Difference(changed, new, same)


def _counted(sheet: ScoreImport) -> dict[tuple[int, str], str]:
    rows = Score.objects.filter(application__round=sheet.round_id)
    return {(row.application_id, row.paper): said(row) for row in rows.iterator()}


def said(score: Score) -> str:
    """A mark as one text: the figure without noughts at its end, or what it is instead."""
    words = {Kind.ABSENT: ABSENT, Kind.VOID: VOID}
    return words.get(Kind(score.kind)) or plain(str(score.points))


def plain(text: str) -> str:
    """8.50 and 8.5 are the same mark."""
    return text if text in _KINDS else f"{Decimal(text).normalize():f}"


def count(sheet: ScoreImport) -> int:
    """Make its marks those that count; returns how many. The caller holds the round's lock."""
    rows = sheet.rows.filter(application__isnull=False)
    marks = [
        Score(
            application_id=row.application_id or 0,
            paper=paper,
            kind=_KINDS.get(told, Kind.MARK),
            points=None if told in _KINDS else Decimal(told),
            sheet=sheet,
        )
        for row in rows.iterator()
        for paper, told in row.marks.items()
    ]
    Score.objects.bulk_create(
        marks,
        batch_size=150,
        update_conflicts=True,
        unique_fields=["application", "paper"],
        update_fields=["kind", "points", "sheet"],
    )
    sheet.state = ScoreImport.State.COUNTED
    sheet.save(update_fields=["state"])
    return len(marks)


def without_marks(applications: QuerySet[Application], papers: list[str]) -> int:
    """How many of the applications lack a word on some paper."""
    whole = applications
    for paper in papers:
        marks = Score.objects.filter(application=OuterRef("pk"), paper=paper)
        whole = whole.filter(Exists(marks))
    return applications.count() - whole.count()
