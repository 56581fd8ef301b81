"""What a page sends as the number of a row may be anything: 4,400 digits are more than Python reads
(int() raises).
"""

from __future__ import annotations

import pytest

from foundation.numbers import row_id

LONG = ["9" * 4400, "9" * 19, "٣", "１２", "-1", "1.0", "", " 1", "0x1", "1_0"]


@pytest.mark.parametrize("sent", LONG, ids=range(len(LONG)))
def test_what_no_row_can_have_is_no_id(sent: str) -> None:
    assert row_id(sent) is None


def test_an_id_is_read() -> None:
    assert row_id("7") == 7 and row_id(12) == 12 and row_id("9" * 18) == 10**18 - 1
