"""The level a school reaches: computed from what was said of each requirement by the rule that the
rule set states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.language import Criterion, Need, Requirement, RuleSet

MET, NOT_MET = "met", "not_met"
#: criterion id → requirement id → MET or NOT_MET; what was not judged yet is missing.
Verdicts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Result:
    """`reached` is the level of each criterion, `level` the school's, 0 where not even level 1 is
    reached.

    `standard` is the level of the national standard that this allows; None for none.
    """

    reached: dict[str, int]
    level: int
    standard: int | None


def asked(criterion: Criterion, multi_level: bool) -> list[Requirement]:
    """What is asked of a school within a criterion: some things only of one with several levels of
    education.
    """
    return [one for one in criterion.requirements if one.only != "multi_level" or multi_level]


def result(rules: RuleSet, verdicts: Verdicts, multi_level: bool = False) -> Result:
    """What the school reaches. A requirement nobody has judged counts as not met, so the result so
    far only rises.
    """
    reached = {
        criterion.id: _reached(
            asked(criterion, multi_level), verdicts.get(criterion.id, {}), rules.top_level
        )
        for criterion in rules.criteria
    }
    level = 0
    for rule in rules.levels:
        if not all(_holds(need, rules, reached) for need in rule.needs):
            break
        level = rule.level
    return Result(reached, level, standard_for(rules, level))


def standard_for(rules: RuleSet, level: int) -> int | None:
    """The highest level of the national standard that a school of this level may have."""
    return max(
        (one.standard for one in rules.national_standard if level >= one.from_level), default=None
    )


def _reached(requirements: list[Requirement], said: Mapping[str, str], top: int) -> int:
    """The highest level up to which everything asked is met; a level that asks nothing of a
    criterion is no hurdle.
    """
    failed = [one.level for one in requirements if said.get(one.id) != MET]
    return min(failed) - 1 if failed else top


def _holds(need: Need, rules: RuleSet, reached: Mapping[str, int]) -> bool:
    group = [
        one
        for one in rules.criteria
        if need.of == "all" or one.mandatory == (need.of == "mandatory")
    ]
    enough = sum(reached[one.id] >= need.reach for one in group)
    return enough >= (len(group) if need.at_least == "all" else need.at_least)
