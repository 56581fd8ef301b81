"""A compiled question answers as the QuerySet it was made from, whatever is asked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from foundation.compiled_reads import CompiledRead, Place
from registers.models import Annotation, Diploma
from tests.people import World, make_world


def named(name: str | Place, since: dt.date | Place) -> QuerySet[Diploma]:
    """With a row beside it, an annotation, a column left out, and a place that comes twice."""
    rows = Diploma.objects.select_related("book__keeper").defer("birth_place")
    noted = Exists(Annotation.objects.filter(diploma=OuterRef("pk")))
    asked = Q(folded_name=name, birth_date__gte=since) | Q(folded_serial=name)
    return rows.annotate(noted=noted).filter(asked).order_by("pk")


COMPILED = CompiledRead(named, str, dt.date)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.mark.parametrize(
    ("name", "since", "found"),
    [
        ("nguyen thi huong", dt.date(1990, 1, 1), 1),
        ("nguyen thi huong", dt.date(2001, 1, 1), 0),
        ("' OR ''='", dt.date(1990, 1, 1), 0),
        ("100%s", dt.date(1990, 1, 1), 0),
    ],
)
def test_the_rows_are_those_of_the_queryset(
    world: World, name: str, since: dt.date, found: int
) -> None:
    read, plain = COMPILED.all(name, since), list(named(name, since))
    assert len(read) == found
    assert read == plain
    for ours, theirs in zip(read, plain, strict=True):
        assert ours.get_deferred_fields() == theirs.get_deferred_fields() == {"birth_place"}
        assert ours.noted == theirs.noted  # type: ignore[attr-defined]
        shown = ours.__dict__.keys() - {"_state"}
        assert {key: ours.__dict__[key] for key in shown} == {
            key: theirs.__dict__[key] for key in shown
        }


def test_what_was_joined_is_not_asked_for_again(world: World) -> None:
    with CaptureQueriesContext(connection) as seen:
        (found,) = COMPILED.all("nguyen thi huong", dt.date(1990, 1, 1))
        assert found.book.keeper == world.department
    assert len(seen.captured_queries) == 1
    assert not found._state.adding, "saving it changes its row"


def test_a_question_without_one_of_its_values_is_not_asked(world: World) -> None:
    with pytest.raises(IndexError):
        COMPILED.all("nguyen thi huong")
