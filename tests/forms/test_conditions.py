"""Conditions in CEL: right answers, no exception for what was not answered, and faults with their
place.
"""

from __future__ import annotations

from typing import Any

import pytest

from forms.conditions.evaluation import Condition, ConditionError


@pytest.mark.parametrize(
    ("text", "data", "holds"),
    [
        ('relation == "owner"', {"relation": "owner"}, True),
        ('relation in ["a", "b"]', {"relation": "c"}, False),
        ("copies > 2", {"copies": 3}, True),
        ('office.check.match != ""', {"office": {"check": {"match": "7"}}}, True),
        ("relation", {"relation": "owner"}, False),  # a text is not a truth
    ],
)
def test_a_condition_holds_or_not(text: str, data: dict[str, Any], holds: bool) -> None:
    assert Condition(text).holds(data) is holds


@pytest.mark.parametrize(
    "text", ['relation == "owner"', "copies > 2", 'office.check.match != ""', "size(name) > 1"]
)
def test_what_was_not_answered_makes_it_false_and_never_raises(text: str) -> None:
    assert Condition(text).holds({}) is False
    assert (
        Condition(text).holds({"office": {}, "copies": None, "relation": None, "name": None})
        is False
    )


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("total / copies == 1", {"total": 1, "copies": 0}),
        ("total % copies == 1", {"total": 1, "copies": 0}),
        ("total + 9223372036854775807 > 0", {"total": 1}),
        ("items[5] == 1", {"items": [1]}),
        ('name.matches("(")', {"name": "a"}),
        ('total > "a"', {"total": 1}),
        ("total.part.part == 1", {"total": 1}),
    ],
)
def test_data_that_does_not_suit_it_makes_it_false_too(text: str, data: dict[str, Any]) -> None:
    assert Condition(text).holds(data) is False


def test_one_answer_is_enough_where_either_would_do() -> None:
    assert Condition('first == "a" || second == "b"').holds({"second": "b"}) is True


def test_it_says_what_it_reads() -> None:
    assert Condition('relation == "owner" && office.check.match != ""').references == {
        "relation",
        "office",
    }


def test_a_fault_has_its_place() -> None:
    with pytest.raises(ConditionError) as caught:
        Condition("relation ==")
    assert (caught.value.line, caught.value.column) == (1, 12)
    with pytest.raises(ConditionError) as caught:
        Condition("copies > 1 &&\n  relation in [")
    assert caught.value.line == 2


def test_it_cannot_reach_out() -> None:
    assert Condition("__import__('os').system('true')").value({}) is None
    assert Condition("answers.__class__").value({"answers": {}}) is None
