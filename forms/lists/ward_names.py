"""How wards have come to be written since the pinned list of them (docs/decisions/0025): dated, one
line a change.

The list that followed it (2026-09-20) also numbers 114 wards anew, and gives numbers of before to
other wards. Answers keep the number they were given under, so the numbers here are those of the
pinned list.
"""

from __future__ import annotations

import datetime as dt

_LISTED = dt.date(2026, 9, 20)

#: (province, ward of the pinned list) → from when on, and how it is written from then on.
RENAMED: dict[tuple[str, str], tuple[dt.date, str]] = {
    ("4", "1501"): (_LISTED, "Xã Đàm Thủy"),
    ("8", "928"): (_LISTED, "Xã Thanh Thủy"),
    ("25", "8674"): (_LISTED, "Xã Thanh Thủy"),
    ("31", "11533"): (_LISTED, "Phường Hòa Bình"),
    ("31", "11560"): (_LISTED, "Phường Thủy Nguyên"),
    ("46", "20152"): (_LISTED, "Xã Chân Mây - Lăng Cô"),
    ("51", "23302"): (_LISTED, "Phường Đăk Bla"),
    ("66", "24184"): (_LISTED, "Xã Ea H’Leo"),
    ("68", "24718"): (_LISTED, "Xã Đắk Song"),
    ("68", "24829"): (_LISTED, "Phường B’Lao"),
    ("68", "24934"): (_LISTED, "Xã D’Ran"),
    ("80", "25606"): (_LISTED, "Xã Hòa Hội"),
    ("80", "25645"): (_LISTED, "Phường Hòa Thành"),
    ("80", "27811"): (_LISTED, "Xã Bình Hòa"),
    ("80", "27823"): (_LISTED, "Xã Mộc Hóa"),
    ("80", "27952"): (_LISTED, "Xã Hiệp Hòa"),
    ("80", "27979"): (_LISTED, "Xã Hòa Khánh"),
    ("80", "28003"): (_LISTED, "Xã Lương Hòa"),
}


def written(province: str, ward: str, listed: str, day: dt.date) -> str:
    """The ward's name on a day; `listed` is that of the pinned list."""
    since, name = RENAMED.get((province, ward), (dt.date.max, listed))
    return name if day >= since else listed
