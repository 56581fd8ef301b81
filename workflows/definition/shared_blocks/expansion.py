"""Puts the sections of shared blocks in the place where a form takes them, before anything is
understood or hashed.

What is published is what came of it: a version knows no block and does not change with one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from workflows.definition.findings import Path
from workflows.definition.shared_blocks.taken_section import BLOCK, Taking
from workflows.definition.source import Source

_SECTIONS: Path = ("form", "sections")


def unfolded(source: Source) -> Source:
    """The source with every block written out. What is wrong with the taking of one is among its
    faults.
    """
    sections = _sections(source.data)
    takings = {
        number: Taking(source, (*_SECTIONS, number), one)
        for number, one in enumerate(sections)
        if isinstance(one, dict) and BLOCK in one
    }
    if not takings:
        return source
    _read(takings.values())
    made = [
        takings[number].section() if number in takings else one
        for number, one in enumerate(sections)
    ]
    return replace(
        source,
        data={**source.data, "form": {**source.data["form"], "sections": made}},
        places=dict(_moved(source, takings)),
        faults=[*source.faults, *(fault for one in takings.values() for fault in one.faults)],
        lent={path: lent for one in takings.values() for path, lent in one.lent()},
    )


def _sections(data: Any) -> list[Any]:
    for part in _SECTIONS:
        data = data.get(part) if isinstance(data, dict) else None
    return data if isinstance(data, list) else []


def _read(takings: Collection[Taking]) -> None:
    """Each block once, so that a text of any length unfolds into no more than all blocks
    together.
    """
    first: dict[str, int] = {}
    for taking in takings:
        name = str(taking.words[BLOCK]).partition("@")[0]
        if name in first:
            taking.blame("block_twice", BLOCK, name=name, first=first[name])
        else:
            first[name] = taking.source.place((*taking.path, BLOCK))[0]
            taking.read()


def _moved(source: Source, takings: Mapping[int, Taking]) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Every place, under the path by which the checker names the part."""
    of_path = {taking.path: taking for taking in takings.values()}
    for path, place in source.places.items():
        section = path[:3]
        taking = of_path.get(section)
        moved = taking.moved(path[3:]) if taking else path[3:]
        if moved is not None:
            yield (*section, *moved), place
