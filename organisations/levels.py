"""What a school teaches: preschool, primary, lower and upper secondary (Luật Giáo dục 43/2019/QH14,
Điều 6).
"""

from __future__ import annotations

import re
from typing import Literal

from foundation.text import fold

Level = Literal["PRESCHOOL", "PRIMARY", "THCS", "THPT"]

_NAMED: tuple[tuple[Level, str], ...] = (
    ("PRESCHOOL", r"mam non|mau giao|nha tre"),
    ("PRIMARY", r"tieu hoc|th (?=va|&|thcs)|th(?= ?[&,-])"),
    ("THCS", r"thcs|trung hoc co so"),
    ("THPT", r"thpt|trung hoc pho thong"),
)


def levels_in_name(name: str) -> tuple[Level, ...]:
    """The levels that a school's name says: "Trường THCS và THPT Đông Du" → THCS, THPT, () where it
    says none.
    """
    folded = fold(name)
    return tuple(
        level for level, pattern in _NAMED if re.search(rf"\b(?:{pattern})(?![a-z])", folded)
    )
