"""Answers as people read them: for the check page, the officer, the slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forms import attached
from forms import field_kinds as fk
from forms import language as fl
from forms.lists import authority_choices, countries, look_ups, places
from forms.models import StoredFile
from foundation import known_dates
from foundation.languages import in_language


@dataclass(frozen=True)
class Row:
    """One answer. A person or a group is told in one line."""

    field_id: str
    label: str
    value: str
    files: list[StoredFile] = field(default_factory=list)


@dataclass(frozen=True)
class SectionSummary:
    """The answers of one page of the form."""

    id: str
    title: str
    rows: list[Row]

    @property
    def is_answered(self) -> bool:
        """True when the page has any answer to show."""
        return any(row.value or row.files for row in self.rows)


def summarise(
    form: fl.Form, answers: Mapping[str, Any], language: str, *, official: bool = False
) -> list[SectionSummary]:
    """Every answer of the pages this applicant is asked, in `language` ("vi" or "en").

    `official`: the pages are called as offices and papers call them, not as the applicant is asked.
    """
    counted = form.counted(answers)
    with override(language):
        return [
            SectionSummary(
                section.id, in_language(section.called if official else section.title), _rows(section, counted)
            )
            for section in form.visible_sections(answers)
        ]


def _rows(section: fl.Section, answers: Mapping[str, Any]) -> list[Row]:
    return [
        row_of(one, answers.get(one.id))
        for one in section.fields
        if one.is_shown(answers) and not isinstance(one, fk.InfoField)
    ]


def row_of(one: fk.Field | fk.SimpleField, value: Any) -> Row:
    """The row of one answer."""
    files = attached.stored(value) if isinstance(one, fk.AttachmentField) and value else []
    return Row(one.id, in_language(one.label), text_of(one, value), files)


def text_of(one: fk.Field | fk.SimpleField, value: Any) -> str:
    """A stored answer as text; "" when there is none."""
    if value in (None, "", [], {}):
        return ""
    teller = TELLERS.get(type(one))
    return teller(one, value) if teller else str(value)


def _money(one: fk.MoneyField, value: int) -> str:
    return f"{number_format(value, force_grouping=True)} đ"


def day_text(value: str) -> str:
    """05/02/1998 for a stored day, 02/1998 or 1998 where no more is known; "" for one not given yet."""
    return known_dates.shown(value)


def _date(one: fk.DateField, value: str) -> str:
    return day_text(value)


def _choice(one: fk.ChoiceField, value: str) -> str:
    labels = {choice.value: in_language(choice.label) for choice in one.choices}
    return labels.get(value, value)


def _yes_no(one: fk.YesNoField, value: bool) -> str:
    return _("Có") if value else _("Không")


def _person(one: fk.PersonField, value: Mapping[str, str]) -> str:
    sex = {"F": _("Nữ"), "M": _("Nam")}.get(value.get("sex", ""), "")
    parts = [value.get("name"), day_text(value.get("birth_date", "")), sex, identity_text(value)]
    return ", ".join(part for part in parts if part)


def identity_text(person: Mapping[str, str]) -> str:
    """The number of a person's paper; a passport is called so, for its number may look like another one."""
    number = person.get("identity") or ""
    is_passport = number and person.get("document") == fk.PASSPORT
    return _("hộ chiếu %(number)s") % {"number": number} if is_passport else number


def _address(one: fk.AddressField, value: Mapping[str, str]) -> str:
    province, country = value.get("province", ""), value.get("country", "")
    parts = [*(value.get("detail") or "").splitlines(), places.ward_name(province, value.get("ward", ""))]
    parts += [places.province_name(province), countries.country_name(country)]
    text = ", ".join(part for part in map(str.strip, parts) if part)
    return f"{text} ({value['old_place']})" if value.get("old_place") else text


def _authority(one: fk.AuthorityField, value: str) -> str:
    return authority_choices.body_name(value)


def _grant(one: fk.GrantField, value: str) -> str:
    return look_ups.name(one.kind, value)


def _attachment(one: fk.AttachmentField, value: list[str]) -> str:
    return _("%(count)d tệp") % {"count": len(value)}


def _group(one: fk.GroupField, value: list[Mapping[str, Any]]) -> str:
    items = []
    for item in value:
        texts = [text_of(sub, item.get(sub.id)) for sub in one.fields]
        items.append(", ".join(text for text in texts if text))
    return "; ".join(items)


TELLERS: dict[type, Callable[[Any, Any], str]] = {
    fk.MoneyField: _money,
    fk.DateField: _date,
    fk.ChoiceField: _choice,
    fk.YesNoField: _yes_no,
    fk.PersonField: _person,
    fk.AddressField: _address,
    fk.AuthorityField: _authority,
    fk.GrantField: _grant,
    fk.AttachmentField: _attachment,
    fk.GroupField: _group,
}
