"""Another province's register stays shut: not looked up, not opened by its number, not printed on a
paper (D2, D4).
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from organisations.models import Authority
from registers.models import Diploma, RegisterBook
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from workflows import actions
from workflows.errors import Incomplete
from workflows.models import Dossier, WorkItem

CANARY = "CHIMHOANGYEN"


@pytest.fixture
def foreign(world: World) -> Diploma:
    """The same person as in our own register, in the book of another province's department."""
    other = Authority.objects.create(
        slug="sgddt-khac", name="Sở khác", kind="DEPARTMENT", valid_from="2020-01-01"
    )
    book = RegisterBook.objects.create(name="Sổ của tỉnh khác", keeper=other)
    copied = {
        field.name: getattr(world.diploma, field.name)
        for field in Diploma._meta.fields
        if field.name != "id"
    }
    return Diploma.objects.create(
        **{**copied, "book": book, "book_number": CANARY, "signer": CANARY}
    )


@pytest.fixture
def dossier(world: World) -> Dossier:
    """Received, and in front of the expert who matches it."""
    return decide(actions.submit(draft_of(world), world.huong), world.lan, "accept")


def item_of(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)


def test_the_register_is_searched_in_the_deciding_authoritys_books_only(
    world: World, foreign: Diploma, dossier: Dossier
) -> None:
    page = (
        visiting(world.binh)
        .get(reverse("portal:work", args=[item_of(dossier).pk]), {"xem": "so-goc"})
        .text
    )
    assert str(world.diploma.signer) in page
    assert CANARY not in page


def test_an_entry_of_another_province_is_not_opened_by_its_number(
    world: World, foreign: Diploma, dossier: Dossier
) -> None:
    binh, address = visiting(world.binh), reverse("portal:work", args=[item_of(dossier).pk])
    for button in ("do-pick", "do-entry"):
        sent = {button: foreign.pk, "xem": "so-goc", "do-key": uuid4().hex}
        assert CANARY not in binh.post(address, sent).text
        nothing = binh.post(address, {**sent, button: 10**9})
        assert nothing.status_code == 200


@pytest.mark.parametrize("entry", ["foreign", "none", "word"])
def test_no_paper_states_the_entry_of_another_province(
    world: World, foreign: Diploma, dossier: Dossier, entry: str
) -> None:
    field = world_register_field(world)
    wanted = {"foreign": foreign.pk, "none": 10**9, "word": "1 OR 1=1"}[entry]
    with pytest.raises(Incomplete):
        actions.decide(item_of(dossier), world.binh, "found", values={field: wanted})
    assert item_of(dossier).outcome == ""


def world_register_field(world: World) -> str:
    from workflows.published import definition_of

    return definition_of(world.version).register_fields()[0][1]


def test_the_books_of_the_departments_schools_are_its_own(world: World, dossier: Dossier) -> None:
    school = Authority.objects.create(
        slug="truong-cu",
        name="Trường cũ",
        kind="SCHOOL",
        valid_from="2020-01-01",
        parent=world.department,
    )
    RegisterBook.objects.filter(pk=world.diploma.book_id).update(keeper=school)
    page = (
        visiting(world.binh)
        .get(reverse("portal:work", args=[item_of(dossier).pk]), {"xem": "so-goc"})
        .text
    )
    assert str(world.diploma.signer) in page
