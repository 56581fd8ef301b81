"""What the prose of a sheet tells of the way of a dossier that a draft does not take over: named,
line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from foundation.text import fold
from workflows.sheets import amounts
from workflows.sheets.reading import Said

#: Words of the prose → what a person has to write for them.
HINTS = (
    (
        re.compile(r"xem nhu da dong y|im lang|khong co y kien phan hoi thi|khong tra loi thi"),
        "silence counts as an answer here; say so by silence: or closes:",
    ),
    (
        re.compile(r"lay y kien|y kien phan hoi|van ban de nghi phoi hop|co quan phoi hop"),
        "somebody else is asked for an opinion; write a step of kind consult",
    ),
    (
        re.compile(
            r"doan danh gia|hoi dong|tham dinh thuc te|khao sat (?:chinh thuc|so bo)|kiem tra"
            r" thuc te"
        ),
        "a council or a visit on the spot; write a step for it",
    ),
    (
        re.compile(r"gui ho so .* (?:ve|len|den) (?:so|uy ban|bo) |chuyen ho so"),
        "the dossier goes on to another authority; write the step of whoever checks it first",
    ),
)


_MOMENTS = re.compile(r"ngay \d+ thang \d+|\d+\s*(?:\([^)]*\)\s*)?gio (?:sang|chieu)")


def hints(steps: Iterable[Said]) -> Iterator[tuple[str, Said]]:
    """(what to write, the first line that asks for it); the other lines that do are named behind
    it.
    """
    found: dict[str, list[Said]] = {}
    for said in steps:
        plain = fold(said.text)
        for pattern, text in HINTS:
            if pattern.search(plain):
                found.setdefault(text, []).append(said)
        for amount, unit in sorted(amounts.limits_named(_MOMENTS.sub("", plain))):
            text = f"a time of its own: {amount} {unit}; hours of a step, silence, lapse or a phase"
            found.setdefault(text, []).append(said)
    for text, lines in found.items():
        others = ", ".join(str(said.line) for said in lines[1:])
        yield f"{text} (also line {others})" if others else text, lines[0]
