"""Letters of other scripts on a sealed page, judged by glyphs: extracted text is right over a box
too.
"""

import io
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from django.db import transaction
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from documents import issuing, rendering
from documents.conversion import (
    converter,
    letter_clusters,
    printable_letters,
    type_faces,
    typesetting,
)
from documents.models import Document, NumberBook
from documents.orders import DocumentOrder
from tests.reading import pdf_text

pytestmark = pytest.mark.once

#: Script → a school, a person or a place as it is written there.
WRITTEN = {
    "Lao": "ວິທະຍາໄລ ປາກເຊ ນ້ຳ ຂໍ້ ຜູ້ ກີ້",
    "Khmer": "វិទ្យាល័យ ភ្នំពេញ ព្រះសីហនុ",
    "Thai": "โรงเรียน ศึกษาธิการ น้ำ ผู้ ที่",
    "Myanmar": "မြန်မာနိုင်ငံ ကျောင်း",
    "Chinese": "高中毕业证书 臺灣大學",
    "Japanese": "東京ひらがなカタカナ",
    "Korean": "서울대학교",
    "Cyrillic": "Московский университет Ёлкин",
    "Ê Đê": "Y Ƀhăm Êƀan, H'Hen Niê Kđăm, ơ̆ ư̆ ê̆ ô̆ Ơ̆ Ê̆",
    "M'nông": "ŏ ƀ č ĕ ĭ ŭ ñ M’Nông Bŭ Năr",
    "signs": "2 ℃ ※ ① Ⅷ → ₫",
}


@pytest.fixture
def printed(copy_order: Callable[..., DocumentOrder]) -> Callable[..., bytes]:
    """The PDF of a copy in which these facts are stated."""

    def pdf(**facts: str) -> bytes:
        return converter.to_pdfa(rendering.docx(issuing.reserve(copy_order(**facts))))

    return pdf


def glyphs(pdf: bytes) -> Iterator[int]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            yield from printable_letters.glyphs_of(page)


@pytest.mark.parametrize("script", WRITTEN)
@pytest.mark.parametrize("fact", ["holder_name", "annotations"])
def test_every_letter_of_a_mixed_sentence_has_a_glyph(
    printed: Callable[..., bytes], script: str, fact: str
) -> None:
    """`holder_name` is printed bold and in a table, `annotations` plain and in a line of its
    own.
    """
    pdf = printed(**{fact: f"Trường {WRITTEN[script]} (Đắk Lắk), số 12"})
    assert 0 not in set(glyphs(pdf))


@pytest.mark.poppler
@pytest.mark.parametrize("script", [name for name in WRITTEN if name != "Myanmar"])
def test_what_is_copied_from_the_page_is_what_was_typed(
    printed: Callable[..., bytes], script: str
) -> None:
    """A cluster is one glyph, so that marks and vowels stand in the order they were typed in,
    Khmer's too.
    """
    written = unicodedata.normalize("NFC", WRITTEN[script])
    for word in written.split():
        assert word in pdf_text(printed(holder_name=f"Trường {written} (Đắk Lắk)"))


