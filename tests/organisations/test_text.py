"""Names as people type them, paste them and sort them."""

import datetime as dt
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.text import (
    clean_code,
    clean_line,
    clean_text,
    fold,
    is_same_name,
    legible,
    list_key,
    mask_name,
    sort_key,
    vietnamese_date,
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def shuffled(names: list[str]) -> list[str]:
    return random.Random(7).sample(names, len(names))


class TestStoredForm:
    def test_decomposed_name_is_stored_composed(self) -> None:
        assert len(nfd("Nguyễn Thị Hường")) == 22
        assert clean_text(nfd("Nguyễn Thị Hường")) == "Nguyễn Thị Hường"
        assert len(clean_text("Nguyễn Thị Hường")) == 16

    @pytest.mark.parametrize(
        "invisible",
        [
            "\u200b",
            "\u200c",
            "\u200d",
            "\ufeff",
            "\u2060",
            "\u00ad",
            "\u034f",
            "\x00",
            "\x1b",
            "\x9f",
            "\ud800",
        ],
    )
    def test_invisible_characters_go(self, invisible: str) -> None:
        assert clean_text(f"Trần{invisible} Văn{invisible}") == "Trần Văn"

    @pytest.mark.parametrize(
        "override", list("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    )
    def test_text_cannot_be_shown_in_another_order(self, override: str) -> None:
        assert clean_text(f"bang{override}fdp.exe") == "bangfdp.exe"

    def test_invisible_character_between_letter_and_accent_does_not_stop_composition(self) -> None:
        assert clean_text("a\u200b\u0301") == "á"
        assert clean_text("a\u034f\u0301") == "á"

    def test_line_breaks_and_tabs_inside_stay(self) -> None:
        assert (
            clean_text("dòng một\r\ndòng hai\rdòng ba\u2028\tdòng tư")
            == "dòng một\ndòng hai\ndòng ba\n\tdòng tư"
        )

    def test_white_space_goes_at_the_ends_only(self) -> None:
        assert clean_text("\u00a0 \t Lê  Văn \u3000\n") == "Lê  Văn"

    def test_spelling_of_tones_is_kept(self) -> None:
        assert clean_text("hoà") == "hoà" != clean_text("hòa")

    @given(st.text())
    def test_storing_twice_changes_nothing(self, text: str) -> None:
        assert clean_text(clean_text(text)) == clean_text(text)
        assert unicodedata.is_normalized("NFC", clean_text(text))


class TestFolding:
    @pytest.mark.parametrize(
        "spelling", ["hòa", "hoà", "HÒA", "Hoà", nfd("hòa"), nfd("HOÀ"), "h\u200boà", "hoa"]
    )
    def test_spellings_of_one_name_are_equal(self, spelling: str) -> None:
        assert fold(spelling) == "hoa"

    @pytest.mark.parametrize("letter", ["Đ", "đ", "\u00d0", "\u00f0", "\u0189", "\u0256"])
    def test_every_d_with_a_stroke_is_a_d(self, letter: str) -> None:
        assert fold(f"{letter}ắk Lắk") == "dak lak"

    @pytest.mark.parametrize("name", ["H'Hen Niê", "H’Hen Niê", "Hʼhen NIÊ", nfd("H‘Hen Niê")])
    def test_apostrophes_of_ede_names_are_one(self, name: str) -> None:
        assert fold(name) == "h'hen nie"

    def test_letters_of_ede_names(self) -> None:
        assert fold("Y Ƀŏt Čư Êƀan") == "y bot cu eban"

    def test_every_vietnamese_letter_becomes_ascii(self) -> None:
        letters = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ"
        expected = "a" * 18 + "e" * 12 + "i" * 6 + "o" * 18 + "u" * 12 + "y" * 6 + "d"
        assert fold(letters) == fold(letters.upper()) == fold(nfd(letters)) == expected

    def test_blanks_are_single(self) -> None:
        assert fold("  Buôn\u00a0Ma \n Thuột\t") == "buon ma thuot"

    def test_full_width_text_from_phones(self) -> None:
        assert fold("Ｎｇｕｙễｎ") == "nguyen"

    @given(st.text())
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(st.text())
    def test_normal_form_does_not_matter(self, text: str) -> None:
        assert fold(nfd(text)) == fold(unicodedata.normalize("NFC", text)) == fold(clean_text(text))


class TestDates:
    @pytest.mark.parametrize(
        ("date", "written"),
        [
            (dt.date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
            (dt.date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
            (dt.date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
            (dt.date(2026, 10, 10), "ngày 10 tháng 10 năm 2026"),
        ],
    )
    def test_as_decree_30_writes_them(self, date: dt.date, written: str) -> None:
        assert vietnamese_date(date) == written


class TestMasking:
    @pytest.mark.parametrize(
        ("name", "masked"),
        [
            ("Nguyễn Văn A", "N*** V** A"),
            ("Nguyễn Thị Hường", "N*** T** H***"),
            (nfd("Ông Ích Khiêm"), "Ô** Í** K***"),
            ("H'Hen Niê", "H*** N**"),
            ("Y Thu Êban", "Y T** Ê***"),
            ("", ""),
        ],
    )
    def test_only_initials_remain(self, name: str, masked: str) -> None:
        assert mask_name(name) == masked


class TestSorting:
    def test_letters_before_tones(self) -> None:
        names = ["An", "Ảnh", "Ánh", "Ăn", "Ân", "Bình", "Dũng", "Duy", "Đạt"]
        assert sorted(shuffled(names), key=sort_key) == names

    def test_tones_in_their_order(self) -> None:
        names = ["ma", "mà", "mả", "mã", "má", "mạ"]
        assert sorted(shuffled(names), key=sort_key) == names

    def test_given_name_then_family_name_then_middle_names(self) -> None:
        names = [
            "Lê Văn An",
            "Trần Bảo An",
            "Trần Văn An",
            "Hồ Thị Ân",
            "Đỗ Văn Bình",
            "Đinh Văn Đạt",
        ]
        assert sorted(shuffled(names), key=sort_key) == names

    def test_case_form_and_blanks_do_not_matter(self) -> None:
        assert sort_key("  LÊ  VĂN ÁNH") == sort_key(nfd("Lê Văn Ánh"))

    def test_punctuation_and_foreign_letters_are_placed(self) -> None:
        assert sort_key("H'Hen") == sort_key("Hhen")
        assert sort_key("Zoe") < sort_key("Ωmega")
        assert sort_key("Y Čuôr") == sort_key("Y Cuôr")

    @given(st.lists(st.text(), max_size=5))
    def test_any_text_can_be_sorted(self, names: list[str]) -> None:
        sorted(names, key=sort_key)


DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"


class TestThreeGrades:
    def test_what_xml_cannot_hold_goes(self) -> None:
        assert clean_text("12 Lê\uffff\ufdd0\U0001ffff Duẩn") == "12 Lê Duẩn"

    @pytest.mark.parametrize(
        "blank", list("\u00a0\u1680\u2002\u2003\u2009\u200a\u202f\u205f\u3000")
    )
    def test_every_blank_is_a_blank(self, blank: str) -> None:
        assert clean_line(f"Buôn{blank}{blank}Ma{blank}Thuột") == "Buôn Ma Thuột"
        assert clean_text(f"Buôn{blank}Ma") == "Buôn Ma"

    @pytest.mark.parametrize("break_", ["\n", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
    def test_lines_part_words(self, break_: str) -> None:
        assert clean_text(f"Lê{break_}Văn") == "Lê\nVăn"
        assert clean_line(f"Lê{break_}Văn") == "Lê Văn"

    def test_full_width_letters_and_digits_are_ordinary_ones(self) -> None:
        assert clean_line("１２ Ｌê Duẩn") == "12 Lê Duẩn"

    def test_letters_of_other_scripts_stay(self) -> None:
        for text in (
            "高中毕业证书",
            "ວິທະຍາໄລ ປາກເຊ",
            "ភ្នំពេញ",
            "โรงเรียน",
            "고등학교",
            "Y Ƀŏt Čư Êƀan",
            "№ 5²",
        ):
            assert clean_line(text) == unicodedata.normalize("NFC", text)

    @pytest.mark.parametrize("dash", DASHES)
    def test_every_dash_inside_a_code_is_one(self, dash: str) -> None:
        assert clean_code(f"H15.50{dash}261129{dash}0002") == "H15.50-261129-0002"

    @pytest.mark.parametrize("digits", ["０９０５", "٠٩٠٥", "०९०५", "𝟎𝟗𝟎𝟓", "⁰⁹⁰⁵"])
    def test_every_digit_inside_a_number_is_one(self, digits: str) -> None:
        assert clean_code(digits) == "0905"

    @given(st.text())
    def test_cleaning_twice_changes_nothing(self, text: str) -> None:
        for clean in (legible, clean_text, clean_line, clean_code):
            assert clean(clean(text)) == clean(text)

    @given(st.text())
    def test_nothing_is_left_that_xml_or_a_reader_stumbles_over(self, text: str) -> None:
        for sign in clean_line(text):
            assert unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}
            assert sign == " " or not sign.isspace()
            assert ord(sign) & 0xFFFE != 0xFFFE


class TestListKey:
    def test_lists_go_by_the_alphabet_from_the_first_word_on(self) -> None:
        names = [
            "An Giang",
            "Bắc Ninh",
            "Cà Mau",
            "Cao Bằng",
            "Cần Thơ",
            "Đà Nẵng",
            "Đắk Lắk",
            "Điện Biên",
            "Gia Lai",
        ]
        assert sorted(shuffled(names), key=list_key) == names

    def test_numbers_in_names_count_as_numbers(self) -> None:
        names = ["Phường 2", "Phường 2 Bảo Lộc", "Phường 10", "Phường An Hội"]
        assert sorted(shuffled(names), key=list_key) == names

    @given(st.lists(st.text(max_size=20), max_size=8))
    def test_any_texts_can_be_compared(self, names: list[str]) -> None:
        sorted(names, key=list_key)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Thị Hoà", "NGUYỄN  THỊ HÒA", True),
        (nfd("Phạm Thị Mai"), "Phạm Thị Mai", True),
        ("Phạm Thị Mai", "PHAM THI MAI", True),
        ("Y Bình Niê", "Y Bình Niê’", False),
        ("Phạm Thị Mai", "Phạm Thị Mái", False),
        ("Đỗ Văn A", "Đổ Văn A", False),
        ("Phạm Thị Mai", "Phạm Thị", False),
    ],
)
def test_two_spellings_of_one_name(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is same
