"""Provinces and wards after the reform of 1 July 2025 (34 and 3,321 of them), from
vietnam-provinces.

The package is read where it is first asked: it takes a tenth of a start, of every command too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from forms.lists.ward_names import written
from foundation.text import clean_line, fold, list_key

Place = tuple[str, str]  # code as text, name
_KIND = re.compile(r"^(?:tinh|thanh pho|dac khu|phuong|xa) ")
_KINDS = ("Thành phố ", "Đặc khu ", "Phường ", "Xã ")


def provinces() -> tuple[Place, ...]:
    """Every province as (code, name): the site's own one, then by name without its kind."""
    return _provinces(settings.HOME_PROVINCE)


@lru_cache(maxsize=4)
def _provinces(home: str) -> tuple[Place, ...]:
    from vietnam_provinces import Province

    found = _by_name(
        (str(province.code.value), clean_line(province.name)) for province in Province.iter_all()
    )
    return tuple(sorted(found, key=lambda place: place[0] != home))


def wards(province: str) -> tuple[Place, ...]:
    """Every ward of a province code as (code, today's name), by name without its kind; empty for an
    unknown code.
    """
    return _wards(province, timezone.localdate())


@lru_cache(maxsize=64)
def _wards(province: str, day: dt.date) -> tuple[Place, ...]:
    listed = (ward for code, ward in _all_wards() if code == province)
    return _by_name((code, written(province, code, name, day)) for code, name in listed)


def _by_name(found: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(found, key=lambda place: list_key(_bare(place[1]))))


def _bare(name: str) -> str:
    for kind in _KINDS:
        name = name.removeprefix(kind)
    return name


@lru_cache(maxsize=1)
def _all_wards() -> tuple[tuple[str, Place], ...]:
    """(province code, ward); ten names come with two blanks."""
    from vietnam_provinces import Ward

    return tuple(
        (str(ward.province_code.value), (str(ward.code.value), clean_line(ward.name)))
        for ward in Ward.iter_all()
    )


def province_called(name: str) -> str:
    """Code of the province of this name, with or without its kind; "" when there is none."""
    return _called(name, provinces())


def ward_called(province: str, name: str) -> str:
    """Code of the province's ward of this name; "" when there is none, or more than one."""
    return _called(name, wards(province))


def _called(name: str, listed: Iterable[Place]) -> str:
    wanted, whole, bare = fold(name), [], []
    for code, full in listed:
        whole += [code] if fold(full) == wanted else []
        bare += [code] if _KIND.sub("", fold(full)) == _KIND.sub("", wanted) else []
    found = whole or bare
    return found[0] if wanted and len(found) == 1 else ""


def province_name(code: str) -> str:
    """Name of a province code; "" when there is none."""
    return dict(provinces()).get(code, "")


def ward_name(province: str, code: str) -> str:
    """Name of a ward code of a province; "" when there is none."""
    return dict(wards(province)).get(code, "")
