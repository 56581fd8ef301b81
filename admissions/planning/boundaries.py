"""Outlines of wards from a GeoJSON file (RFC 7946), and how they are drawn.

The repository holds none; a site imports those it may use (`manage.py import_boundaries`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from admissions.planning.demand import Point

WIDTH = 1000.0  # of a drawing, in its own units
MOST_POINTS = 2_000_000


class NotBoundaries(Exception):
    """The file holds no outlines of wards; the text says why, in Vietnamese."""


@dataclass(frozen=True)
class Ward:
    """A ward: its code and name, and its rings as (east, north) in degrees."""

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def middle(self) -> Point:
        """The middle of its largest ring's points: where its number is written."""
        ring = max(self.rings, key=len)
        return Point(
            sum(east for east, _north in ring) / len(ring),
            sum(north for _east, north in ring) / len(ring),
        )


@dataclass(frozen=True)
class Shape:
    """A ward as it is drawn: the `d` of a path, and where its number stands."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """All wards; `height` beside WIDTH."""

    shapes: tuple[Shape, ...]
    height: float


def read(text: str) -> tuple[Ward, ...]:
    """Wards of a FeatureCollection whose features have `code` and `name`. Raises NotBoundaries."""
    try:
        said = json.loads(text)
        features = said["features"]
        if said["type"] != "FeatureCollection" or not features:
            raise NotBoundaries("Tệp không phải là FeatureCollection có ít nhất một xã, phường.")
        wards = tuple(_ward(one) for one in features)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise NotBoundaries("Tệp không phải GeoJSON có mã, tên và ranh giới từng xã.") from None
    if len({ward.code for ward in wards}) != len(wards):
        raise NotBoundaries("Có hai xã, phường cùng một mã.")
    if sum(len(ring) for ward in wards for ring in ward.rings) > MOST_POINTS:
        raise NotBoundaries("Ranh giới quá chi tiết; hãy giản lược tệp trước khi nhập.")
    return wards


def written(wards: Iterable[Ward]) -> str:
    """GeoJSON again, with nothing but what is used."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": ward.code, "name": ward.name},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in ward.rings]},
        }
        for ward in wards
    ]
    said = {"type": "FeatureCollection", "features": features}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def drawn(wards: Iterable[Ward]) -> Drawing:
    """Flat, north up, degrees east shortened as at the middle (equirectangular)."""
    found = list(wards)
    points = [point for ward in found for ring in ward.rings for point in ring]
    if not points:
        return Drawing((), 0)
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    shorter = math.cos(math.radians((south + north) / 2))
    unit = WIDTH / max((east - west) * shorter, 1e-9)

    def at(x: float, y: float) -> tuple[float, float]:
        return round((x - west) * shorter * unit, 1), round((north - y) * unit, 1)

    shapes = []
    for ward in found:
        path = "".join(
            f"M{'L'.join('{} {}'.format(*at(x, y)) for x, y in ring)}Z" for ring in ward.rings
        )
        middle = at(ward.middle.east, ward.middle.north)
        shapes.append(Shape(ward.code, ward.name, path, *middle))
    return Drawing(tuple(shapes), round((north - south) * unit, 1))


def _ward(feature: dict[str, Any]) -> Ward:
    told, shape = feature["properties"], feature["geometry"]
    code, name = str(told["code"]).strip(), str(told["name"]).strip()
    rings = tuple(_rings(shape["type"], shape["coordinates"]))
    if not code or not name or not rings:
        raise ValueError
    return Ward(code, name, rings)


def _rings(kind: str, coordinates: list[Any]) -> Iterator[tuple[tuple[float, float], ...]]:
    """The outer ring of each part; holes are not drawn."""
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError
    for part in [coordinates] if kind == "Polygon" else coordinates:
        ring = tuple((float(point[0]), float(point[1])) for point in part[0])
        if len(ring) < 4 or any(abs(x) > 180 or abs(y) > 90 for x, y in ring):
            raise ValueError
        yield ring
