"""Provinces and wards after the reform of 1 July 2025 (34 and 3,321 of them), from vietnam-provinces."""

from __future__ import annotations

from functools import lru_cache

from vietnam_provinces import Province, Ward

Place = tuple[str, str]  # code as text, name


@lru_cache(maxsize=1)
def provinces() -> tuple[Place, ...]:
    """Every province as (code, name), by name."""
    found = [(str(province.code.value), province.name) for province in Province.iter_all()]
    return tuple(sorted(found, key=lambda place: place[1].removeprefix("Thành phố ")))


@lru_cache(maxsize=64)
def wards(province: str) -> tuple[Place, ...]:
    """Every ward of a province code as (code, name), by name; empty for an unknown code."""
    found = [place for code, place in _all_wards() if code == province]
    return tuple(sorted(found, key=lambda place: place[1].split(" ", 1)[-1]))


@lru_cache(maxsize=1)
def _all_wards() -> tuple[tuple[str, Place], ...]:
    return tuple((str(ward.province_code.value), (str(ward.code.value), ward.name)) for ward in Ward.iter_all())


def province_name(code: str) -> str:
    """Name of a province code; "" when there is none."""
    return dict(provinces()).get(code, "")


def ward_name(province: str, code: str) -> str:
    """Name of a ward code of a province; "" when there is none."""
    return dict(wards(province)).get(code, "")
