"""Applications as the allocation reads them: wishes, facts and marks under pseudonyms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet

from admissions import lots, steps
from admissions.allocation.claims import Applicant, CannotRun, Value
from admissions.models import Application, Lots, Round, Score
from admissions.plan.formula import Formula, FormulaError
from admissions.plan.language import Areas, Distances, Plan
from admissions.plan.language import Score as ScorePlan
from admissions.plan.plan_checks import BONUS
from admissions.plan.rules import LOT, SCORE
from admissions.publication.published import Lots as OpenedLots
from admissions.publication.published import published
from forms.conditions.evaluation import Condition
from foundation.text import fold
from workflows.models import WorkItem

AT_ONCE = 500  # dossiers opened at a time


@dataclass(frozen=True)
class Input:
    """What a run is given; `hash` says it in one figure."""

    applicants: list[Applicant]
    applications: dict[str, int]  # pseudonym → application
    lots: OpenedLots | None
    hash: str


def applications_at(round_: Round, *wanted: str) -> QuerySet[Application]:
    """The applications whose dossier waits at one of these steps."""
    waiting = WorkItem.objects.filter(step__in=wanted, finished__isnull=True)
    return round_.applications.filter(dossier__in=waiting.values("process"))


def input_of(round_: Round, plan: Plan, rows: QuerySet[Application] | None = None) -> Input:
    """All that wait for a seat, as they stand now. Raises CannotRun."""
    if rows is None:
        rows = applications_at(round_, steps.RESULT)
    opened = opened_lots(round_, plan)
    reader = Reading(plan, opened)
    applicants: list[Applicant] = []
    applications: dict[str, int] = {}
    for application, marks in _with_marks(round_, rows):
        applicants.append(reader.applicant(application, marks))
        applications[application.pseudonym] = application.pk
    return Input(applicants, applications, opened, hash_of(applicants, plan, opened))


def hash_of(applicants: Iterable[Applicant], plan: Plan, opened: OpenedLots | None) -> str:
    """One figure for what a run is given: another mark, wish or rule is another figure."""
    said = published(list(applicants), plan.rules, opened, {})
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def opened_lots(round_: Round, plan: Plan) -> OpenedLots | None:
    """The lots where the plan draws; raises CannotRun while the draw is still to come."""
    if not any(one.by == LOT for one in plan.rules.criteria):
        return None
    kept = Lots.objects.filter(round=round_).first()
    if kept is None or kept.opened_at is None:
        raise CannotRun("Chưa mở bí mật bốc thăm hoặc chưa ghi kết quả quay số công khai.")
    return OpenedLots(kept.commitment, kept.secret, kept.draw)


def _with_marks(
    round_: Round, rows: QuerySet[Application]
) -> Iterator[tuple[Application, dict[str, Score]]]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        marks: dict[int, dict[str, Score]] = {}
        for score in Score.objects.filter(application__in=some):
            marks.setdefault(score.application_id, {})[score.paper] = score
        batch = Application.objects.filter(pk__in=some).select_related("dossier").order_by("pk")
        for application in batch:
            yield application, marks.get(application.pk, {})


class Reading:
    """One plan's way of reading applications; its conditions are read once."""

    def __init__(self, plan: Plan, opened: OpenedLots | None) -> None:
        self.plan, self.opened = plan, opened
        self.formula = Formula(plan.score.formula) if plan.score else None

    def applicant(self, application: Application, marks: Mapping[str, Score]) -> Applicant:
        """As the allocation reads it. Raises CannotRun with a sentence."""
        plan, name = self.plan, application.pseudonym
        data = {**application.dossier.answers, "office": application.dossier.office}
        facts = {fact: _fact(text, data) for fact, text in plan.facts.items()}
        facts |= self._score(data, marks)
        wishes = tuple(application.wishes)
        known = [one for one in wishes if one in plan.programmes]
        return Applicant(
            name,
            wishes,
            {fact: value for fact, value in facts.items() if value is not None},
            {one: there for one in known if (there := self._there(one, data))},
            lots.lot(self.opened.secret, self.opened.draw, name) if self.opened else 0,
            frozenset(one for one in known if self._is_direct(one, data)),
        )

    def _there(self, programme: str, data: Mapping[str, Any]) -> dict[str, Value]:
        plan, around = self.plan, self._around(programme, data)
        found: dict[str, Value | None] = {
            fact: _fact(text, around) for fact, text in plan.facts_at.items()
        }
        found |= {one.fact: _lives_in(one, programme, data) for one in plan.areas}
        found |= {one.fact: _band(one, programme, data) for one in plan.distances}
        return {fact: value for fact, value in found.items() if value is not None}

    def _around(self, programme: str, data: Mapping[str, Any]) -> dict[str, Any]:
        school = self.plan.programmes[programme].school
        return {**data, "programme": programme, "school": school}

    def _is_direct(self, programme: str, data: Mapping[str, Any]) -> bool:
        return Condition(self.plan.direct).holds(self._around(programme, data))

    def _score(
        self, data: Mapping[str, Any], marks: Mapping[str, Score]
    ) -> dict[str, Value | None]:
        """The marks and the score of them; without a mark that the formula needs there is none."""
        told = self.plan.score
        if told is None or self.formula is None:
            return {}
        known = {paper: marks[paper].points for paper in told.papers if paper in marks}
        known |= {name: _figure(text, data) for name, text in told.records.items()}
        figures = {name: value for name, value in known.items() if value is not None}
        figures[BONUS] = _bonus(told, data)
        facts: dict[str, Value | None] = {
            name: _plain(value) for name, value in figures.items() if name != BONUS
        }
        if self.formula.names <= set(figures):
            try:
                points = self.formula.points(figures, told.places, told.rounding)
            except FormulaError as wrong:
                raise CannotRun(str(wrong)) from None
            facts[SCORE] = f"{points:f}"
        return facts


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _fact(text: str, data: Mapping[str, Any]) -> Value | None:
    """A yes or no, a whole figure or a text; a binary float is no fact (docs/admissions.md, 1)."""
    value = Condition(text).value(data)
    if isinstance(value, float):
        raise CannotRun(f"“{text}” cho số thực nhị phân; hãy lấy điểm qua công thức điểm.")
    return value if isinstance(value, bool | int | str) and value != "" else None


def _figure(text: str, data: Mapping[str, Any]) -> Decimal | None:
    value = Condition(text).value(data)
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        return None
    try:
        figure = Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


def _bonus(told: ScorePlan, data: Mapping[str, Any]) -> Decimal:
    found = Decimal(0)
    for bonus in told.bonuses:
        value = Condition(bonus.by).value(data)
        said = value if isinstance(value, list) else [value]
        found += max((bonus.points.get(str(one), Decimal(0)) for one in said), default=Decimal(0))
    return found


def _text(text: str, data: Mapping[str, Any]) -> str:
    value = Condition(text).value(data)
    return str(value).strip() if isinstance(value, int | str) else ""


def _lives_in(table: Areas, programme: str, data: Mapping[str, Any]) -> bool:
    ward, hamlet = _text(table.ward, data), fold(_text(table.hamlet, data))
    return any(
        place.ward == ward and (not place.hamlets or hamlet in map(fold, place.hamlets))
        for place in table.of.get(programme, ())
    )


def _band(table: Distances, programme: str, data: Mapping[str, Any]) -> int | None:
    hamlet = fold(_text(table.hamlet, data))
    rows = (row for name, row in table.kilometres.items() if fold(name) == hamlet)
    there = next(rows, {}).get(programme)
    if there is None:
        return None
    return sum(there > end for end in table.bands)
