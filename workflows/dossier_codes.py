"""The code of a dossier as people read it off a paper or a screen (TT 03/2025, TT 04/2025/TT-VPCP)."""

from __future__ import annotations

from organisations.text import clean_code

LONGEST = 40


def as_written(typed: str) -> str:
    """What was typed as a code is stored: capitals, no blanks, every dash a hyphen: "h15.50 – 261129 – 0002"."""
    return "".join(clean_code(typed).split()).upper()[:LONGEST]
