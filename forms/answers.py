"""From what was posted to what is kept, one function per kind of field.

Each reader takes the field, its posted values and its input name, and gives the value to keep (None: nothing was
answered) or raises Refused. Names of inputs: `<field>` or `<field>.<part>`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forms import field_kinds as fk
from forms import offers, phones, plain_answers
from forms.composites import Parts
from forms.conditions.evaluation import Condition
from forms.errors import Refused
from forms.lists import authority_choices, countries, look_ups, places
from foundation.languages import in_language
from foundation.numbers import row_id

Posted = Mapping[str, str]
Value = Any


def read(field: fk.Field | fk.SimpleField, posted: Posted, name: str) -> Value:
    """The answer in `posted` for the field whose inputs begin with `name`."""
    return READERS[type(field)](field, posted, name)


def meet(field: fk.Field | fk.SimpleField, value: Value, answers: Mapping[str, Any]) -> None:
    """Raise Refused, with the field's own sentence, for an answer that is not as the field says it must be."""
    offers.refuse_unoffered(field, value, answers)
    if field.must and value is not None and not Condition(field.must).holds({**answers, field.id: value}):
        raise Refused(in_language(field.must_message))


def _typed(posted: Posted, name: str, part: str = "") -> str:
    return (posted.get(f"{name}.{part}" if part else name) or "").strip()


def _is_blank(posted: Posted, name: str, *parts: str) -> bool:
    return not any(_typed(posted, name, part) for part in parts)


def _text(field: fk.TextField, posted: Posted, name: str) -> Value:
    return plain_answers.line(_typed(posted, name), field.max_length) or None


def _long_text(field: fk.LongTextField, posted: Posted, name: str) -> Value:
    return plain_answers.text(_typed(posted, name), field.max_length) or None


