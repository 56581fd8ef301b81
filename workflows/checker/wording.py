"""Words that people read or look for: phrases of the search, labels that leave to the page what the
page says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from forms.labels import SAYS_OPTIONAL
from foundation import short_texts
from foundation.text import fold
from workflows.definition import Definition, Finding
from workflows.definition.findings import Path, Rules, doubt, fault
from workflows.search_ranking import meant

WORDING = Rules(
    {
        "words_missing": doubt(
            "No words say how people call this procedure; whoever does not know its legal name will"
            " not find it.",
            "Add words: with what people say at the counter, for example [mất bằng, xin lại bằng].",
            "Chưa có từ người dân hay dùng cho thủ tục này; ai không biết tên trong luật sẽ khó tìm"
            " thấy.",
            "Hãy thêm words: với cách người dân gọi, ví dụ [mất bằng, xin lại bằng].",
        ),
        "words_twice": fault(
            "'{phrase}' stands twice among the words: diacritics and capitals do not tell phrases"
            " apart.",
            "Leave one of them out.",
            "'{phrase}' có hai lần trong words: dấu và chữ hoa không làm thành cụm từ khác.",
            "Hãy bỏ một cụm.",
        ),
        "words_empty": fault(
            "'{phrase}' has no word that says what is wanted, so it finds every procedure or none.",
            "Say what people want, for example 'mất bằng'.",
            "'{phrase}' không có từ nào nói lên việc cần làm.",
            "Hãy ghi điều người dân cần, ví dụ 'mất bằng'.",
        ),
        "words_not_nfc": fault(
            "'{phrase}' is not written in composed letters (NFC).",
            "Type it again in a program that writes NFC.",
            "'{phrase}' không được viết bằng chữ dựng sẵn (NFC).",
            "Hãy gõ lại bằng chữ dựng sẵn.",
        ),
        "short_too_long": fault(
            "The short name '{short}' is longer than {most} letters: it would break on a phone.",
            "Say it as people do, in a few words; the law's name stays in title:.",
            "Tên ngắn '{short}' dài quá {most} chữ cái: sẽ vỡ dòng trên điện thoại.",
            "Hãy viết như người dân gọi, vài từ; tên theo luật vẫn ở title:.",
        ),
        "short_not_nfc": fault(
            "The short name '{short}' is not written in composed letters (NFC).",
            "Type it again in a program that writes NFC.",
            "Tên ngắn '{short}' không được viết bằng chữ dựng sẵn (NFC).",
            "Hãy gõ lại bằng chữ dựng sẵn.",
        ),
        "asked_by_nobody": fault(
            "asked_by says {asked_by}, but nobody of them is in the audience.",
            "Add them to audience:, or say who asks for it.",
            "asked_by ghi {asked_by}, nhưng audience không có ai trong số họ.",
            "Hãy thêm vào audience:, hoặc ghi đúng người đề nghị.",
        ),
        "subject_too_long": fault(
            "The subject '{subject}' does not fit into one text message.",
            "Say what happened in at most 96 letters; the rest belongs into the body.",
            "Tiêu đề '{subject}' dài quá một tin nhắn.",
            "Hãy nói điều đã xảy ra trong tối đa 96 chữ cái; phần còn lại để trong nội dung.",
        ),
        "label_says_optional": fault(
            "The label '{label}' says whether it must be answered; the page says so itself, and it"
            " would stand twice.",
            "Leave it to required:, and put what a person must know into help:.",
            "Nhãn '{label}' tự nói có bắt buộc hay không; trang đã tự ghi, nên sẽ hiện hai lần.",
            "Hãy dùng required: và ghi điều cần biết vào help:.",
        ),
    }
)


#: Letters of a short name: two lines of a card at 320 pixels.
LONGEST_SHORT = 48
_PEOPLE = frozenset({"CITIZEN", "OVERSEAS_VIETNAMESE", "FOREIGNER"})


def front_page(definition: Definition) -> Iterator[Finding]:
    """What the card of the front page says: a name of a few words, offered to who may apply."""
    for language, short in (definition.short or {}).items():
        path: Path = ("short", language)
        if len(short) > LONGEST_SHORT:
            yield WORDING.found("short_too_long", path, short=short, most=str(LONGEST_SHORT))
        if not unicodedata.is_normalized("NFC", short):
            yield WORDING.found("short_not_nfc", path, short=short)
    people = _PEOPLE.intersection(definition.audience)
    others = set(definition.audience) - _PEOPLE
    if definition.asked_by and not (others if definition.asked_by == "SCHOOL" else people):
        yield WORDING.found("asked_by_nobody", ("asked_by",), asked_by=definition.asked_by)


def labels(definition: Definition) -> Iterator[Finding]:
    """No label says "(nếu có)" or "(không bắt buộc)": the page marks what need not be answered."""
    for path, field in asked_fields(definition):
        for label in field.label.values():
            if SAYS_OPTIONAL.search(label):
                yield WORDING.found("label_says_optional", (*path, "label"), label=label)


def subjects(definition: Definition) -> Iterator[Finding]:
    """What a message is about goes out as a text too, and one segment is paid for."""
    for act, letter in definition.messages.items():
        plain = short_texts.without_diacritics(letter.subject["vi"])
        if not short_texts.fits(plain + "x" * short_texts.REST):
            path = ("messages", act, "subject")
            yield WORDING.found("subject_too_long", path, subject=letter.subject["vi"])


def asked_fields(definition: Definition) -> Iterator[tuple[Path, Any]]:
    """Every field that somebody is asked, on the form and at the steps, those of groups after their
    group.
    """
    for number, section in enumerate(definition.form.sections):
        yield from _with_inner(("form", "sections", number), section.fields)
    for number, step in enumerate(definition.steps):
        yield from _with_inner(("steps", number), step.fields)


def _with_inner(path: Path, fields: Iterable[Any]) -> Iterator[tuple[Path, Any]]:
    for place, field in enumerate(fields):
        here = (*path, "fields", place)
        yield here, field
        yield from _with_inner(here, getattr(field, "fields", ()))


def words(definition: Definition) -> Iterator[Finding]:
    """There are phrases to look for, each says something, in one form of writing, and once."""
    if not definition.words:
        yield WORDING.found("words_missing", ())
    seen: set[str] = set()
    for number, phrase in enumerate(definition.words):
        folded, path = fold(phrase), ("words", number)
        if not unicodedata.is_normalized("NFC", phrase):
            yield WORDING.found("words_not_nfc", path, phrase=phrase)
        if not meant(phrase):
            yield WORDING.found("words_empty", path, phrase=phrase)
        if folded in seen:
            yield WORDING.found("words_twice", path, phrase=phrase)
        seen.add(folded)
