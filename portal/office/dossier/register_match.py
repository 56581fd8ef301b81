"""The application beside the register's entries, field by field, so that an officer sees at a
glance what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices as StrChoice
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.field_kinds import ChoiceField
from foundation import known_dates
from foundation.languages import in_language
from foundation.text import clean_line, fold
from portal.wording.dates import read_known
from registers import lookup
from registers.models import Diploma
from workflows import permissions
from workflows.definition import Definition
from workflows.models import Dossier
from workflows.papers import facts

#: What is compared: question → fact of the register. A definition that matches diplomas names its
#: questions like this.
COMPARED: tuple[tuple[str, str, Promise], ...] = (
    ("holder_name", "holder_name", _("Họ và tên")),
    ("birth_date", "birth_date_text", _("Ngày sinh")),
    ("birth_place", "birth_place", _("Nơi sinh")),
    ("level", "level_name", _("Loại văn bằng")),
    ("graduation_year", "graduation_year_text", _("Năm tốt nghiệp")),
    ("school", "school", _("Trường")),
    ("serial", "serial", _("Số hiệu")),
)
#: What has a code on both sides.
CODED: Mapping[str, Callable[[Diploma], StrChoice]] = {
    "level": lambda diploma: Diploma.Level(diploma.level)
}
#: Names of places and schools are written longer or shorter without meaning something else.
LOOSE = frozenset({"school", "birth_place"})
#: What only the register knows.
TOLD: tuple[tuple[str, Promise], ...] = (
    ("book_number", _("Số vào sổ")),
    ("sex_text", _("Giới tính")),
    ("ethnicity", _("Dân tộc")),
    ("grade", _("Xếp loại")),
    ("issued_by", _("Nơi cấp khi đó")),
    ("signer", _("Người ký khi đó")),
    ("decision", _("Quyết định")),
    ("decision_date_text", _("Ngày quyết định")),
    ("annotations_text", _("Ghi chú trong sổ")),
)


@dataclass(frozen=True)
class Words:
    """What is looked for; the officer may change it and look again."""

    holder_name: str
    birth_date: str  # as typed or DD/MM/YYYY
    graduation_year: str
    school: str
    serial: str

    def query(self, level: str) -> lookup.DiplomaQuery:
        """The question put to the register."""
        year = self.graduation_year.strip()
        born = read_known(self.birth_date)
        return lookup.DiplomaQuery(
            holder_name=self.holder_name,
            birth_date=known_dates.day(born),
            birth_year=int(born[:4]) if born else None,
            level=level,
            graduation_year=int(year) if year.isdecimal() and len(year) == 4 else None,
            school=self.school,
            serial=self.serial,
        )


@dataclass(frozen=True)
class Line:
    """One field on both sides. `state`: same | marks (only diacritics or capitals differ) | differs
    | unasked.
    """

    label: Promise
    asked: str
    entered: str
    state: str


@dataclass(frozen=True)
class Candidate:
    """One entry of the register beside the application."""

    diploma: Diploma
    facts: dict[str, str]
    lines: list[Line]
    told: list[tuple[Promise, str]]
    picked: bool

    @property
    def differing(self) -> int:
        """How many fields differ in substance."""
        return sum(line.state == "differs" for line in self.lines)


@dataclass(frozen=True)
class Matches:
    """The candidates, best first, and what was looked for."""

    words: Words
    candidates: list[Candidate]
    searched: bool  # with the officer's own words
    vague: bool  # the register gives nothing away for so little


def matches_of(
    dossier: Dossier, definition: Definition, picked: str, typed: Mapping[str, Any]
) -> Matches:
    """Look the dossier up; `typed` are the officer's own words (names `find-…`), `picked` the entry
    chosen so far.
    """
    asked = _asked(dossier, definition)
    words, searched = _words(asked, typed)
    level = "" if searched else str(dossier.answers.get("level", ""))
    keepers = permissions.keepers_for(dossier)
    try:
        found, vague = (
            [match.diploma for match in lookup.find(words.query(level), keepers=keepers)],
            False,
        )
    except lookup.TooVague:
        found, vague = [], True
    if picked and all(str(one.pk) != picked for one in found):
        found = [one for one in (lookup.entry(picked, keepers), *found) if one]
    codes = {name: str(dossier.answers.get(name) or "") for name in CODED}
    return Matches(words, [_candidate(one, asked, codes, picked) for one in found], searched, vague)


def picked_entry(dossier: Dossier, picked: str) -> dict[str, str]:
    """The facts of the entry that was picked, for one line in the panel; empty when none was, or
    not of these books.
    """
    diploma = lookup.entry(picked, permissions.keepers_for(dossier)) if picked else None
    return lookup.facts(diploma) if diploma else {}


def _asked(dossier: Dossier, definition: Definition) -> dict[str, str]:
    """The application's side, as people read it: an answer that was chosen by its label in the
    reader's language.
    """
    texts = facts.answer_texts(dossier, definition)
    for field in definition.form.fields():
        if isinstance(field, ChoiceField) and texts.get(field.id):
            labels = {choice.value: in_language(choice.label) for choice in field.choices}
            texts[field.id] = labels.get(str(dossier.answers.get(field.id)), texts[field.id])
    born = known_dates.shown(facts.holder_born(dossier, definition))
    told = {"holder_name": dossier.holder_name, "birth_date": born}
    return {name: told.get(name) or texts.get(name, "") for name, _fact, _label in COMPARED}


def _words(asked: dict[str, str], typed: Mapping[str, Any]) -> tuple[Words, bool]:
    names = ("holder_name", "birth_date", "graduation_year", "school", "serial")
    own = {
        name: clean_line(str(typed[f"find-{name}"]))[:200]
        for name in names
        if f"find-{name}" in typed
    }
    words = {name: own.get(name, asked[name]) for name in names}
    return Words(**words), any(own.get(name, asked[name]) != asked[name] for name in names)


def _candidate(
    diploma: Diploma, asked: dict[str, str], codes: Mapping[str, str], picked: str
) -> Candidate:
    known = lookup.facts(diploma)
    lines = [
        (
            _coded(label, asked[name], codes[name], CODED[name](diploma))
            if name in CODED
            else Line(
                label,
                asked[name],
                known.get(fact, ""),
                _state(name, asked[name], known.get(fact, "")),
            )
        )
        for name, fact, label in COMPARED
    ]
    told = [(label, known[fact]) for fact, label in TOLD if known.get(fact)]
    return Candidate(diploma, known, lines, told, str(diploma.pk) == picked)


def _coded(label: Promise, asked: str, code: str, entered: StrChoice) -> Line:
    """A field of fixed values: the codes are compared, their labels shown, in whatever language the
    page is.
    """
    state = "same" if code == entered.value else "differs"
    return Line(label, asked, str(entered.label), state if code else "unasked")


def _state(name: str, asked: str, entered: str) -> str:
    if not asked:
        return "unasked"
    if clean_line(asked) == clean_line(entered):
        return "same"
    if _plain(asked) == _plain(entered) or (name in LOOSE and _within(asked, entered)):
        return "marks"
    return "differs"


def _plain(text: str) -> str:
    """Without diacritics, capitals and blanks; dates and serials without their dots and leading
    noughts.
    """
    parts = fold(text).replace(".", "/").replace("-", "/").split("/")
    return "".join(part.strip().lstrip("0") for part in parts).replace(" ", "")


def _within(one: str, other: str) -> bool:
    """True when all words of the shorter one stand in the longer one: “THPT Ea Kar” in “Trường THPT
    Ea Kar”.
    """
    shorter, longer = sorted((set(fold(one).split()), set(fold(other).split())), key=len)
    return bool(shorter) and shorter <= longer
