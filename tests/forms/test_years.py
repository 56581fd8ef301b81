"""A bound may be the year that it is in Việt Nam: what was true in 2026 is still true in 2030."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from pydantic import ValidationError

from forms import binding
from forms.field_kinds import NumberField
from tests.forms.questions import field, form, posted, section

GROUP = {"id": "group", "kind": "group", "label": {"vi": "Các năm"}}
EVE, NEW_YEAR = "2026-12-31T23:30+07:00", "2027-01-01T00:30+07:00"


def asked(typed: str, **bounds: Any) -> list[str]:
    page = section(
        field("number", **bounds), GROUP | {"fields": [field("number", id="year", **bounds)]}
    )
    bound = binding.bind(
        page, {}, posted({"number": typed, "group.count": "1", "group.0.year": typed})
    )
    errors = [error.message.partition(": ")[2] for error in bound.errors]
    assert len(set(errors)) <= 1
    return errors


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (EVE, 2026),
        (NEW_YEAR, 2027),
        ("2028-02-29T09:00+07:00", 2028),
        ("2030-06-01T09:00+07:00", 2030),
    ],
)
def test_this_year_is_the_year_in_viet_nam_when_the_answer_is_read(now: str, last: int) -> None:
    with time_machine.travel(now, tick=False):
        assert asked(str(last), min=1950, max="this_year") == []
        assert asked(str(last + 1), min=1950, max="this_year") == [f"Nhập số không quá {last}."] * 2


def test_a_draft_of_the_old_year_is_filed_in_the_new_one() -> None:
    page = form(section(field("number", min=1950, max="this_year")))
    with time_machine.travel(EVE, tick=False):
        kept = binding.bind(page.sections[0], {}, posted({"number": "2026"})).values
    with time_machine.travel(NEW_YEAR, tick=False):
        assert binding.check_form(page, kept) == []


def test_a_bound_may_lie_some_years_away() -> None:
    with time_machine.travel(NEW_YEAR, tick=False):
        assert asked("2028", min="this_year - 2", max="this_year + 1") == []
        assert asked("2024", min="this_year - 2", max="this_year + 1") != []
        assert asked("2025", min="this_year - 2", max="this_year + 1") == []
        assert (
            asked("2029", min="this_year-2", max="this_year+1") == ["Nhập số không quá 2028."] * 2
        )


@pytest.mark.parametrize(
    "bound", ["next_year", "this_year + x", "this_year * 2", "", "this_year + 1000"]
)
def test_no_other_words_are_bounds(bound: str) -> None:
    with pytest.raises(ValidationError):
        NumberField.model_validate(field("number", max=bound))
