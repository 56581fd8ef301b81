"""From what was posted to what is kept, one function per kind of field.

Each reader takes the field, its posted values and its input name, and gives the value to keep (None: nothing was
answered) or raises Refused. Names of inputs: `<field>` or `<field>.<part>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms import language as fl
from forms import places, plain_answers
from forms.faults import Refused

Posted = Mapping[str, str]
Value = Any


def read(field: fl.Field | fl.SimpleField, posted: Posted, name: str) -> Value:
    """The answer in `posted` for the field whose inputs begin with `name`."""
    return READERS[type(field)](field, posted, name)


def _typed(posted: Posted, name: str, part: str = "") -> str:
    return (posted.get(f"{name}.{part}" if part else name) or "").strip()


def _text(field: fl.TextField | fl.LongTextField, posted: Posted, name: str) -> Value:
    return plain_answers.text(_typed(posted, name), field.max_length) or None


def _number(field: fl.NumberField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    return plain_answers.number(typed, field.min, field.max) if typed else None


def _money(field: fl.MoneyField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    return plain_answers.money(typed, field.min, field.max) if typed else None


def _date(field: fl.DateField, posted: Posted, name: str) -> Value:
    return _day(posted, name, "", past=field.past)


def _day(posted: Posted, name: str, part: str, past: bool) -> str | None:
    prefix = f"{part}." if part else ""
    day, month, year = (_typed(posted, name, f"{prefix}{box}") for box in ("day", "month", "year"))
    if not (day or month or year):
        return None
    try:
        return plain_answers.date(day, month, year, past=past)
    except Refused as refused:
        raise Refused(refused.message, f"{prefix}day") from None


def _choice(field: fl.ChoiceField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    if typed and typed not in {choice.value for choice in field.choices}:
        raise Refused(_("Chọn một trong các câu trả lời có sẵn."))
    return typed or None


def _yes_no(field: fl.YesNoField, posted: Posted, name: str) -> Value:
    return {"yes": True, "no": False}.get(_typed(posted, name))


def _person(field: fl.PersonField, posted: Posted, name: str) -> Value:
    full_name = plain_answers.text(_typed(posted, name, "name"), 150)
    birth_date = _day(posted, name, "birth_date", past=True)
    sex, typed = _typed(posted, name, "sex"), _typed(posted, name, "identity")
    if not (full_name or birth_date or sex or typed):
        return None
    if not full_name:
        raise Refused(_("Nhập họ và tên như trên giấy tờ."), "name")
    if not birth_date:
        raise Refused(_("Nhập ngày, tháng, năm sinh."), "birth_date.day")
    if sex not in {"M", "F"}:
        raise Refused(_("Chọn nam hoặc nữ."), "sex")
    return {"name": full_name, "birth_date": birth_date, "sex": sex, "identity": _identity(field, typed)}


def _identity(field: fl.PersonField, typed: str) -> str:
    if not typed and not field.identity_required:
        return ""
    try:
        return plain_answers.identity(typed)
    except Refused as refused:
        raise Refused(refused.message, "identity") from None


def _phone(field: fl.PhoneField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    return plain_answers.phone(typed) if typed else None


def _email(field: fl.EmailField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    return plain_answers.email(typed) if typed else None


def _address(field: fl.AddressField, posted: Posted, name: str) -> Value:
    province, ward = _typed(posted, name, "province"), _typed(posted, name, "ward")
    detail = plain_answers.text(_typed(posted, name, "detail"), 200)
    old_place = plain_answers.text(_typed(posted, name, "old_place"), 200)
    if not (province or ward or detail or old_place):
        return None
    if not places.province_name(province):
        raise Refused(_("Chọn tỉnh hoặc thành phố."), "province")
    if not places.ward_name(province, ward):
        raise Refused(_("Chọn xã hoặc phường của tỉnh đã chọn."), "ward")
    return {"province": province, "ward": ward, "detail": detail, "old_place": old_place}


def _register_entry(field: fl.RegisterEntryField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    if typed and not typed.isdecimal():
        raise Refused(_("Chọn một dòng trong sổ."))
    return typed or None


def _nothing(field: fl.InfoField, posted: Posted, name: str) -> Value:
    return None


#: Attachments and groups are read by `forms.binding`, which knows the files and the items.
READERS: dict[type, Callable[[Any, Posted, str], Value]] = {
    fl.TextField: _text,
    fl.LongTextField: _text,
    fl.NumberField: _number,
    fl.MoneyField: _money,
    fl.DateField: _date,
    fl.ChoiceField: _choice,
    fl.YesNoField: _yes_no,
    fl.PersonField: _person,
    fl.PhoneField: _phone,
    fl.EmailField: _email,
    fl.AddressField: _address,
    fl.RegisterEntryField: _register_entry,
    fl.InfoField: _nothing,
}
