"""What is wrong with a site's settings, as a way that reads its own says it."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """As the start says it, and in Vietnamese with its mend."""

    line: str
    vi: str
    mend_vi: str
