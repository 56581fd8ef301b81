"""What is offered can be answered: grades a school teaches, schools of a level, choices that go
with the others; and what looks wrong is asked about once, never refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from forms.binding import bind, check_form
from forms.conditions.dates import age, year
from forms.conditions.evaluation import Condition
from forms.lists.authority_choices import bodies
from organisations.levels import levels_in_name
from organisations.models import Authority
from organisations.seed import seed_organisations
from tests.forms.questions import field, form, posted, section

pytestmark = pytest.mark.django_db

UPPER, LOWER = "thpt-buon-ma-thuot", "thcs-ea-kar"
GRADES = [
    {"value": "6", "level": "THCS", "label": {"vi": "Lớp 6"}},
    {"value": "11", "level": "THPT", "label": {"vi": "Lớp 11"}},
]
SCHOOL = {
    "id": "school",
    "kind": "authority",
    "among": ["SCHOOL"],
    "label": {"vi": "Trường"},
    "required": True,
}
GRADE = {**field("choice", id="grade", choices=GRADES), "taught_at": "school", "required": True}
BORN = {
    **field("date", id="born"),
    "ask_if": "age(born) > 20",
    "ask": {"vi": "Học sinh đã trên 20 tuổi?", "en": "Older than 20?"},
}


@pytest.fixture(autouse=True)
def schools() -> None:
    seed_organisations()


def offers(bound: Any, name: str) -> list[str]:
    (view,) = [one for one in bound.fields if one.field.id == name]
    return [value for value, _label in view.inputs[0].options]


@pytest.mark.parametrize(("school", "grades"), [(UPPER, ["11"]), (LOWER, ["6"]), ("", ["6", "11"])])
def test_a_grade_the_chosen_school_does_not_teach_is_not_offered(
    school: str, grades: list[str]
) -> None:
    page = section(SCHOOL, GRADE)
    assert offers(bind(page, {"school": school}), "grade") == grades
    assert offers(bind(page, {}, posted({"school": school})), "grade") == grades


def test_it_is_refused_by_the_server_with_a_sentence() -> None:
    page = section(SCHOOL, GRADE)
    bound = bind(page, {}, posted({"school": UPPER, "grade": "6"}))
    assert [one.message for one in bound.errors] == [
        "Câu hỏi choice: Trường THPT Buôn Ma Thuột không dạy Lớp 6. Chọn lớp khác hoặc chọn trường"
        " khác."
    ]
    assert bound.partial_values == {"school": UPPER}
    (fault,) = check_form(form(page), {"school": UPPER, "grade": "6"})
    assert "không dạy Lớp 6" in fault.message
    assert check_form(form(page), {"school": LOWER, "grade": "6"}) == []


def test_choosing_the_school_draws_the_grades_again_also_without_scripts() -> None:
    school, grade = bind(section(SCHOOL, GRADE), {}).fields
    assert school.inputs[0].reloads and not grade.inputs[0].reloads


def test_of_a_school_nobody_knows_the_levels_of_everything_is_offered() -> None:
    Authority.objects.filter(slug=UPPER).update(name="Trường Đông Du")
    assert offers(bind(section(SCHOOL, GRADE), {"school": UPPER}), "grade") == ["6", "11"]
    Authority.objects.filter(slug=UPPER).update(levels=["PRIMARY"])
    assert offers(bind(section(SCHOOL, GRADE), {"school": UPPER}), "grade") == []


def test_only_schools_of_a_level_are_offered_and_taken() -> None:
    lower = {**SCHOOL, "levels": ["THCS"]}
    assert offers(bind(section(lower), {}), "school") == [LOWER]
    assert bind(section(lower), {}, posted({"school": UPPER})).errors
    assert {slug for slug, _name in bodies(["COMMUNE"], ["THCS"])} >= {"ubnd-ea-kar"}, (
        "no school, no level"
    )


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("Trường THPT Buôn Ma Thuột", ("THPT",)),
        ("Trường Trung học phổ thông Krông Ana", ("THPT",)),
        ("Trường THCS và THPT Đông Du", ("THCS", "THPT")),
        ("Trường TH, THCS và THPT Victory", ("PRIMARY", "THCS", "THPT")),
        ("Trường Tiểu học Lê Lợi", ("PRIMARY",)),
        ("Trường mầm non Hoa Sen", ("PRESCHOOL",)),
        ("Trường Phổ thông dân tộc nội trú tỉnh", ()),
    ],
)
def test_a_name_says_what_a_school_teaches(name: str, levels: tuple[str, ...]) -> None:
    assert levels_in_name(name) == levels


def test_a_choice_that_does_not_go_with_another_answer_is_neither_offered_nor_taken() -> None:
    rules = field(
        "choice",
        id="rules",
        choices=[{"value": "old", "label": {"vi": "Cũ"}}, {"value": "new", "label": {"vi": "Mới"}}],
    )
    level = field(
        "choice",
        id="level",
        choices=[
            {"value": "1", "label": {"vi": "Mức 1"}},
            {"value": "4", "label": {"vi": "Mức 4"}, "show_when": 'rules == "old"'},
        ],
    )
    page = section(rules, level)
    assert offers(bind(page, {"rules": "old"}), "level") == ["1", "4"]
    assert offers(bind(page, {"rules": "new"}), "level") == ["1"]
    assert bind(page, {}, posted({"rules": "new", "level": "4"})).errors
    assert bind(page, {}, posted({"rules": "old", "level": "4"})).is_valid()


def born(years: int) -> dict[str, str]:
    return {"born.day": "1", "born.month": "1", "born.year": str(timezone.localdate().year - years)}


def test_what_looks_wrong_is_asked_about_and_taken_once_confirmed() -> None:
    page = section(BORN)
    asked = bind(page, {}, posted(born(48)))
    (view,) = asked.fields
    assert [one.anchor for one in asked.errors] == [
        "id_born-sure"
    ] and "trên 20 tuổi" in asked.errors[0].message
    assert asked.partial_values == {"born": f"{timezone.localdate().year - 48}-01-01"}, (
        "kept in the draft"
    )
    assert check_form(form(page), asked.partial_values), "and not filed"
    confirmed = bind(page, asked.partial_values, posted({**born(48), "born.sure": view.confirms}))
    assert confirmed.is_valid(), confirmed.errors
    assert check_form(form(page), confirmed.values) == []
    (again,) = bind(page, confirmed.values).fields
    assert again.question and again.is_confirmed, "it stays ticked"


def test_another_answer_is_asked_about_anew() -> None:
    page = section(BORN)
    (view,) = bind(page, {}, posted(born(48))).fields
    assert bind(page, {}, posted({**born(47), "born.sure": view.confirms})).errors
    assert bind(page, {}, posted({**born(48), "born.sure": "1"})).errors


def test_what_is_usual_is_not_asked_about() -> None:
    bound = bind(section(BORN), {}, posted(born(15)))
    assert bound.is_valid() and not bound.fields[0].question
    assert bind(section(BORN), {}, posted({})).is_valid()


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_years_lived_are_whole_years(day: dt.date) -> None:
    today = timezone.localdate()
    lived = today.year - day.year - (today.strftime("%m%d") < day.strftime("%m%d"))
    assert age(day.isoformat()) == lived and year(day.isoformat()) == day.year
    assert Condition("age(x) == n").holds({"x": day.isoformat(), "n": lived})


@pytest.mark.parametrize("nothing", [None, "", "x", 5, [], {"day": 1}])
def test_of_no_day_there_is_no_age(nothing: Any) -> None:
    assert age(nothing) is None and year(nothing) is None
    assert not Condition("age(x) > 0 || age(x) < 0").holds({"x": nothing})
