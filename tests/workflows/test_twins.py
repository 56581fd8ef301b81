"""Another dossier of the same person for the same thing: who counts as the same, what as the same
thing.
"""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from organisations.models import User
from tests.people import BIRTH_DATE, World, answers, draft_of, make_world, person, publish
from tests.procedures.walking import decide, paper
from workflows import actions
from workflows.applicant import filing, twins
from workflows.errors import WrongState
from workflows.models import Dossier, Draft
from workflows.published import definition_of
from workflows.reading_rights import Reader

NUMBER = "066198001234"


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


def filed(world: World, owner: User | None = None, **changes: Any) -> Dossier:
    return actions.submit(draft_of(world, owner, **changes), owner or world.huong)


def someone(**changes: Any) -> dict[str, Any]:
    return {**answers()["applicant"], **changes}


def codes(dossier: Dossier) -> list[str]:
    return [one.dossier.code for one in twins.of(dossier)]


def test_the_same_request_again_is_a_twin_of_the_first_and_the_first_of_it(world: World) -> None:
    first, second = filed(world), filed(world)
    assert codes(second) == [first.code]
    assert codes(first) == [second.code]


@pytest.mark.parametrize(
    "changes",
    [
        {"school": "thpt  BUÔN MA THUỘT"},
        {"school": "THPT Buo\u0302n Ma Thuo\u0323\u0302t"},
        {"school": "THPT-Buôn Ma Thuột"},
        {"school": "Thpt buon ma thuot"},
        {"school": "Trường THPT Buôn Ma Thuột"},
        {"school": "Trường trung học phổ thông Buôn Ma Thuột"},
        {"school": "PTTH Buôn Ma Thuột"},
        {"school": "Buôn Ma Thuột"},
        {"birth_place": ""},
        {"serial": "A 01234567"},
        {"copies": 5, "delivery": "COUNTER"},
        {"phone": "0912000111"},
        {"applicant": someone(name="NGUYỄN THỊ HƯỜNG")},
        {"applicant": someone(birth_date="1998-05-02")},
    ],
)
def test_how_it_is_written_makes_no_other_request(world: World, changes: dict[str, Any]) -> None:
    first = filed(world)
    assert codes(filed(world, **changes)) == [first.code]


@pytest.mark.parametrize(
    "changes",
    [
        {"graduation_year": 2015},
        {"level": "THCS"},
        {"school": "THPT Buôn Hồ"},
        {"applicant": someone(identity="066198009999")},
    ],
)
def test_another_thing_or_another_person_is_no_twin(world: World, changes: dict[str, Any]) -> None:
    filed(world)
    assert codes(filed(world, **changes)) == []


def test_two_serials_are_two_diplomas_but_only_where_both_are_said(world: World) -> None:
    first = filed(world, serial="A 01234567")
    assert codes(filed(world, serial="a.01234567")) == [first.code]
    assert codes(filed(world, serial="B 7654321")) == []


def holder(**changes: Any) -> dict[str, Any]:
    """Somebody else's diploma."""
    born = {"name": "Y Nam Niê", "birth_date": "1998-01-02", "sex": "M", "identity": ""}
    return {"relation": "family", "holder": {**born, **changes}, "kinship": "con", "proof": []}


def of_child(world: World, owner: User | None = None, **changes: Any) -> Dossier:
    return filed(world, owner, **{**holder(**changes), "proof": [paper(owner or world.huong)]})


def test_a_mother_files_for_each_of_her_children(world: World) -> None:
    first = of_child(world)
    assert codes(of_child(world, name="Y Bắc Niê")) == []
    assert codes(of_child(world, birth_date="1999-01-02")) == []
    assert codes(of_child(world)) == [first.code]


def test_without_a_number_name_and_birth_date_say_who_it_is(world: World) -> None:
    first = of_child(world)
    with_number = of_child(world, identity="066208001111", name="y  nam NIÊ")
    assert codes(with_number) == [first.code]
    # nobody knows whose the first is
    assert codes(of_child(world, identity="066208002222")) == [first.code]
    assert set(codes(first)) == set(
        Dossier.objects.exclude(pk=first.pk).values_list("code", flat=True)
    )


def test_father_and_mother_ask_for_the_same_child(world: World) -> None:
    first, father = of_child(world), person("cha", "Y Wang Niê")
    second = of_child(world, father)
    assert codes(second) == [first.code]
    assert [one.dossier for one in twins.tellable(Reader(world.dung), second)] == [first]
    # what the mother filed is not told to the father
    assert twins.tellable(Reader(father), second) == []


