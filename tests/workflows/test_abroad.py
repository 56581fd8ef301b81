"""A dossier of somebody abroad: found, printed and checked by what its papers say, also on versions
of before.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from documents import issuing, verification
from forms.field_kinds import AddressField, PersonField, PhoneField
from registers import lookup
from tests.people import World, answers, draft_of, enter_diploma
from tests.workflows.conftest import item_of
from workflows import actions
from workflows.definition import canonical, from_canonical, load
from workflows.models import Dossier
from workflows.papers import facts, issuance
from workflows.procedure import publishing
from workflows.published import definition_of
from workflows.reports import queues

ABROAD: dict[str, Any] = {
    "applicant": {
        "name": "Mai Anh Smith",
        "birth_date": "1950",
        "sex": "F",
        "identity": "C1234567",
        "document": "PASSPORT",
    },
    "phone": "+12025550123",
    "address": {
        "province": "",
        "ward": "",
        "old_place": "",
        "country": "US",
        "detail": "123 Main St\nSpringfield, IL",
    },
    "school": "Trường Trung học Ban Mê Thuột",
}


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world, **ABROAD), world.huong)


def test_the_slips_print_passport_telephone_and_address(dossier: Dossier) -> None:
    printed = facts.slip_facts(dossier, definition_of(dossier.version), "")
    assert printed["applicant_identity"] == "hộ chiếu C1234567"
    assert printed["applicant_phone"] == "+12025550123"
    assert printed["applicant_address"] == "123 Main St, Springfield, IL, Hoa Kỳ"


@pytest.mark.parametrize(
    "typed", ["C1234567", "c1234567", "+1 202 555 0123", "+12025550123", "001 202-555-0123"]
)
def test_the_office_finds_it_by_passport_and_telephone(
    world: World, dossier: Dossier, typed: str
) -> None:
    assert list(queues.search(world.lan, typed)) == [dossier]


@pytest.mark.parametrize("typed", ["0905123456", "84905123456", "+84 905-123-456", "0084905123456"])
def test_a_vietnamese_number_is_found_in_every_spelling(world: World, typed: str) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    assert list(queues.search(world.lan, typed)) == [dossier]


def test_a_passport_of_digits_is_no_old_identity_card(world: World) -> None:
    holder = ABROAD["applicant"] | {"identity": "512345678"}
    foreign = actions.submit(draft_of(world, **ABROAD | {"applicant": holder}), world.huong)
    home = actions.submit(
        draft_of(world, applicant=answers()["applicant"] | {"identity": "512345678"}), world.huong
    )
    assert foreign.holder_index != home.holder_index
    assert set(queues.search(world.lan, "512345678")) == {foreign, home}


def test_a_year_is_no_day_and_is_printed_as_a_year(dossier: Dossier) -> None:
    known = facts.dossier_facts(dossier, definition_of(dossier.version))
    assert dossier.holder_birth_date is None
    assert (known["holder_birth_date"], known["holder_birth_date_text"]) == ("1950", "1950")


def test_the_check_takes_the_year_that_stands_on_the_paper(world: World, dossier: Dossier) -> None:
    definition = definition_of(dossier.version)
    dossier.decision_reason = "Không có trong sổ gốc."
    order = issuance.document_order(
        dossier, definition, definition.document("refusal_letter"), world.dung, "key"
    )
    document = issuing.produce(issuing.reserve(order).pk)
    asked = verification.check(document.code)
    assert asked.has_birth_date and not asked.named
    assert verification.check(document.code, "1950").holder == "Mai Anh Smith"
    assert not verification.check(document.code, "1951").named
    assert not verification.check(document.code, "1950-01-01").named


@pytest.mark.parametrize(
    ("day", "text"), [(None, "1950"), (None, "00/00/1950"), ("1950-02-05", "05/02/1950")]
)
def test_the_register_is_looked_up_by_the_year(world: World, day: str | None, text: str) -> None:
    born = {"birth_date": day, "birth_date_text": text, "book_number": "1"}
    diploma = enter_diploma(world.department, holder_name="Mai Thị Anh", **born)
    other = {"birth_date": "1961-01-01", "birth_date_text": "01/01/1961", "book_number": "2"}
    enter_diploma(world.department, holder_name="Mai Thị Anh", **other)
    best, *_others = lookup.find(lookup.DiplomaQuery(holder_name="Mai Thị Anh", birth_year=1950))
    assert best.diploma == diploma


@pytest.mark.parametrize(
    ("text", "known"),
    [("1979", "1979"), ("00/00/1979", "1979"), ("02/1979", "1979-02"), ("không rõ", "")],
)
def test_a_copy_is_checked_by_what_the_register_wrote(world: World, text: str, known: str) -> None:
    entry = enter_diploma(world.department, birth_date=None, birth_date_text=text, book_number="1")
    assert lookup.facts(entry)["birth_date"] == known


def test_versions_published_before_take_them_too(world: World) -> None:
    """Their text says nothing of people abroad, but their audience does."""
    data = json.loads(world.version.canonical)
    for section in data["form"]["sections"]:
        for field in section["fields"]:
            field.pop("abroad", None)
    read = from_canonical(json.dumps(data))
    asked = [
        one
        for one in read.form.fields()
        if isinstance(one, PersonField | PhoneField | AddressField)
    ]
    assert len(asked) >= 4 and all(one.abroad for one in asked)
    assert canonical(read) == world.version.canonical


def test_an_audience_without_them_is_not_offered_it() -> None:
    for folder in publishing.shipped_folders():
        definition = load(folder / "procedure.yaml")
        expected = bool({"OVERSEAS_VIETNAMESE", "FOREIGNER"} & set(definition.audience))
        fields = [
            one
            for one in definition.form.fields()
            if isinstance(one, PersonField | PhoneField | AddressField)
        ]
        assert {one.abroad for one in fields} == {expected}, folder.name


def test_a_filed_dossier_goes_on_to_the_office(world: World, dossier: Dossier) -> None:
    assert item_of(dossier).step == "receive"
    assert (
        "Mai Anh Smith" in dossier.applicant_name and answers()["phone"] != dossier.applicant_phone
    )
