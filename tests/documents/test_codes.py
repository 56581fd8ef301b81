"""The code on a document: unguessable, typable, and wrong when mistyped."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import codes

fresh = st.builds(codes.new_code)


def test_codes_do_not_repeat() -> None:
    assert len({codes.new_code() for _ in range(5_000)}) == 5_000


def test_a_code_has_twelve_letters_nobody_confuses() -> None:
    letters = set("".join(codes.new_code() for _ in range(500)))
    assert letters == set(codes.ALPHABET)
    assert not letters & set("ILOU")


@given(fresh)
def test_a_new_code_is_well_formed_and_survives_printing_and_typing(code: str) -> None:
    assert codes.is_well_formed(code)
    assert codes.normalise(codes.pretty(code)) == code
    assert codes.normalise(f"  {codes.pretty(code).lower().replace('-', ' ')}\n") == code


@given(fresh)
def test_o_i_and_l_are_read_as_the_digits_they_look_like(code: str) -> None:
    typed = code.replace("0", "O").replace("1", "l")
    assert codes.normalise(typed) == code


def test_every_single_wrong_character_is_caught() -> None:
    code = codes.new_code()
    for place, letter in itertools.product(range(codes.LENGTH), codes.ALPHABET):
        changed = code[:place] + letter + code[place + 1 :]
        assert codes.is_well_formed(changed) == (changed == code)


@given(fresh, st.integers(0, codes.LENGTH - 1), st.integers(0, codes.LENGTH - 1))
def test_two_swapped_characters_are_caught_neighbours_or_not(
    code: str, one: int, other: int
) -> None:
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    swapped = "".join(letters)
    assert codes.is_well_formed(swapped) == (swapped == code)


@given(fresh, st.data())
def test_any_two_wrong_characters_are_caught(code: str, data: st.DataObject) -> None:
    places = data.draw(
        st.lists(st.integers(0, codes.LENGTH - 1), min_size=2, max_size=2, unique=True)
    )
    letters = list(code)
    for place in places:
        letters[place] = data.draw(
            st.sampled_from([letter for letter in codes.ALPHABET if letter != code[place]])
        )
    assert not codes.is_well_formed("".join(letters))


@pytest.mark.parametrize(
    "typed",
    ["", "ABC", "7K2M-Q9ZD-4XW", "7K2M-Q9ZD-4XWE-A", "ĐẮKLẮKĐẮKLẮK", "../../etc/pw", "U" * 12],
)
def test_what_cannot_be_a_code_is_not_one(typed: str) -> None:
    assert not codes.is_well_formed(codes.normalise(typed))


@pytest.mark.parametrize(
    "around",
    ["Mã kiểm tra: {}", "Mã: {}.", "https://a.vn/kiem-tra/?ma={}", "https://a.vn/k/{}/", "a.vn/k/ {}", "QR {} ngày 5/2",
     "{} / {}", "({})"],
)  # fmt: skip
@pytest.mark.parametrize("between", ["-", " ", "- ", "\n", " – ", "\u2011", "."])
def test_a_code_is_found_among_what_was_copied_with_it(around: str, between: str) -> None:
    code = codes.new_code()
    assert codes.normalise(around.replace("{}", codes.pretty(code).replace("-", between))) == code


def test_of_two_codes_none_is_guessed() -> None:
    two = f"{codes.pretty(codes.new_code())} {codes.pretty(codes.new_code())}"
    assert not codes.is_well_formed(codes.normalise(two))


@given(fresh)
def test_a_u_is_read_as_the_v_it_looks_like(code: str) -> None:
    assert codes.normalise(code.replace("V", "u")) == code


def test_full_width_digits_of_a_phone_keyboard_are_read() -> None:
    code = codes.new_code()
    wide = "".join(chr(ord(letter) - 0x21 + 0xFF01) for letter in code)
    assert codes.normalise(wide) == code