def test_ones_own_number_finds_what_was_filed_at_a_counter(world: World) -> None:
    draft = draft_of(world, world.lan)
    Draft.objects.filter(pk=draft.pk).update(counter=world.centre)
    first = actions.submit_at_counter(Draft.objects.get(pk=draft.pk), world.lan, world.centre)
    second = filed(world)
    # the account does not say that it is her number
    assert twins.tellable(Reader(world.huong), second) == []
    world.huong.identity_number = NUMBER
    world.huong.save()
    assert [one.dossier for one in twins.tellable(Reader(world.huong), second)] == [first]


def test_another_procedure_is_another_request(world: World) -> None:
    filed(world)
    version = publish("diploma-reissue")
    dossier = Dossier(
        version=version,
        answers=answers(),
        holder_name="Nguyễn Thị Hường",
        holder_birth_date=BIRTH_DATE,
    )
    twins.mark(dossier, definition_of(version))
    assert dossier.request_by_name and twins.of(dossier) == []


def test_nothing_of_a_person_can_be_read_from_the_mark(world: World, settings: Any) -> None:
    dossier = filed(world)
    assert len(dossier.request_by_number) == len(dossier.request_by_name) == 32
    before = dossier.request_by_number
    settings.INDEX_KEY = "another key " * 4
    twins.mark(dossier, definition_of(dossier.version))
    assert dossier.request_by_number != before


def test_an_open_one_is_told_and_a_decided_one_is_mentioned_and_a_stopped_one_is_not(
    world: World,
) -> None:
    first, second = filed(world), filed(world)
    (found,) = twins.of(second)
    assert found.is_open
    decide(first, "receive", world.lan, "refuse", reason="Không thuộc thẩm quyền")
    assert twins.of(second) == []
    Dossier.objects.filter(pk=first.pk).update(decision="GRANTED", decided_at=first.submitted_at)
    (found,) = twins.of(second)
    assert not found.is_open and found.decided_at == first.submitted_at


def test_who_is_to_be_told_files_again_only_by_saying_that_they_know(world: World) -> None:
    filed(world)
    draft = draft_of(world)
    with pytest.raises(WrongState, match="cùng việc này"):
        actions.submit(draft, world.huong, told="")
    assert Dossier.objects.count() == 1
    seal = twins.seal_of(filing.twins_of(draft, world.huong))
    second = actions.submit(draft, world.huong, told=seal)
    first = Dossier.objects.exclude(pk=second.pk).get()
    assert second.entries.get(act="submit").data["same_request"] == [first.code]
    assert twins.told_when_filed(second) == [first.code]


def test_what_was_told_then_is_not_enough_for_what_came_since(world: World) -> None:
    filed(world)
    draft = draft_of(world)
    seal = twins.seal_of(filing.twins_of(draft, world.huong))
    filed(world)
    with pytest.raises(WrongState):
        actions.submit(draft, world.huong, told=seal)


def test_a_supplement_that_changes_the_thing_changes_its_mark(world: World) -> None:
    first, second = filed(world), filed(world, graduation_year=2015)
    assert codes(second) == []
    decide(second, "receive", world.lan, "supplement", reason="Sai năm")
    again = Dossier.objects.get(pk=second.pk)
    actions.supply(again, world.huong, {**again.answers, "graduation_year": 2016})
    assert codes(Dossier.objects.get(pk=second.pk)) == [first.code]


DASHES = st.sampled_from(["-", "–", "—", " ", "  ", ".", "", "/", "\u00a0", "‑"])


@given(
    st.lists(st.sampled_from(["thpt", "buon", "12", "so", "ea"]), min_size=1, max_size=5), st.data()
)
def test_blanks_dashes_capitals_and_composition_never_matter(
    parts: list[str], data: st.DataObject
) -> None:
    plain = "".join(parts)
    written = "".join(
        data.draw(DASHES) + data.draw(st.sampled_from([one, one.upper(), one.title()]))
        for one in parts
    )
    assert twins.plain(written) == twins.plain(plain)


def test_dossiers_filed_before_get_their_mark_by_the_migration(world: World) -> None:
    first = filed(world)
    Dossier.objects.filter(pk=first.pk).update(request_by_number="", request_by_name="")
    erased = filed(world, graduation_year=2014)
    Dossier.objects.filter(pk=erased.pk).update(
        request_by_number="",
        request_by_name="",
        answers={},
        sealed_key=None,
        applicant_name="",
        holder_name="",
    )
    step = import_module("workflows.migrations.0028_mark_requests_filed_before")
    editor = SimpleNamespace(connection=connection)
    step.mark(apps, editor)
    second = filed(world, school="Trường THPT Buôn Ma Thuột")  # as it is called elsewhere
    assert codes(second) == [first.code]
    assert Dossier.objects.get(pk=erased.pk).request_by_name == ""
