"""Wishes are a list that buttons order, of the round that another answer names; nothing is offered
while nobody keeps rounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string

from forms.binding import bind, hushed
from forms.lists import offered_programmes
from forms.submission import check_form
from forms.summary import summarise
from tests.forms.questions import field, form, posted, section
from tests.forms.rounds import LATER, ROUND, Rounds, offered

ASKED = section(
    field("round", procedure="grade-10-admission", required=True),
    field("wishes", of="round", required=True),
)


@pytest.fixture(autouse=True)
def rounds() -> Iterator[Rounds]:
    with offered(Rounds()) as here:
        yield here


def after(press: str, *listed: str, add: str = "") -> list[str] | None:
    """The list that is kept after a button was pressed."""
    typed = {f"wishes.{number}": one for number, one in enumerate(listed, start=1)}
    data = posted({"round": ROUND, **typed, "wishes.add": add, "reload": press})
    kept: list[str] | None = hushed(bind(ASKED, {}, data)).draft_values["wishes"]
    return kept


@pytest.mark.parametrize(
    ("press", "kept"),
    [
        ("wishes.up.2", ["b", "a", "c"]),
        ("wishes.down.2", ["a", "c", "b"]),
        ("wishes.up.1", ["a", "b", "c"]),
        ("wishes.down.3", ["a", "b", "c"]),
        ("wishes.remove.1", ["b", "c"]),
        ("wishes.remove.9", ["a", "b", "c"]),
        ("wishes.remove.²", ["a", "b", "c"]),
        ("others.remove.1", ["a", "b", "c"]),
        ("1", ["a", "b", "c"]),
    ],
)
def test_buttons_order_the_list(press: str, kept: list[str], rounds: Rounds) -> None:
    rounds.programmes = lambda slug: [  # type: ignore[method-assign]
        offered_programmes.Programme(one, one, "s") for one in "abc"
    ]
    rounds.most = 3
    assert after(press, "a", "b", "c") == kept


def test_one_is_added_at_the_end_and_the_last_can_be_removed() -> None:
    assert after("wishes.add", "bmt", add="eahleo") == ["bmt", "eahleo"]
    assert after("wishes.add", "bmt", add="bmt") == ["bmt"]
    assert after("wishes.remove.1", "bmt") is None


@pytest.mark.parametrize(
    ("listed", "sentence"),
    [
        (["bmt", "bmt"], "Mỗi nguyện vọng chỉ chọn một lần."),
        (["bmt", "bmt-t", "eahleo"], "Được chọn tối đa 2 nguyện vọng."),
        (["bmt", "hanoi"], "Có nguyện vọng không thuộc đợt tuyển sinh này. Hãy bỏ và chọn lại."),
        ([], "Chọn ít nhất một nguyện vọng."),
    ],
)
def test_what_cannot_be_wished_for_is_told(listed: list[str], sentence: str) -> None:
    typed = {f"wishes.{number}": one for number, one in enumerate(listed, start=1)}
    bound = bind(ASKED, {}, posted({"round": ROUND, "wishes.add": "", **typed}))
    assert [error.message for error in bound.errors] == [f"Câu hỏi wishes: {sentence}"]
    filed = {"round": ROUND, "wishes": listed or None}
    assert [error.message for error in check_form(form(ASKED), filed)] == [
        f"Câu hỏi wishes: {sentence}"
    ]


def test_wishes_of_another_round_are_none_of_this_one() -> None:
    assert check_form(form(ASKED), {"round": LATER, "wishes": ["bmt"]})


def test_they_are_told_by_name_in_their_order() -> None:
    (part,) = summarise(form(ASKED), {"round": ROUND, "wishes": ["eahleo", "bmt"]}, "vi")
    assert [row.value for row in part.rows] == [
        "Tuyển sinh lớp 10 năm học 2027 - 2028",
        "1. THPT Ea H'Leo; 2. THPT Buôn Ma Thuột",
    ]


def test_the_answers_name_authorities() -> None:
    round_field, wishes = ASKED.fields
    here = wishes.beside({"round": ROUND})
    assert round_field.authority_of(ROUND) == "sgddt-daklak"
    assert here.authority_of(["eahleo", "bmt"]) == "thpt-ea-hleo"
    assert here.authority_of([]) == wishes.authority_of(["eahleo"]) == ""


def test_the_only_open_round_is_chosen_and_a_closed_one_stays_an_answer(rounds: Rounds) -> None:
    view = bind(ASKED, {}).fields[0]
    assert view.inputs[0].value == ROUND
    rounds.open = []
    assert bind(ASKED, {}).fields[0].inputs[0].options == ()
    closed = bind(ASKED, {"round": ROUND}).fields[0].inputs[0]
    assert closed.options == ((ROUND, "Đợt đã đóng"),)
    assert not check_form(form(ASKED), {"round": ROUND, "wishes": ["bmt"]})
    assert check_form(form(ASKED), {"round": "nowhere", "wishes": ["bmt"]})


def test_nothing_is_offered_while_nobody_keeps_rounds() -> None:
    offered_programmes._sources.clear()
    assert offered_programmes.open_rounds("grade-10-admission") == []
    assert offered_programmes.programmes(ROUND) == []
    assert (offered_programmes.title_of(ROUND), offered_programmes.most_wishes(ROUND)) == ("", 0)
    assert check_form(form(ASKED), {"round": ROUND, "wishes": ["bmt"]})


def drawn(answers: dict[str, Any]) -> str:
    return render_to_string("forms/section.html", {"bound": bind(ASKED, answers)})


def test_it_is_drawn_with_a_button_for_each_move() -> None:
    page = drawn({"round": ROUND, "wishes": ["bmt", "eahleo"]})
    for press in ("down.1", "up.2", "remove.1", "remove.2"):
        assert f'value="wishes.{press}"' in page
    assert 'value="wishes.up.1"' not in page
    assert 'value="wishes.down.2"' not in page
    assert "405 chỉ tiêu" in page
    assert 'name="wishes.add"' not in page  # two are the most
    assert 'name="wishes.add"' in drawn({"round": ROUND, "wishes": ["bmt"]})
