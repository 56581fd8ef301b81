"""Where a self-assessment stands: what is said of each criterion, what is missing, and the level so
far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.catalogue import rules_of
from assessment.language import Criterion, RuleSet, Standard
from assessment.levels import MET, NOT_MET, Result, asked, result
from assessment.models import Assessment, Evidence

#: What the school writes about each criterion, beside judging what is asked.
TEXTS = {
    "description": _("Mô tả hiện trạng"),
    "strengths": _("Điểm mạnh"),
    "weaknesses": _("Điểm yếu"),
    "improvement": _("Kế hoạch cải tiến chất lượng"),
}


class State(models.TextChoices):
    """How far a criterion is."""

    NOT_BEGUN = "not_begun", _("Chưa làm")
    UNFINISHED = "unfinished", _("Đang làm")
    NO_EVIDENCE = "no_evidence", _("Thiếu minh chứng")
    DONE = "done", _("Đã xong")


@dataclass(frozen=True)
class Row:
    """One criterion as the list shows it."""

    criterion: Criterion
    state: State
    reached: int
    answers: Mapping[str, Any]
    evidence: list[Evidence]


@dataclass(frozen=True)
class Overview:
    """A self-assessment as a whole."""

    rules: RuleSet
    result: Result
    rows: list[Row]
    by_standard: list[tuple[Standard, list[Row]]] = field(default_factory=list)

    def row(self, criterion_id: str) -> Row:
        """The row of this criterion; raises KeyError."""
        return {row.criterion.id: row for row in self.rows}[criterion_id]

    @property
    def done(self) -> int:
        """How many criteria are done."""
        return sum(row.state == State.DONE for row in self.rows)


def overview(assessment: Assessment) -> Overview:
    """Read the whole in two queries."""
    rules = rules_of(assessment.rules)
    answers = dict(assessment.records.values_list("criterion", "answers"))
    evidence: dict[str, list[Evidence]] = {}
    for one in assessment.evidence.select_related("file"):
        evidence.setdefault(one.criterion, []).append(one)
    found = result(
        rules, {name: _verdicts(said) for name, said in answers.items()}, assessment.multi_level
    )
    rows = [
        Row(
            criterion,
            state_of(
                criterion,
                assessment.multi_level,
                answers.get(criterion.id, {}),
                evidence.get(criterion.id, []),
            ),
            found.reached[criterion.id],
            answers.get(criterion.id, {}),
            evidence.get(criterion.id, []),
        )
        for criterion in rules.criteria
    ]
    return Overview(rules, found, rows, [(one, _of(one, rows)) for one in rules.standards])


def state_of(
    criterion: Criterion, multi_level: bool, answers: Mapping[str, Any], evidence: list[Evidence]
) -> State:
    """Done: everything asked is judged, the present state is described, and what is met is shown by
    a paper.
    """
    said = Counter(answers.get(one.id) or "" for one in asked(criterion, multi_level))
    if not evidence and not any(answers.values()):
        return State.NOT_BEGUN
    if said[""] or not answers.get("description"):
        return State.UNFINISHED
    return State.NO_EVIDENCE if said[MET] and not evidence else State.DONE


def _of(standard: Standard, rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.criterion.standard == standard.id]


def _verdicts(answers: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in answers.items() if value in (MET, NOT_MET)}
