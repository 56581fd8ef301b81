"""People abroad fill in a form: their telephones, passports, addresses, and what is known of a day
of birth.
"""

from __future__ import annotations

from typing import Any

import phonenumbers
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from forms import binding
from forms.field_kinds import AddressField
from forms.language import Section
from forms.lists import countries
from forms.summary import summarise
from tests.forms.questions import field, form, posted, section

PERSON = {"person.name": "Nguyễn Mai Anh", "person.sex": "F"}
BORN = {
    "person.birth_date.day": "5",
    "person.birth_date.month": "2",
    "person.birth_date.year": "1998",
}


def page(kind: str, **more: Any) -> Section:
    return section(field(kind, **({"abroad": True} | more)))


def kept(asked: Section, typed: dict[str, str]) -> Any:
    """The answer, which must be taken and read back as the same when the form is filed."""
    bound = binding.bind(asked, {}, posted(typed))
    assert bound.errors == []
    assert binding.check_form(form(asked), bound.values) == []
    return bound.values[asked.fields[0].id]


def refused(asked: Section, typed: dict[str, str]) -> list[str]:
    return [error.message for error in binding.bind(asked, {}, posted(typed)).errors]


def told(asked: Section, value: Any, language: str = "vi") -> str:
    return summarise(form(asked), {asked.fields[0].id: value}, language)[0].rows[0].value


class TestPhones:
    @pytest.mark.parametrize("abroad", [True, False])
    @pytest.mark.parametrize(
        "typed",
        ["0905123456", "0905 123 456", "84905123456", "+84 905-123-456", "+84905123456", "0084 905 123 456",
         "(+84) 905.123.456", "+84 0905 123 456"],
    )  # fmt: skip
    def test_one_vietnamese_number_in_every_spelling_is_kept_once(
        self, typed: str, abroad: bool
    ) -> None:
        assert kept(page("phone", abroad=abroad), {"phone": typed}) == "0905123456"

    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("+1 202 555 0123", "+12025550123"),
            ("001 202 555 0123", "+12025550123"),
            ("+1 (202) 555-0123", "+12025550123"),
            ("+49 30 901820", "+4930901820"),
            ("+82 10-1234-5678", "+821012345678"),
            ("+44 7911 123456", "+447911123456"),
        ],
    )
    def test_a_number_of_another_country_is_kept_by_its_code(self, typed: str, number: str) -> None:
        assert kept(page("phone"), {"phone": typed}) == number

    @pytest.mark.parametrize(
        "typed",
        ["+1 202 555", "+1", "+", "+84 905 123", "0905 123", "202 555 0123", "+999 123 456", "x"],
    )
    def test_a_half_typed_one_is_refused_in_one_sentence(self, typed: str) -> None:
        (message,) = refused(page("phone"), {"phone": typed})
        assert "+1 202 555 0123" in message

    def test_where_nobody_abroad_may_ask_the_number_is_a_vietnamese_one(self) -> None:
        assert "Việt Nam" in refused(page("phone", abroad=False), {"phone": "+1 202 555 0123"})[0]

    @given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS - {"VN"})))
    def test_every_country_has_numbers_that_are_taken(self, region: str) -> None:
        example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
        # Tristan da Cunha has no mobile ones
        example = example or phonenumbers.example_number(region)
        typed = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        number = kept(page("phone"), {"phone": typed})
        assert kept(page("phone"), {"phone": number}) == number and number.startswith("+")


class TestPassports:
    @pytest.mark.parametrize("typed", ["C1234567", "c1234567", "C 1234567"])
    def test_letters_tell_a_passport_whatever_was_chosen(self, typed: str) -> None:
        value = kept(page("person"), PERSON | BORN | {"person.identity": typed})
        assert (value["identity"], value["document"]) == ("C1234567", "PASSPORT")
        assert told(page("person"), value) == "Nguyễn Mai Anh, 05/02/1998, Nữ, hộ chiếu C1234567"

    def test_one_of_digits_alone_is_chosen(self) -> None:
        typed = PERSON | BORN | {"person.identity": "512345678", "person.document": "PASSPORT"}
        assert kept(page("person"), typed)["document"] == "PASSPORT"

    def test_a_vietnamese_number_is_kept_as_ever(self) -> None:
        value = kept(
            page("person"),
            PERSON | BORN | {"person.identity": "066198001234", "person.document": "ID"},
        )
        assert value == {
            "name": "Nguyễn Mai Anh",
            "birth_date": "1998-02-05",
            "sex": "F",
            "identity": "066198001234",
        }

    @pytest.mark.parametrize("typed", ["C12", "ABCDEFGH", "C123456789012", "C1234567*"])
    def test_what_is_no_passport_is_refused(self, typed: str) -> None:
        assert refused(
            page("person"),
            PERSON | BORN | {"person.identity": typed, "person.document": "PASSPORT"},
        )

    def test_where_nobody_abroad_may_ask_it_is_twelve_digits(self) -> None:
        typed = PERSON | BORN | {"person.identity": "C1234567"}
        assert "12 chữ số" in refused(page("person", abroad=False), typed)[0]


