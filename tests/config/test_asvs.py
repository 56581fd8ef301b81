"""The table of ASVS 5.0 names every requirement of levels 1 and 2 once, and no test that is not
there.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs/asvs.md").read_text()
ROWS = re.findall(r"^\| ([\d.]+) \| (\d) \| ([\w/]+) \| (.+) \|$", TABLE, re.MULTILINE)


def test_all_of_levels_one_and_two_are_judged() -> None:
    assert len({number for number, *_rest in ROWS}) == len(ROWS)
    assert Counter(level for _number, level, *_rest in ROWS) == {"1": 70, "2": 183}  # ASVS 5.0.0
    assert {state for _number, _level, state, _why in ROWS} == {"met", "partly", "no", "n/a"}


def test_the_count_above_is_that_of_the_rows() -> None:
    states = Counter(state for _number, _level, state, _why in ROWS)
    told = (
        f"{states['met']} met, {states['partly']} partly, {states['no']} not, {states['n/a']} do"
        " not apply"
    )
    assert told in TABLE


def test_every_place_that_is_named_is_there() -> None:
    named = set(
        re.findall(
            r"(?:tests|docs|config|deploy)/[\w./-]*\w", " ".join(why for *_rest, why in ROWS)
        )
    )
    assert len(named) > 40
    assert sorted(place for place in named if not (ROOT / place).exists()) == []
