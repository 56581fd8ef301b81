"""The code of a dossier, found however it was read off a paper and typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.applicant.code_spelling import as_written


@pytest.mark.parametrize(
    "typed",
    ["h15.50-261129-0002", "H15.50 – 261129 – 0002", "\u202dH15.50\u2011261129\u20110002\u202c", "H15.50 261129 0002",
     "H15502611290002", "H15,50/261129/0002", "H15.5O-261I29-OOO2", "Mã hồ sơ: H15.50-261129-0002.",
     "https://a.vn/ho-so/H15.50-261129-0002/", "Ｈ１５．５０－２６１１２９－０００２", "H15.50-\n261129-0002"],
)  # fmt: skip
def test_one_code_however_it_was_typed(typed: str) -> None:
    assert as_written(typed) == "H15.50-261129-0002"


@pytest.mark.parametrize(
    "typed", ["Nguyễn Văn An", "H15.50-261129-0002 và H15.50-261129-0003", "0905123456", "", "H15"]
)
def test_what_is_no_code_becomes_none(typed: str) -> None:
    assert as_written(typed) != "H15.50-261129-0002"
    assert len(as_written(typed)) <= 40


codes = st.builds(
    lambda parts, day, number: f"{'.'.join(['H15', *parts])}-{day:%y%m%d}-{number:04d}",
    st.lists(st.from_regex("[0-9]{2}", fullmatch=True).filter(str.isascii), max_size=2),
    st.dates(),
    st.integers(1, 99_999),
)


@given(codes, st.sampled_from([" ", "-", " - ", "/", "_", "–", "\u2011"]))
def test_whatever_stands_between_the_parts(code: str, between: str) -> None:
    assert as_written(code) == code
    assert as_written(code.lower().replace("-", between)) == code