def _number(field: fk.NumberField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    return plain_answers.number(typed, *field.bounds(timezone.localdate().year)) if typed else None


def _money(field: fk.MoneyField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    return plain_answers.money(typed, field.min, field.max) if typed else None


def _date(field: fk.DateField, posted: Posted, name: str) -> Value:
    return _day(posted, name, past=field.past)


def _day(posted: Posted, name: str, past: bool) -> str | None:
    return _in_boxes(posted, name, lambda day, month, year: plain_answers.date(day, month, year, past=past))


def _born(field: fk.PersonField, posted: Posted, name: str) -> str | None:
    return _in_boxes(posted, name, plain_answers.birth_date) if field.abroad else _day(posted, name, past=True)


def _in_boxes(posted: Posted, name: str, read_boxes: Callable[[str, str, str], str]) -> str | None:
    boxes = ("day", "month", "year")
    if _is_blank(posted, name, *boxes):
        return None
    try:
        return read_boxes(*(_typed(posted, name, box) for box in boxes))
    except Refused as refused:
        raise Refused(refused.message, "day") from None


def _choice(field: fk.ChoiceField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    if typed and typed not in {choice.value for choice in field.choices}:
        raise Refused(_("Chọn một trong các câu trả lời có sẵn."))
    return typed or None


def _yes_no(field: fk.YesNoField, posted: Posted, name: str) -> Value:
    return {"yes": True, "no": False}.get(_typed(posted, name))


def _person(field: fk.PersonField, posted: Posted, name: str) -> Value:
    if _is_blank(posted, name, "name", "birth_date.day", "birth_date.month", "birth_date.year", "sex", "identity"):
        return None
    parts = Parts()
    parts.take("name", lambda: _line(posted, name, "name", 150), _("Nhập họ và tên như trên giấy tờ."))
    born = _("Nhập ngày, tháng, năm sinh.")
    parts.take("birth_date", lambda: _born(field, posted, f"{name}.birth_date"), born, box="day")
    parts.take("sex", lambda: _one_of({"M", "F"}, _typed(posted, name, "sex")), _("Chọn nam hoặc nữ."))
    document = _document(field, posted, name)
    parts.take("identity", lambda: _identity(field, _typed(posted, name, "identity"), document))
    if document:
        parts.take("document", lambda: document)
    return parts.whole()


def _document(field: fk.PersonField, posted: Posted, name: str) -> str:
    """PASSPORT when it was chosen, or when the number can be nothing else; "" for a Vietnamese identity number."""
    chosen = _typed(posted, name, "document") == fk.PASSPORT
    is_one = chosen or plain_answers.is_passport(_typed(posted, name, "identity"))
    return fk.PASSPORT if field.abroad and is_one else ""


def _line(posted: Posted, name: str, part: str, max_length: int) -> str:
    return plain_answers.line(_typed(posted, name, part), max_length)


def _one_of(known: Container[str], typed: str) -> str:
    return typed if typed in known else ""


def _identity(field: fk.PersonField, typed: str, document: str) -> str:
    if not typed and not field.identity_required:
        return ""
    return plain_answers.passport(typed) if document else plain_answers.identity(typed)


def _phone(field: fk.PhoneField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    return phones.phone(typed, field.abroad) if typed else None


def _email(field: fk.EmailField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    return plain_answers.email(typed) if typed else None


def _address(field: fk.AddressField, posted: Posted, name: str) -> Value:
    country = _typed(posted, name, "country") if field.abroad else ""
    if country not in ("", countries.VIET_NAM):
        return _address_abroad(posted, name, country)
    if _is_blank(posted, name, "province", "ward", "detail", "old_place"):
        return None
    province, ward = _typed(posted, name, "province"), _typed(posted, name, "ward")
    parts = Parts()
    known = province if places.province_name(province) else ""
    parts.take("province", lambda: known, _("Chọn tỉnh hoặc thành phố."))
    lies_there = ward if places.ward_name(province, ward) else ""
    parts.take("ward", lambda: lies_there, _("Chọn xã hoặc phường của tỉnh đã chọn.") if known else "")
    parts.take("detail", lambda: _line(posted, name, "detail", 200))
    parts.take("old_place", lambda: _line(posted, name, "old_place", 200))
    return parts.whole()


def _address_abroad(posted: Posted, name: str, country: str) -> Value:
    """Lines as the post of that country reads them; there is no province or ward to ask for."""
    parts = Parts()
    known = country if countries.country_name(country) else ""
    parts.take("country", lambda: known, _("Chọn một nước trong danh sách."))
    lines = _typed(posted, name, "detail")
    parts.take("detail", lambda: plain_answers.text(lines, 400), _("Nhập địa chỉ ở nước đã chọn."))
    return {"province": "", "ward": "", **parts.whole(), "old_place": ""}


def _authority(field: fk.AuthorityField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    if typed and not authority_choices.is_known(typed, field.among, field.levels):
        raise Refused(_("Chọn một trong các câu trả lời có sẵn."))
    return typed or None


def _register_entry(field: fk.RegisterEntryField, posted: Posted, name: str) -> Value:
    typed = _typed(posted, name)
    if typed and not row_id(typed):
        raise Refused(_("Chọn một dòng trong sổ."))
    return typed or None


def _grant(field: fk.GrantField, posted: Posted, name: str) -> Value:
    text = plain_answers.line(_typed(posted, name), 200)
    if not text:
        return None
    found = look_ups.find(field.kind, text, field.books)
    if not found:
        raise Refused(_("Không có giấy phép, quyết định số này trong sổ công khai."))
    if len(found) > 1:
        told = "; ".join(called for _id, called in found[:5])
        raise Refused(_("Có nhiều quyết định cùng số, hãy ghi cả ngày: %(names)s.") % {"names": told})
    return found[0][0]


def _nothing(field: fk.InfoField, posted: Posted, name: str) -> Value:
    return None


#: Attachments and groups are read by `forms.binding`, which knows the files and the items.
READERS: dict[type, Callable[[Any, Posted, str], Value]] = {
    fk.TextField: _text,
    fk.LongTextField: _long_text,
    fk.NumberField: _number,
    fk.MoneyField: _money,
    fk.DateField: _date,
    fk.ChoiceField: _choice,
    fk.YesNoField: _yes_no,
    fk.PersonField: _person,
    fk.PhoneField: _phone,
    fk.EmailField: _email,
    fk.AddressField: _address,
    fk.AuthorityField: _authority,
    fk.RegisterEntryField: _register_entry,
    fk.GrantField: _grant,
    fk.InfoField: _nothing,
}
