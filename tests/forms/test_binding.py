"""A page of the form: what may be kept is kept, what was typed is shown again, and each fault leads
to its input.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from forms.binding import BoundSection, bind, check_form
from forms.summary import summarise
from tests.forms.questions import FIELDS, YES_OR_NO, everything, field, form, posted, section
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def html_of(bound: BoundSection) -> str:
    return as_read(render_to_string("forms/section.html", {"bound": bound}))


def test_every_kind_of_answer_is_read_kept_and_shown_again() -> None:
    bound = bind(section(*FIELDS), {}, posted(everything()))
    assert bound.is_valid(), bound.errors
    assert bound.values["money"] == 250_000
    assert bound.values["date"] == "1998-02-05"
    assert bound.values["yes_no"] is False
    assert bound.values["phone"] == "0905123456"
    assert bound.values["group"] == [{"school": "THPT Lắk", "year": 2015}]
    again = bind(section(*FIELDS), bound.values)
    html = html_of(again)
    for typed in ("H&#x27;Hen Niê", "066197000002", "Buôn Akõ Dhông", "THPT Lắk", "0905123456"):
        assert f'value="{typed}"' in html
    assert check_form(form(section(*FIELDS)), bound.values) == []


def test_what_is_wrong_is_shown_as_it_was_typed_and_the_rest_is_kept() -> None:
    bound = bind(
        section(*FIELDS),
        {},
        posted(everything() | {"phone": "12 ba", "person.identity": "99", "number": "x"}),
    )
    assert not bound.is_valid()
    assert {error.anchor for error in bound.errors} == {
        "id_phone",
        "id_person-identity",
        "id_number",
    }
    assert "phone" not in bound.partial_values and bound.partial_values["email"] == "a@example.vn"
    html = html_of(bound)
    assert 'value="12 ba"' in html and 'value="99"' in html and 'value="x"' in html


def test_every_fault_of_the_summary_leads_to_an_element_and_every_label_to_its_input() -> None:
    required = [one | {"required": True} for one in FIELDS if one["kind"] != "info"]
    bound = bind(section(*required), {}, posted({"group.count": "1"}))
    html = html_of(bound)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert len(bound.errors) == len(required)
    pointed = re.findall(r'href="#([^"]+)"', html) + re.findall(r'<label[^>]* for="([^"]+)"', html)
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert set(pointed + described) <= set(ids)


def test_a_hidden_field_is_neither_asked_nor_required_nor_kept() -> None:
    page = section(
        field("text", required=True, show_when='choice == "b"'),
        field("choice", choices=FIELDS[5]["choices"]),
    )
    assert [one.name for one in bind(page, {"choice": "a"}).fields] == ["choice"]
    assert check_form(form(page), {"choice": "a"}) == []
    assert form(page).visible_answers({"choice": "a", "text": "cũ"}) == {"choice": "a"}


def test_a_field_that_an_answer_on_the_same_page_asks_for_is_required_at_once() -> None:
    page = section(
        field("choice", choices=FIELDS[5]["choices"]),
        field("text", required=True, show_when='choice == "b"'),
    )
    bound = bind(page, {}, posted({"choice": "b"}))
    assert [error.anchor for error in bound.errors] == ["id_text"]
    assert 'name="text"' in html_of(bound)


def test_required_by_a_condition() -> None:
    page = section(
        field("choice", choices=FIELDS[5]["choices"]), field("text", required='choice == "b"')
    )
    assert bind(page, {}, posted({"choice": "a"})).is_valid()
    assert not bind(page, {}, posted({"choice": "b"})).is_valid()


@pytest.mark.parametrize(
    ("change", "items"),
    [
        ({}, 1),
        ({"add_item": "group"}, 2),
        ({"remove_item": "group.0"}, 0),
        ({"group.count": "99"}, 3),
    ],
)
def test_items_of_a_group_come_and_go_within_bounds(change: dict[str, str], items: int) -> None:
    bound = bind(
        section(FIELDS[12]), {}, posted({"group.count": "1", "group.0.school": "THPT Lắk"} | change)
    )
    assert len(bound.fields[0].items) == items


def test_a_filled_item_needs_its_required_answers_and_an_empty_one_is_dropped() -> None:
    bound = bind(
        section(FIELDS[12]),
        {},
        posted({"group.count": "2", "group.0.year": "2015", "group.1.school": ""}),
    )
    assert [error.anchor for error in bound.errors] == ["id_group-0-school"]
    good = bind(
        section(FIELDS[12]),
        {},
        posted({"group.count": "2", "group.0.school": "A", "group.1.school": ""}),
    )
    assert good.is_valid() and good.values["group"] == [{"school": "A", "year": None}]


def test_taking_an_item_away_keeps_the_others_on_the_page_that_follows() -> None:
    typed = {
        "group.count": "2",
        "group.0.school": "Một",
        "group.1.school": "Hai",
        "remove_item": "group.0",
    }
    html = html_of(bind(section(FIELDS[12]), {}, posted(typed)))
    again = dict(re.findall(r'name="(group[^"]*)" value="([^"]*)"', html))
    bound = bind(section(FIELDS[12]), {}, posted(again))
    assert bound.is_valid() and bound.values["group"] == [{"school": "Hai", "year": None}]


def test_an_item_asks_only_what_its_own_answers_ask_for() -> None:
    year = field("number", id="year", required=True, show_when='school == "A"')
    group = field("group", fields=[field("text", id="school"), year])
    other = bind(section(group), {}, posted({"group.count": "1", "group.0.school": "B"}))
    assert other.is_valid() and other.values["group"] == [{"school": "B"}]
    asked = bind(section(group), {}, posted({"group.count": "1", "group.0.school": "A"}))
    assert [error.anchor for error in asked.errors] == ["id_group-0-year"]
    assert 'name="group.0.year"' in html_of(asked)


def test_a_group_cannot_ask_for_papers() -> None:
    with pytest.raises(ValidationError):
        section(field("group", fields=[field("attachment")]))


def test_the_items_of_a_group_are_checked_at_submission_too() -> None:
    school, year = field("text", id="school", required=True), field("number", id="year", max=2026)
    whole = form(section(field("group", fields=[school, year], min_items=2, max_items=3)))
    good = {"school": "A", "year": 2015}
    assert check_form(whole, {"group": [good, good]}) == []
    for wrong in (
        [good],
        [good, {**good, "year": 3000}],
        [good, {"school": None, "year": 2015}],
        [good] * 4,
        ["x"],
        "x",
    ):
        assert [error.anchor for error in check_form(whole, {"group": wrong})] == ["id_group"], (
            wrong
        )


def test_every_fault_of_a_person_is_told_at_once_and_what_is_right_is_kept() -> None:
    bound = bind(
        section(field("person", required=True)),
        {},
        posted(
            {
                "person.name": "H'Hen  Niê",
                "person.birth_date.day": "31",
                "person.birth_date.month": "2",
            }
        ),
    )
    assert [error.anchor for error in bound.errors] == [
        "id_person-birth_date-day",
        "id_person-sex",
        "id_person-identity",
    ]
    assert not bound.values
    kept = bound.partial_values["person"]
    assert kept == {"name": "H'Hen Niê", "birth_date": "", "sex": "", "identity": ""}
    again = html_of(bind(section(field("person", required=True)), bound.partial_values))
    assert 'value="H&#x27;Hen Niê"' in again
    whole = form(section(field("person", required=True)))
    assert len(check_form(whole, bound.partial_values)) == 3
    (part,) = summarise(whole, bound.partial_values, "vi")
    assert part.rows[0].value == "H'Hen Niê"


def test_an_address_is_kept_as_far_as_it_goes_and_its_province_brings_the_wards() -> None:
    ward = everything()
    bound = bind(
        section(field("address")), {}, posted({"address.province": ward["address.province"]})
    )
    assert [error.anchor for error in bound.errors] == ["id_address-ward"]
    assert bound.partial_values["address"]["province"] == ward["address.province"]
    html = html_of(bound)
    assert f'value="{ward["address.ward"]}"' in html
    assert html.count("<option") < 34 + 200  # one province's wards, never the country's
    elsewhere = bind(
        section(field("address")),
        {},
        posted({"address.province": "1", "address.ward": ward["address.ward"]}),
    )
    assert [error.anchor for error in elsewhere.errors] == ["id_address-ward"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_condition_sees_the_page_as_it_is_posted_wherever_the_question_stands(order: int) -> None:
    both = [
        field("choice", choices=FIELDS[5]["choices"]),
        field("text", required=True, show_when='choice == "b"'),
    ]
    page = section(*both[::order])
    assert [
        error.anchor for error in bind(page, {"choice": "a"}, posted({"choice": "b"})).errors
    ] == ["id_text"]
    hidden = bind(page, {"choice": "b"}, posted({"choice": "a", "text": "đã gõ"}))
    # back when it is asked again
    assert hidden.is_valid() and hidden.values == {"choice": "a", "text": "đã gõ"}
    assert form(page).visible_answers(hidden.values) == {"choice": "a"}


def test_an_answer_no_longer_asked_does_not_make_another_page_be_asked() -> None:
    first = section(field("choice", choices=FIELDS[5]["choices"]), id="first")
    second = section(field("text"), id="second", show_when='choice == "b"')
    third = section(field("number", required=True), id="third", show_when='text == "cũ"')
    whole, answers = form(first, second, third), {"choice": "a", "text": "cũ", "number": 3}
    assert [one.id for one in whole.visible_sections(answers)] == ["first"]
    assert whole.visible_answers(answers) == {"choice": "a"}
    assert check_form(whole, {"choice": "a", "text": "cũ"}) == []
    assert [one.id for one in summarise(whole, answers, "vi")] == ["first"]
    assert len(whole.visible_sections({**answers, "choice": "b"})) == 3


@pytest.mark.parametrize("kind", ["date", "person", "address", "yes_no", "attachment"])
def test_what_is_stored_but_answers_nothing_is_never_filed(kind: str) -> None:
    whole = form(section(field(kind)))
    for stored in ("x", 5, ["x"], {"name": "x"}):
        assert {error.anchor for error in check_form(whole, {kind: stored})} == {f"id_{kind}"}, (
            stored
        )


def test_every_sentence_has_its_english() -> None:
    required = [one | {"required": True} for one in FIELDS if one["kind"] != "info"]
    with override("en"):
        nothing = bind(section(*required), {}, posted({})).errors
        wrong = bind(section(*required), {}, posted(dict.fromkeys(everything(), "?"))).errors
    assert len(nothing) == len(required)
    for error in nothing + wrong:
        sentence = error.message.split(": ", 1)[1]
        assert sentence.replace("đồng", "").isascii(), sentence


def test_a_text_to_read_is_never_missing() -> None:
    page = section(field("info", required=True))
    assert bind(page, {}, posted({})).is_valid() and check_form(form(page), {}) == []


def test_a_default_stands_in_the_input_until_something_is_answered() -> None:
    page = section(field("number", default=0))
    assert 'value="0"' in html_of(bind(page, {}))
    assert 'value="0"' not in html_of(bind(page, {"number": None}))


@settings(deadline=None)  # the first page compiles its templates
@given(
    st.dictionaries(
        st.sampled_from([*everything(), "add_item", "remove_item"]), st.text(max_size=30)
    )
)
def test_whatever_is_posted_is_answered_with_a_page(typed: dict[str, str]) -> None:
    page = section(
        *[one | {"required": True} for one in FIELDS if one["kind"] not in ("attachment", "info")]
    )
    bound = bind(page, {}, posted(typed))
    assert html_of(bound)
    html_of(bind(page, bound.partial_values))
    assert check_form(form(page), bound.partial_values) or bound.is_valid()
    assert summarise(form(page), bound.partial_values, "vi")


def test_an_answer_that_is_taken_away_is_gone() -> None:
    bound = bind(section(field("text")), {"text": "cũ"}, posted({"text": ""}))
    assert bound.is_valid() and bound.values == {"text": None}
    assert form(section(field("text"))).visible_answers({"text": None}) == {}


def test_the_whole_form_is_checked_again_at_submission() -> None:
    page = section(field("phone", required=True), field("number", min=1, max=20))
    assert [error.anchor for error in check_form(form(page), {"number": 99})] == [
        "id_phone",
        "id_number",
    ]
    hidden = section(field("text", required=True), id="two", show_when="number == 3")
    assert check_form(form(page, hidden), {"phone": "0905123456", "number": 4}) == []
    assert len(check_form(form(page, hidden), {"phone": "0905123456", "number": 3})) == 1


def test_answers_are_summed_up_as_people_read_them() -> None:
    values = bind(section(*FIELDS), {}, posted(everything())).values
    (part,) = summarise(form(section(*FIELDS)), values, "vi")
    told: dict[str, Any] = {row.field_id: row.value for row in part.rows}
    assert told["money"] == "250.000 đ"
    assert told["date"] == "05/02/1998"
    assert told["choice"] == "Một" and told["yes_no"] == "Không"
    assert told["person"] == "H'Hen Niê, 19/05/1997, Nữ, 066197000002"
    assert told["address"].startswith("Buôn Akõ Dhông, ") and told["address"].endswith("Đắk Lắk")
    assert told["group"] == "THPT Lắk, 2015"


HIDING = field(
    "group",
    fields=[
        field("text", id="more", show_when='kind == "b"'),
        field("choice", id="kind", choices=YES_OR_NO),
        field("text", id="school"),
        field("text", id="deep", show_when='more == "x"'),
    ],
)


def test_an_answer_of_an_item_that_is_hidden_and_asked_again_is_still_there() -> None:
    """Where the deciding question stands, and items that come and go beside it, make no
    difference.
    """
    page = section(HIDING, field("text", id="about", show_when="group.exists(one, has(one.more))"))
    known = {
        "group": [
            {"kind": "b", "school": "Một", "more": "x", "deep": "y"},
            {"kind": "a", "school": "Hai"},
        ]
    }
    typed = {"group.count": "3", "group.0.kind": "a", "group.0.school": "Một", "group.1.kind": "a"}
    hidden = bind(
        page,
        known,
        posted({**typed, "group.1.school": "", "group.2.school": "Ba", "group.2.kind": "a"}),
    )
    assert 'name="group.0.more"' not in html_of(hidden) and 'name="about"' not in html_of(hidden)
    kept = hidden.draft_values["group"]
    assert (
        kept[0] == {"kind": "a", "school": "Một", "more": "x", "deep": "y"}
        and kept[2]["school"] == "Ba"
    )
    assert form(page).visible_answers({"group": kept})["group"][0] == {"kind": "a", "school": "Một"}
    drawn = bind(
        page, {"group": kept}, posted({**typed, "group.0.kind": "b", "remove_item": "group.1"})
    )
    assert 'name="group.0.more" value="x"' in html_of(
        drawn
    ) and 'name="group.0.deep" value="y"' in html_of(drawn)
    assert drawn.draft_values["group"][0] == {
        "kind": "b",
        "school": "Một",
        "more": "x",
        "deep": "y",
    }
    assert 'name="group.0.more" value="x"' in html_of(
        bind(page, {"group": drawn.draft_values["group"]})
    )


def test_an_answer_that_is_hidden_and_asked_again_is_still_there_and_decides_nothing_meanwhile() -> (
    None
):
    page = section(
        field("choice", id="kind", choices=YES_OR_NO),
        field("text", id="more", show_when='kind == "b"', required=False),
        field("text", id="deep", show_when='more == "x"'),
    )
    known = {"kind": "b", "more": "x", "deep": "y"}
    hidden = bind(page, known, posted({"kind": "a"}))
    assert [view.field.id for view in hidden.fields] == ["kind"]
    assert hidden.draft_values == {"kind": "a", "more": "x", "deep": "y"}
    shown = bind(page, hidden.draft_values, posted({"kind": "b"}))
    assert shown.draft_values == known and 'name="more" value="x"' in html_of(shown)


def test_of_what_cannot_be_kept_the_old_value_does_not_stay_and_only_what_was_typed_is_told() -> (
    None
):
    page = section(field("phone", required=True), field("date"), field("person", required=True))
    known = {"phone": "0905123456", "date": "1998-02-05"}
    typed = {
        "phone": "0905",
        "date.day": "5",
        "date.month": "",
        "date.year": "",
        "person.name": "H'Hen Niê",
    }
    bound = bind(page, known, posted(typed))
    assert bound.draft_values["phone"] is None and bound.draft_values["date"] is None
    assert bound.draft_values["person"]["name"] == "H'Hen Niê"
    assert [fault.anchor for fault in bound.unkept] == ["id_phone", "id_date-day"]
    assert bind(page, known, posted({"phone": " "})).unkept == []
