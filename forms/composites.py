"""Answers made of several inputs: a person, an address. Every fault is told at once, what is right
is kept.
"""

from __future__ import annotations

from collections.abc import Callable

from forms.errors import PartlyRefused, Refused


class Parts:
    """Collects the parts of one answer."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}
        self._faults: list[Refused] = []

    def take(
        self, part: str, read: Callable[[], str | None], missing: str = "", box: str = ""
    ) -> None:
        """Read one part; with `missing`, its absence is a fault, shown at the input `box` of the
        part.
        """
        try:
            value = read()
            if not value and missing:
                raise Refused(missing, box)
        except Refused as refused:
            self._faults.append(Refused(refused.message, f"{part}.{refused.part}".rstrip(".")))
            value = None
        self._kept[part] = value or ""

    def whole(self) -> dict[str, str]:
        """All parts; raises PartlyRefused when one is wrong or missing."""
        if self._faults:
            raise PartlyRefused(self._faults, self._kept if any(self._kept.values()) else None)
        return self._kept
