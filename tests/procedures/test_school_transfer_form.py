"""The form of the school transfer as a mother fills it in: what cannot be is refused, what is odd
is asked.
"""

from __future__ import annotations

import pytest

from forms.binding import bind, check_form
from tests.forms.questions import posted
from tests.procedures.schools import NEW, OLD, answers, make_schools
from workflows.published import definition_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]
LOWER = "thcs-ea-kar"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"grade": "6"}, "không dạy Lớp 6"),
        ({"new_school": LOWER, "grade": "6"}, ""),
        ({"new_school": LOWER}, "không dạy Lớp 11"),
        ({"present_school": NEW}, "Đây cũng là trường xin chuyển đến"),
        (
            {
                "student": {
                    "name": "Y Khoa Niê",
                    "birth_date": "1978-03-02",
                    "sex": "M",
                    "identity": "",
                }
            },
            "Đã ghi đúng chưa?",
        ),
        ({"relation": "self"}, "Đã ghi đúng chưa?"),
    ],
)
def test_what_cannot_be_filed_says_why(changes: dict[str, object], said: str) -> None:
    form = definition_of(make_schools().version).form
    faults = [fault.message for fault in check_form(form, answers(**changes))]
    assert bool(faults) == bool(said) and all(said in fault for fault in faults), faults


def test_the_page_offers_only_what_the_school_teaches() -> None:
    page = definition_of(make_schools().version).form.section("school")
    bound = bind(page, answers(), posted({"new_school": NEW, "reload": "new_school"}))
    grades = next(one.inputs[0].options for one in bound.fields if one.field.id == "grade")
    assert [value for value, _label in grades] == ["10", "11", "12"]
    present = next(
        one.inputs[0].options for one in bound.fields if one.field.id == "present_school"
    )
    assert OLD in dict(present)
