"""How surely the portal knows who is there: levels of an identification account, in their order.

Decree 69/2024/NĐ-CP, Điều 6: mức độ 01 (stated and compared with the national database), mức độ 02
(face and fingerprint were compared by the police). A password or a code of this portal's own proves
no identity: it has no level. Levels are compared by their place in this list, never as text.
"""

from __future__ import annotations

from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Level = Literal["level-1", "level-2"]
LEVELS: tuple[Level, ...] = ("level-1", "level-2")
NAMES: dict[str, Promise] = {
    "level-1": _("mức độ 01"),
    "level-2": _("mức độ 02"),
}


def at_least(had: str, needed: str) -> bool:
    """Whether a session opened at `had` does for `needed` ("": nothing is needed).

    "" and unknown words are no level: nothing does for an unknown need.
    """
    if not needed:
        return True
    return needed in LEVELS and _place(had) >= _place(needed)


def higher(one: str, other: str) -> str:
    """The higher of two levels that somebody needs; "" of none."""
    return max(one, other, key=_place)


def _place(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1
