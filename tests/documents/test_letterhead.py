"""The name of an authority on its paper breaks before the place, never inside it."""

from __future__ import annotations

import pytest

from documents.standard_facts import _letterhead
from organisations.models import Authority


@pytest.mark.parametrize(
    ("name", "place", "unbroken"),
    [
        ("Sở Giáo dục và Đào tạo Đắk Lắk", "Đắk Lắk", "ĐẮK\u00a0LẮK"),
        ("Trung tâm Phục vụ hành chính công tỉnh Đắk Lắk", "Đắk Lắk", "TỈNH\u00a0ĐẮK\u00a0LẮK"),
        ("Trường THPT Buôn Ma Thuột", "Buôn Ma Thuột", "BUÔN\u00a0MA\u00a0THUỘT"),
    ],
)
def test_the_place_stays_on_one_line(name: str, place: str, unbroken: str) -> None:
    printed = _letterhead(Authority(name=name, place=place))
    assert printed.endswith(" " + unbroken)
    assert printed.replace("\u00a0", " ") == name.upper()
