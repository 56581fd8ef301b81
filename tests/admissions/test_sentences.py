"""What a family reads where a fact of the plan's own parts it from the last one admitted."""

from __future__ import annotations

import pytest

from admissions.allocation.allocating import allocate
from admissions.allocation.explaining import explain
from admissions.plan.rules import Criterion
from admissions.seats.sentences import sentence
from tests.admissions.plans import plan
from tests.admissions.rounds import applicant, rules


@pytest.mark.parametrize(
    ("criterion", "first", "second", "said"),
    [
        ({"by": "sibling"}, True, False, "có “có anh chị em học tại trường”, hồ sơ này thì không"),
        ({"by": "moved", "first": "low"}, False, True, "hồ sơ này có “moved”"),
        ({"by": "sibling"}, True, None, "hồ sơ này thì không"),
        ({"by": "distance", "first": "low"}, 1, 2, "mức cự ly là 2, cần nhiều nhất 1."),
        ({"by": "distance", "first": "low"}, 1, None, "xét theo “mức cự ly”"),
        ({"by": "group", "values": ["a", "b"]}, "a", "b", "xét theo “nhóm ưu tiên”"),
        ({"by": "average"}, 9, 8, "average là 8, cần ít nhất 9."),
    ],
)
def test_by_what_the_last_one_admitted_stood_before(
    criterion: dict[str, object], first: object, second: object, said: str
) -> None:
    fact = str(criterion["by"])
    people = [
        applicant(line, **({fact: value} if value is not None else {}))
        for line, value in (("A 20 X", first), ("B 20 X", second))
    ]
    told = rules("X1", criteria=[criterion])
    written = plan(("score:\n", "words: {group: nhóm ưu tiên}\nscore:\n"))
    there = written.model_copy(
        update={"rules": told.model_copy(update={"criteria": (Criterion(**criterion),)})}  # type: ignore[arg-type]
    )
    reason = explain(allocate(people, told), told, "B")[0]
    assert said in sentence({**vars(reason), "why": str(reason.why)}, there)
