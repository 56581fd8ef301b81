"""A kind of question is one file: it says all that is done with it, and one that cannot do a part
is refused.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import pytest
from django.core.exceptions import ImproperlyConfigured
from pydantic import Field as About
from pydantic import TypeAdapter

from forms import field_kinds as fk
from forms.binding import bind
from forms.field_kinds.base import Compared
from forms.inputs import Input, Typed, line_input
from forms.posted import typed_in
from forms.submission import check_form
from forms.summary import summarise
from tests.forms.questions import everything, field, form, posted, section
from workflows.checker.specimens import answers_to, said


class SchoolYearField(fk.TypedField):
    """A school year, stored as the year in which it begins."""

    kind: Literal["school_year"]

    def inputs(self, values: Typed, name: str) -> list[Input]:
        return [line_input(values, name, "Năm học")]

    def read(self, posted: Typed, name: str) -> Any:
        found = re.fullmatch(r"(\d{4})-(\d{4})", typed_in(posted, name))
        return int(found[1]) if found else None

    def typed(self, value: Any, name: str) -> dict[str, str]:
        return {name: self.told(value)} if value else {}

    def told(self, value: Any) -> str:
        return f"{value}-{value + 1}"

    def missing(self) -> str:
        return "Nhập năm học."

    def examples(self, compared: Compared) -> list[Any]:
        return [2026]


@pytest.fixture
def asked() -> Any:
    year = SchoolYearField(id="year", kind="school_year", label={"vi": "Năm học"}, required=True)
    return section().model_copy(update={"fields": (year,)})


def test_its_file_is_enough_to_ask_draw_read_keep_and_tell_it(asked: Any) -> None:
    bound = bind(asked, {}, posted({"year": "2026-2027"}))
    assert (bound.is_valid(), bound.values) == (True, {"year": 2026})
    again = bind(asked, bound.values)
    assert again.fields[0].inputs[0].value == "2026-2027"
    assert summarise(form(asked), bound.values, "vi")[0].rows[0].value == "2026-2027"
    assert check_form(form(asked), {})[0].message == "Năm học: Nhập năm học."
    assert not check_form(form(asked), {"year": 2026})
    assert bind(asked, {}, posted({"year": "sau"})).errors[0].message == "Năm học: Nhập năm học."


def test_the_checker_tries_its_own_examples(asked: Any) -> None:
    (year,) = asked.fields
    assert answers_to(year) == [2026]
    assert said(year, 2026) == "x"  # it does not say that its words need no book


def test_one_that_cannot_do_a_part_is_refused_by_name() -> None:
    class Halfway(fk.TypedField):
        kind: Literal["halfway"]

        def inputs(self, values: Typed, name: str) -> list[Input]:
            return []

    with pytest.raises(ImproperlyConfigured, match=r"Halfway: examples, read is missing"):
        fk.refuse_incomplete([fk.TextField, Halfway])


def test_one_without_a_name_is_refused_where_it_is_listed() -> None:
    class Nameless(fk.TextField):
        kind: str  # type: ignore[assignment]

    with pytest.raises(Exception, match="kind"):
        TypeAdapter(Annotated[fk.NumberField | Nameless, About(discriminator="kind")])


def test_every_kind_is_listed_and_whole() -> None:
    fk.refuse_incomplete()
    assert len(NAMED) == len(fk.KINDS)
    assert set(TYPED) < set(NAMED)


NAMED = {kind.model_fields["kind"].annotation.__args__[0]: kind for kind in fk.KINDS}  # type: ignore[union-attr]
TYPED = [
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "yes_no",
    "person",
    "phone",
    "email",
    "address",
]
CHOICES = {"choice": {"choices": [{"value": "a", "label": {"vi": "Một"}}]}}


@pytest.mark.parametrize("name", TYPED)
def test_what_is_kept_comes_back_as_it_was_typed(name: str, db: Any) -> None:
    """`typed` is the reverse of `read`."""
    one = NAMED[name].model_validate(field(name, **CHOICES.get(name, {})))
    assert isinstance(one, fk.TypedField)
    kept = one.read(everything(), name)
    assert kept is not None
    assert one.read(one.typed(kept, name), name) == kept
