"""Provinces and wards stand as Vietnamese lists do, the site's own province before the others."""

from __future__ import annotations

import hashlib
from typing import Any

import time_machine
from django.test import override_settings

from forms.field_kinds import AddressField
from forms.lists import places
from forms.lists.ward_names import RENAMED
from foundation.text import fold
from tests.forms.questions import field


def names(province: str = "66") -> list[str]:
    return [name for _code, name in (places.wards(province) if province else places.provinces())]


def test_the_sites_own_province_is_the_first_and_the_others_follow_in_vietnamese_order() -> None:
    home, *others = [name.removeprefix("Thành phố ") for _code, name in places.provinces()]
    assert home == "Đắk Lắk"
    assert others[:4] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng"]
    at = others.index
    assert (
        at("Cần Thơ")
        < at("Đà Nẵng")
        < at("Điện Biên")
        < at("Đồng Nai")
        < at("Đồng Tháp")
        < at("Gia Lai")
    )
    assert (
        at("Hà Nội")
        < at("Hà Tĩnh")
        < at("Hải Phòng")
        < at("Hồ Chí Minh")
        < at("Huế")
        < at("Hưng Yên")
    )
    assert others[-1] == "Vĩnh Long" and len(others) == 33


@override_settings(HOME_PROVINCE="1")
def test_another_site_begins_with_its_own() -> None:
    assert places.provinces()[0] == ("1", "Thành phố Hà Nội")
    assert [name for _code, name in places.provinces()][1] == "An Giang"


def test_an_address_offers_them_in_that_order() -> None:
    province, *_others = AddressField.model_validate(field("address")).inputs({}, "address")
    assert province.options == places.provinces()


def test_wards_stand_by_their_names_whatever_kind_they_are() -> None:
    found = [
        name.removeprefix("Phường ").removeprefix("Xã ").removeprefix("Đặc khu ")
        for name in names()
    ]
    at = found.index
    assert (
        at("Buôn Đôn")
        < at("Buôn Hồ")
        < at("Buôn Ma Thuột")
        < at("Cư M’gar" if "Cư M’gar" in found else "Cư M'gar")
    )
    assert (
        at("Dur Kmăl")
        < at("Đắk Liêng")
        < at("Ea Drăng")
        < at("Krông Pắc")
        < at("Tân An")
        < at("Tân Lập")
    )


def test_no_name_has_two_blanks_or_a_blank_that_does_not_break() -> None:
    every = [*names(""), *(name for code, _name in places.provinces() for name in names(code))]
    assert len(every) == 34 + 3321
    assert [
        name
        for name in every
        if name != " ".join(name.split(" ")).strip() or "  " in name or "\xa0" in name
    ] == []
    assert "Phường Buôn Ma Thuột" in every


def test_a_name_is_found_by_its_code_with_one_blank() -> None:
    found: dict[str, Any] = {name: code for code, name in places.wards("66")}
    assert places.ward_name("66", found["Phường Buôn Ma Thuột"]) == "Phường Buôn Ma Thuột"


def test_a_ward_is_written_as_on_the_day_it_is_shown() -> None:
    for day, name in (("2026-09-19", "Xã Ea H’leo"), ("2026-09-20", "Xã Ea H’Leo")):
        with time_machine.travel(f"{day} 12:00 +0700", tick=False):
            assert places.ward_name("66", "24184") == name
            assert name in names()


def test_each_change_is_of_a_ward_of_the_list_and_finds_the_old_name_too() -> None:
    listed = {(province, code): name for province, (code, name) in places._all_wards()}
    for ward, (_day, name) in RENAMED.items():
        assert listed[ward] != name
        assert fold(listed[ward]).replace("–", "-") == fold(name)


def test_stored_addresses_mean_the_wards_that_were_chosen() -> None:
    """Another list gives numbers of before to other wards: see docs/decisions/0025 before changing
    this.
    """
    whole = hashlib.sha256(repr(places._all_wards()).encode()).hexdigest()
    assert whole == "beea98d99aea9c6272cfee6cc1979166d02a6248dce96c8ecb8cae18b76127f3"
    assert places.ward_name("1", "226") == "Phường Kim Liên"