class TestBirthDates:
    @pytest.mark.parametrize(
        ("month", "year", "known", "shown"),
        [("", "1950", "1950", "1950"), ("2", "1950", "1950-02", "02/1950")],
    )
    def test_what_is_known_is_kept_shown_and_read_back(
        self, month: str, year: str, known: str, shown: str
    ) -> None:
        typed = PERSON | {
            "person.identity": "C1234567",
            "person.birth_date.month": month,
            "person.birth_date.year": year,
        }
        value = kept(page("person"), typed)
        assert value["birth_date"] == known
        assert shown in told(page("person"), value).split(", ")

    @pytest.mark.parametrize(
        ("day", "month", "year"),
        [("5", "", "1950"), ("", "2", ""), ("5", "2", ""), ("", "", "2999")],
    )
    def test_what_is_no_such_thing_is_refused(self, day: str, month: str, year: str) -> None:
        born = {
            "person.birth_date.day": day,
            "person.birth_date.month": month,
            "person.birth_date.year": year,
        }
        assert refused(page("person"), PERSON | born | {"person.identity": "C1234567"})

    def test_where_nobody_abroad_may_ask_the_whole_day_is_asked(self) -> None:
        typed = PERSON | {"person.identity": "066198001234", "person.birth_date.year": "1950"}
        assert refused(page("person", abroad=False), typed)


class TestAddresses:
    ABROAD = {"address.country": "US", "address.detail": "123 Main St\nSpringfield, IL 62701"}

    def test_a_country_and_lines_are_all_that_is_asked(self) -> None:
        value = kept(
            page("address"), self.ABROAD | {"address.province": "66", "address.ward": "24133"}
        )
        assert value == {
            "province": "", "ward": "", "old_place": "",
            "country": "US", "detail": "123 Main St\nSpringfield, IL 62701",
        }  # fmt: skip
        assert told(page("address"), value) == "123 Main St, Springfield, IL 62701, Hoa Kỳ"
        assert told(page("address"), value, "en").endswith("United States")
        asked = AddressField.model_validate(field("address", abroad=True)).inputs(
            self.ABROAD, "address"
        )
        assert [one.name for one in asked] == ["address.country", "address.detail"]

    def test_viet_nam_is_chosen_from_the_start_and_asks_for_the_ward(self) -> None:
        asked = AddressField.model_validate(field("address", abroad=True)).inputs({}, "address")
        assert (asked[0].value, asked[0].options[0]) == ("VN", ("VN", "Việt Nam"))
        assert [one.name for one in asked][1:3] == ["address.province", "address.ward"]
        assert binding.bind(page("address"), {}, posted({"address.country": "VN"})).values == {
            "address": None
        }

    def test_a_country_without_lines_is_kept_and_told(self) -> None:
        bound = binding.bind(page("address"), {}, posted({"address.country": "FR"}))
        assert [error.anchor for error in bound.errors] == ["id_address-detail"]
        assert bound.partial_values["address"]["country"] == "FR"

    @pytest.mark.parametrize("code", ["XX", "EU", "<b>"])
    def test_a_country_that_is_none_is_refused(self, code: str) -> None:
        assert refused(page("address"), {"address.country": code, "address.detail": "1 Main St"})

    def test_countries_stand_in_vietnamese_order(self) -> None:
        names = [name for _code, name in countries.countries()]
        assert names.index("Đức") > names.index("Cuba") and names.index("Ấn Độ") < names.index(
            "Ba Lan"
        )

    def test_a_language_that_nobody_named_countries_in_reads_vietnamese(self) -> None:
        with translation.override("rad"):
            assert countries.country_name("DE") == "Đức"

    def test_where_nobody_abroad_may_ask_no_country_is_offered(self) -> None:
        asked = AddressField.model_validate(field("address")).inputs({}, "address")
        assert next(one.name for one in asked) == "address.province"


class TestNothingAnswered:
    """A country that stands there by itself is no answer: the sentence is at the first box that is
    empty.
    """

    def test_the_sentence_is_at_the_province(self) -> None:
        bound = binding.bind(page("address", required=True), {}, posted({"address.country": "VN"}))
        assert [error.anchor for error in bound.errors] == ["id_address-province"]
        assert [one.name for one in bound.fields[0].inputs if one.error] == ["address.province"]

    def test_abroad_it_is_at_the_lines(self) -> None:
        bound = binding.bind(page("address", required=True), {}, posted({"address.country": "US"}))
        assert [error.anchor for error in bound.errors] == ["id_address-detail"]