@pytest.mark.poppler
def test_every_face_is_embedded(printed: Callable[..., bytes]) -> None:
    pdf = printed(holder_name=" ".join(WRITTEN.values()), annotations=" ".join(WRITTEN.values()))
    told = subprocess.run(
        ["pdffonts", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    rows = told.splitlines()[2:]
    assert len(rows) > 10
    assert all(row[54:].split()[-5] == "yes" for row in rows), told


def test_a_page_with_foreign_letters_still_declares_pdf_a_and_is_the_same_each_time(
    printed: Callable[..., bytes], copy_order: Callable[..., DocumentOrder]
) -> None:
    docx = rendering.docx(issuing.reserve(copy_order(key="same", holder_name=WRITTEN["Lao"])))
    first = converter.to_pdfa(docx)
    type_faces._cut.cache_clear()
    assert converter.to_pdfa(docx) == first
    with pikepdf.open(io.BytesIO(first)) as opened, opened.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"


def test_a_mark_is_drawn_over_its_letter() -> None:
    """rdocx leaves out GPOS offsets: unless a cluster is one glyph, a Lao vowel sign stands over
    the next letter.
    """
    face = type_faces.by_script("ກ")
    assert face is not None
    cut = type_faces.cut(face, type_faces.REGULAR, ["ກີ້"])
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(cut))
    name = next(one for one in font.getGlyphOrder() if font["glyf"][one].isComposite())
    joined = font["glyf"][name]
    base = font["glyf"][font.getBestCmap()[ord("ກ")]]
    advance = font["hmtx"][font.getBestCmap()[ord("ກ")]][0]
    assert base.xMin <= joined.xMin and joined.xMax <= advance, "within the letter's own room"
    assert font["hmtx"][name][0] == advance


def drawn(*texts: str) -> Image.Image:
    """The first line of a page with these words, in 20 points."""
    page = docx.Document()
    run = page.add_paragraph().add_run(" ".join(texts))
    run.font.size = Pt(20)
    content = io.BytesIO()
    page.save(content)
    picture = (
        pypdfium2.PdfDocument(converter.to_pdfa(content.getvalue()))[0]
        .render(scale=2)
        .to_pil()
        .convert("L")
    )
    ink = picture.point(lambda shade: 255 if shade < 128 else 0)
    return picture.crop(ink.getbbox() or (0, 0, 1, 1))


@pytest.mark.parametrize("script", ["Khmer", "Myanmar", "Lao", "Thai", "Ê Đê"])
@pytest.mark.parametrize("beside", ["서울", "高中", "ひら"])
def test_a_paragraph_that_holds_another_script_draws_the_first_as_before(
    script: str, beside: str
) -> None:
    """rdocx uses no shaper of the script there: a vowel sign of Khmer would stand before the wrong
    consonant.
    """
    alone = drawn(WRITTEN[script])
    both = drawn(WRITTEN[script], beside)
    top = [image.point(lambda shade: 255 if shade < 128 else 0) for image in (alone, both)]
    columns = [
        [bool(one.crop((x, 0, x + 1, one.height)).getbbox()) for x in range(alone.width)]
        for one in top
    ]
    differing = sum(one != other for one, other in zip(*columns, strict=True))
    assert differing <= alone.width // 50, "columns with ink stand elsewhere"


@pytest.mark.parametrize("text", ["ኢትዮጵያ", "😀", "Trường தமிழ்", "\U00013000"])
def test_what_no_face_has_is_refused_before_the_number(
    copy_order: Callable[..., DocumentOrder], text: str
) -> None:
    with pytest.raises(issuing.LettersWithoutGlyph) as refused, transaction.atomic():
        issuing.reserve(copy_order(school=f"Trường {text}"))
    assert refused.value.letters and all(one in text for one in refused.value.letters)
    assert str(refused.value).startswith(
        f"Không in được các chữ sau trên văn bản: “{refused.value.letters[0]}” (U+"
    )
    assert not Document.objects.exists() and not NumberBook.objects.exists()


def test_a_letter_is_spelt_by_its_number() -> None:
    assert printable_letters.spelt("An ሀ Bình 😀") == "An [U+1200] Bình [U+1F600]"
    assert printable_letters.spelt("Nguyễn Thị Hường") == "Nguyễn Thị Hường"


def test_the_blocks_that_are_not_asked_about_are_whole() -> None:
    """Else a letter taken for the converter's own would be a box; capitals and small letters too,
    for `|upper`.
    """
    signs = (chr(code) for code in range(0x20, 0x3000))
    own = "".join(
        one
        for one in signs
        if printable_letters.OWN.fullmatch(one) and unicodedata.category(one)[0] != "C"
    )
    whole = dict.fromkeys(own + own.upper() + own.lower())
    asked = printable_letters._asked([one for one in whole if not unicodedata.combining(one)])
    assert [one for one, drawn in asked.items() if not drawn] == []


ALPHABETS = st.sampled_from(
    [*(face.scripts for face in type_faces.FACES if face.scripts), (range(0x21, 0x180),)]
)
LETTERS = ALPHABETS.flatmap(
    lambda blocks: st.text(
        st.sampled_from(
            [
                chr(code)
                for block in blocks
                for code in block
                if unicodedata.category(chr(code))[0] == "L"
            ]
        ),
        min_size=1,
        max_size=12,
    )
)


@settings(max_examples=15, deadline=None)
@given(words=st.lists(LETTERS, min_size=1, max_size=4))
def test_any_letters_are_printed_or_named(words: list[str]) -> None:
    """Whatever is written: either every glyph is there, or the letters that have none are told
    beforehand.
    """
    text = unicodedata.normalize("NFC", "Số " + " và ".join(words))
    missing = printable_letters.without_glyph([text])
    pdf = converter.to_pdfa(_word_file(text))
    assert (0 in set(glyphs(pdf))) <= bool(missing)
    assert all(one in text or one in text.upper() for one in missing)


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["C"]), max_size=40))
def test_cutting_a_text_loses_nothing(text: str) -> None:
    assert "".join(part for _face, part in typesetting.pieces(text)) == text
    assert "".join(letter_clusters.divided(text)) == text


def _word_file(*lines: str) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


#: A word without a blank, as a careless or hostile hand types it.
LONG = [
    "W" * 60,
    "a" * 60,
    "Nguyễn" * 12,
    "ກີ້" * 60,
    "ក្រុង" * 40,
    "高" * 60,
    "서" * 60,
    "https://example.org/" + "x" * 60,
]


@pytest.mark.poppler
@pytest.mark.parametrize("word", LONG)
def test_a_word_longer_than_its_line_is_broken(
    printed: Callable[..., bytes], tmp_path: Path, word: str
) -> None:
    """Ink is looked for right of the text: the margin of 15 mm (Decree 30/2020) stays white."""
    (tmp_path / "page.pdf").write_bytes(
        printed(holder_name=word, annotations=word, school=f"Trường {word}")
    )
    subprocess.run(
        ["pdftoppm", "-gray", "-r", "50", "-png", "page.pdf", "page"], cwd=tmp_path, check=True
    )
    from PIL import Image

    for path in sorted(tmp_path.glob("page-*.png")):
        with Image.open(path) as page:
            margin = page.convert("L").crop(
                (round(page.width * (1 - 13 / 210)), 0, page.width, page.height)
            )
            assert margin.getextrema() == (255, 255)


@pytest.mark.poppler
def test_a_long_word_leaves_no_line_of_gaps_before_it(
    copy_order: Callable[..., DocumentOrder],
) -> None:
    """In a justified line the words before a word of sixty letters stood apart from margin to
    margin.
    """
    word = "Nguyễnthịminhkhaitrầnvănbìnhlêthịhồnghạnhphạmngọcthạchvõthị"
    pdf = converter.to_pdfa(rendering.docx(issuing.reserve(copy_order(annotations=word))))
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    lines = [one.replace("\u200b", "") for one in told.decode().splitlines()]
    assert any(re.search(r"Ghi +chú +trong +sổ +gốc: +Nguyễnthị", one) for one in lines)


def test_an_address_that_fits_its_line_is_left_whole(
    copy_order: Callable[..., DocumentOrder],
) -> None:
    docx = rendering.docx(issuing.reserve(copy_order()))
    assert typesetting.typeset(docx).docx == docx
