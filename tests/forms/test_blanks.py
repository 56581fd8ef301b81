"""Nobody filled it in: null, "", a missing name and an empty list are one to every condition that
asks.
"""

from __future__ import annotations

from typing import Any

import cel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.conditions import blanks
from forms.conditions.evaluation import Condition

NOTHING: tuple[dict[str, Any], ...] = ({}, {"f": None}, {"f": ""}, {"f": []})
#: Question about `x` → whether it holds of what nobody filled in.
QUESTIONS = {
    'x == ""': True,
    'x != ""': False,
    "x == ''": True,
    '"" != x': False,
    "x == null": True,
    "x != null": False,
    '!(x == "")': False,
    '(x) != ""': False,
    "size(x) > 0": False,
    "size(x) == 0": True,
    "x.size() > 0": False,
    'x != "" && copies > 0': False,
    'x == "" ? true : false': True,
    '[x == ""][0]': True,
}
PLACES = ("office.check.f", "f", "grant.f", "office.check . f")


def _placed(question: str, place: str) -> str:
    return question.replace("x", place)


def _around(place: str, data: dict[str, Any]) -> dict[str, Any]:
    if place == "f":
        return {"copies": 1, **data}
    return {"copies": 1, "office": {"check": data}, "grant": data}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_is_nothing_however_it_is_stored(question: str, place: str) -> None:
    for data in NOTHING:
        assert (
            Condition(_placed(question, place)).holds(_around(place, data)) is QUESTIONS[question]
        ), data


@pytest.mark.parametrize("place", ["office.check.f", "grant.f"])
def test_has_asks_the_same(place: str) -> None:
    for data in NOTHING:
        assert Condition(f"has({place})").holds(_around(place, data)) is False
        assert Condition(f"!has({place})").holds(_around(place, data)) is True
    assert Condition(f"has({place})").holds(_around(place, {"f": 0})) is True


def test_a_step_that_was_never_taken_left_nothing() -> None:
    assert Condition('office.draft.scale == ""').holds({"office": {}}) is True
    assert Condition('office.draft.scale != ""').holds({}) is False


def test_nought_and_no_are_answers() -> None:
    for value in (0, False, "0", ["a"], {"name": "A"}):
        assert Condition('f != ""').holds({"f": value}) is True
        assert Condition("f == null").holds({"f": value}) is False


def test_the_items_of_a_group_are_asked_alike() -> None:
    text = 'f.map(c, c.old == "" ? "new" : c.old)'
    items = [{"old": None}, {"old": ""}, {}, {"old": "A"}]
    assert Condition(text).value({"f": items}) == ["new", "new", "new", "A"]
    assert (
        Condition("f.exists(c, size(c.old) > 1)").holds({"f": [{"old": None}, {"old": "AB"}]})
        is True
    )


def test_what_is_no_question_of_emptiness_stays_as_it_was() -> None:
    for text in (
        'a + b == ""',
        '!a == ""',
        'f.filter(c, c != "A") == []',
        'kind != "x"',
        '"x == \\"\\"" != f',
        "f > 3",
    ):
        assert blanks.taken_out(text)[0] == text or "filter" in text, text
    assert Condition("f > 3").holds({"f": None}) is False
    assert Condition("f > 3").holds({"f": ""}) is False
    assert Condition("f > 3 || g").holds({"f": None, "g": True}) is True
    # a page is not shown before its question is answered
    assert Condition('kind != "x"').holds({}) is False
    assert Condition('a + b == ""').holds({"a": "", "b": ""}) is True
    assert Condition("size(f) > 0").holds({"f": 7}) is False  # a number has no size


VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.text("ab ", max_size=2)
    | st.lists(st.just("a"), max_size=2)
)
NAMES = st.sampled_from(("f", "g", "office.check.f", "office.check.g", "office.never.f"))
ATOMS = st.one_of(
    st.builds(lambda name, sign, to: f"{name} {sign} {to}", NAMES, st.sampled_from(("==", "!=")),
              st.sampled_from(('"a"', "2", "true"))),
    st.builds(lambda name: f"{name} > 1", NAMES),
    st.builds(lambda name: f'{name} in ["a", "b"]', NAMES),
)  # fmt: skip
EMPTY_ATOMS = st.builds(
    lambda name, sign, to: f"{name} {sign} {to}",
    NAMES,
    st.sampled_from(("==", "!=")),
    st.sampled_from(('""', "null")),
)


def _joined(atoms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.builds(
                lambda a, b, sign: f"({a} {sign} {b})", inner, inner, st.sampled_from(("&&", "||"))
            ),
            st.builds(lambda a: f"!({a})", inner),
            st.builds(lambda a, b, c: f"({a} ? {b} : {c})", inner, inner, inner),
        ),
        max_leaves=6,
    )


DATA = st.fixed_dictionaries({}, optional={"f": VALUES, "g": VALUES})


def _data(form: dict[str, Any], office: dict[str, Any]) -> dict[str, Any]:
    return {**form, "office": {"check": office}}


@given(_joined(ATOMS), DATA, DATA)
def test_an_expression_that_asks_for_no_emptiness_means_what_cel_says(
    text: str, form: dict[str, Any], office: dict[str, Any]
) -> None:
    data = _data(form, office)
    try:
        said = cel.compile(text).execute(data)
    except (LookupError, ArithmeticError, RuntimeError, TypeError, ValueError):
        said = None
    assert Condition(text).value(data) == said


@given(_joined(EMPTY_ATOMS), DATA, DATA, st.sampled_from((None, "", [])))
def test_emptiness_does_not_depend_on_how_nothing_is_stored(
    text: str, form: dict[str, Any], office: dict[str, Any], nothing: Any
) -> None:
    def stored(part: dict[str, Any]) -> dict[str, Any]:
        return {name: nothing if blanks.is_blank(value) else value for name, value in part.items()}

    condition = Condition(text)
    assert condition.value(_data(form, office)) in (True, False)
    assert condition.value(_data(form, office)) == condition.value(
        _data(stored(form), stored(office))
    )
    left = {name: value for name, value in form.items() if not blanks.is_blank(value)}
    assert condition.value(_data(form, office)) == condition.value(_data(left, stored(office)))
