"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["wrong", "missing"]
WRONG: State = "wrong"
MISSING: State = "missing"


@dataclass(frozen=True)
class Word:
    """One thing found: what it is about, how bad, what it says, and how to mend it (Vietnamese)."""

    about: str
    state: State
    says: str
    mend: str
