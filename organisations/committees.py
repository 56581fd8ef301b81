"""A people's committee and the place it governs: papers and registers that say where name the
place.
"""

from __future__ import annotations

import re

from foundation.text import clean_line

_COMMITTEE = re.compile(r"^(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+", re.IGNORECASE)


def place_of(name: str) -> str:
    """ "phường Buôn Ma Thuột" of "Ủy ban nhân dân phường Buôn Ma Thuột"; any other name is its own
    place.
    """
    return _COMMITTEE.sub("", clean_line(name))
