"""The wards that were imported on this machine, drawn; none until somebody imports them.

They lie beside the site's own data as a file: they say nothing about anybody and are imported
again where they are lost.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from admissions.planning.boundaries import Drawing, Ward, drawn, read, written

NAME = "ward-boundaries.geojson"


def keep(text: str) -> int:
    """Replace the outlines by those of this GeoJSON text; how many. Raises NotBoundaries."""
    wards = read(text)
    place = _place()
    draft = place.with_suffix(".new")
    draft.write_text(written(wards), encoding="utf-8")
    draft.replace(place)
    return len(wards)


def wards() -> tuple[Ward, ...]:
    """In the order of the file."""
    return _kept()[0]


def drawing() -> Drawing:
    return _kept()[1]


def _kept() -> tuple[tuple[Ward, ...], Drawing]:
    try:
        stamp = _place().stat().st_mtime_ns
    except FileNotFoundError:
        return (), Drawing((), 0)
    return _read(str(_place()), stamp)


@lru_cache(maxsize=2)
def _read(path: str, _stamp: int) -> tuple[tuple[Ward, ...], Drawing]:
    found = read(Path(path).read_text(encoding="utf-8"))
    return found, drawn(found)


def _place() -> Path:
    return Path(settings.VAR) / NAME
