"""What a page draws for a field: a handful of kinds of input, so that every field needs one template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forms import field_kinds as fk
from forms.lists import authority_choices, countries, places
from foundation.languages import in_language

Option = tuple[str, str]


def anchor(name: str) -> str:
    """The id of an input: what the error summary links to."""
    return "id_" + name.replace(".", "-")


@dataclass
class Input:
    """One input with its label; `kind`: text, textarea, radios, select, date or files."""

    kind: str
    name: str
    label: str
    value: str = ""
    help: str = ""
    error: str = ""
    options: tuple[Option, ...] = ()
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int | None = None
    short: bool = False
    optional: bool = False
    parts: tuple[Input, ...] = ()  # the three boxes of a date
    reloads: bool = False  # an answer here changes or shows another input: a button, or htmx, asks the server
    accept: str = ""
    multiple: bool = False

    @property
    def id(self) -> str:
        return anchor(self.name)


Typed = Mapping[str, str]


def inputs(field: Any, values: Typed, name: str) -> list[Input]:
    """The inputs of a field whose names begin with `name`, filled with what was typed or kept."""
    return MAKERS[type(field)](field, values, name)


def _line(
    values: Typed,
    name: str,
    label: str,
    *,
    autocomplete: str = "",
    inputmode: str = "",
    max_length: int | None = None,
    short: bool = False,
    help: str = "",
    optional: bool = False,
) -> Input:
    return Input(
        "text",
        name,
        label,
        values.get(name, ""),
        help=help,
        autocomplete=autocomplete,
        inputmode=inputmode,
        max_length=max_length,
        short=short,
        optional=optional,
    )


def _text(field: fk.TextField, values: Typed, name: str) -> list[Input]:
    return [_line(values, name, in_language(field.label), max_length=field.max_length)]


def _long_text(field: fk.LongTextField, values: Typed, name: str) -> list[Input]:
    return [Input("textarea", name, in_language(field.label), values.get(name, ""), max_length=field.max_length)]


def _number(field: fk.NumberField | fk.MoneyField, values: Typed, name: str) -> list[Input]:
    return [_line(values, name, in_language(field.label), inputmode="numeric", short=True)]


def _phone(field: fk.PhoneField, values: Typed, name: str) -> list[Input]:
    number = _line(values, name, in_language(field.label), inputmode="tel", autocomplete="tel", max_length=25)
    number.help = _("Ở nước ngoài thì ghi cả mã nước, ví dụ +1 202 555 0123.") if field.abroad else ""
    return [number]


def _email(field: fk.EmailField, values: Typed, name: str) -> list[Input]:
    return [_line(values, name, in_language(field.label), inputmode="email", autocomplete="email", max_length=254)]


def _date(field: fk.DateField, values: Typed, name: str) -> list[Input]:
    """A day that lies ahead has an example that lies ahead: a visit is not on the day somebody was born."""
    if field.past:
        return [_day(values, name, in_language(field.label))]
    soon = timezone.localdate() + dt.timedelta(days=14)
    example = _("Ví dụ: %(day)s") % {"day": f"{soon.day} / {soon.month} / {soon.year}"}
    return [_day(values, name, in_language(field.label), example=example)]


def _day(values: Typed, name: str, label: str, born: bool = False, partly: bool = False, example: str = "") -> Input:
    boxes = (("day", _("Ngày"), 2), ("month", _("Tháng"), 2), ("year", _("Năm"), 4))
    parts = tuple(
        _line(
            values,
            f"{name}.{part}",
            title,
            inputmode="numeric",
            max_length=length,
            short=True,
            autocomplete=f"bday-{part}" if born else "",
        )
        for part, title, length in boxes
    )
    example = example or _("Ví dụ: 5 / 2 / 1998")
    if partly:
        example = _("Ví dụ: 5 / 2 / 1998. Chỉ biết năm sinh thì để trống ngày và tháng.")
    return Input("date", name, label, parts=parts, help=example)


def _choice(field: fk.ChoiceField, values: Typed, name: str) -> list[Input]:
    options = tuple((choice.value, in_language(choice.label)) for choice in field.choices)
    kind = "radios" if len(options) <= 8 else "select"
    return [Input(kind, name, in_language(field.label), values.get(name, field.default), options=options)]


def _yes_no(field: fk.YesNoField, values: Typed, name: str) -> list[Input]:
    options = (("yes", _("Có")), ("no", _("Không")))
    return [Input("radios", name, in_language(field.label), values.get(name, ""), options=options)]


def _person(field: fk.PersonField, values: Typed, name: str) -> list[Input]:
    sexes = (("F", _("Nữ")), ("M", _("Nam")))
    return [
        _line(values, f"{name}.name", _("Họ và tên"), autocomplete="name", max_length=150),
        _day(values, f"{name}.birth_date", _("Ngày sinh"), born=True, partly=field.abroad),
        Input("radios", f"{name}.sex", _("Giới tính"), values.get(f"{name}.sex", ""), options=sexes),
        *(_identity_abroad if field.abroad else _identity)(field, values, name),
    ]


def _identity(field: fk.PersonField, values: Typed, name: str) -> list[Input]:
    card = _("12 chữ số trên căn cước, hoặc 9 chữ số của chứng minh nhân dân cũ.")
    number = _line(values, f"{name}.identity", _("Số định danh cá nhân"), inputmode="numeric", max_length=20, help=card)
    number.optional = not field.identity_required
    return [number]


def _identity_abroad(field: fk.PersonField, values: Typed, name: str) -> list[Input]:
    """Who has no Vietnamese number chooses the passport; letters need the whole keyboard of a telephone."""
    papers = (("ID", _("Căn cước, chứng minh nhân dân")), (fk.PASSPORT, _("Hộ chiếu")))
    optional = not field.identity_required
    chosen = values.get(f"{name}.document") or "ID"
    help = _("12 chữ số trên căn cước, 9 chữ số của chứng minh nhân dân cũ, hoặc số hộ chiếu.")
    number = _line(values, f"{name}.identity", _("Số giấy tờ"), max_length=20, help=help, optional=optional)
    return [Input("radios", f"{name}.document", _("Loại giấy tờ"), chosen, options=papers), number]


def _address(field: fk.AddressField, values: Typed, name: str) -> list[Input]:
    country = _typed_country(field, values, name)
    return [*country, *(_abroad if _lies_abroad(country) else _in_viet_nam)(values, name)]


def _typed_country(field: fk.AddressField, values: Typed, name: str) -> list[Input]:
    if not field.abroad:
        return []
    chosen = values.get(f"{name}.country") or countries.VIET_NAM
    place, known = f"{name}.country", countries.countries()
    return [Input("select", place, _("Nước"), chosen, options=known, reloads=True, autocomplete="country")]


def _lies_abroad(country: list[Input]) -> bool:
    return any(one.value != countries.VIET_NAM for one in country)


def _abroad(values: Typed, name: str) -> list[Input]:
    detail, help = f"{name}.detail", _("Số nhà, đường, thành phố, bang, mã bưu chính như ghi trên thư.")
    return [Input("textarea", detail, _("Địa chỉ"), values.get(detail, ""), help=help, max_length=400)]


def _in_viet_nam(values: Typed, name: str) -> list[Input]:
    province = values.get(f"{name}.province", "")
    ward, detail, old = f"{name}.ward", f"{name}.detail", f"{name}.old_place"
    return [
        Input(
            "select",
            f"{name}.province",
            _("Tỉnh, thành phố"),
            province,
            options=places.provinces(),
            reloads=True,
            autocomplete="address-level1",
        ),
        Input("select", ward, _("Xã, phường"), values.get(ward, ""), options=places.wards(province)),
        _line(values, detail, _("Số nhà, đường, thôn, buôn"), autocomplete="street-address", optional=True),
        _line(values, old, _("Tên cũ của nơi này"), help=_("Ví dụ: huyện Krông Pắc"), optional=True),
    ]


def _authority(field: fk.AuthorityField, values: Typed, name: str) -> list[Input]:
    return [
        Input(
            "select",
            name,
            in_language(field.label),
            values.get(name, ""),
            options=authority_choices.bodies(field.among, field.levels),
        )
    ]


def _attachment(field: fk.AttachmentField, values: Typed, name: str) -> list[Input]:
    accept = {"pdf": "application/pdf", "image": "image/jpeg,image/png,image/heic,image/heif,image/webp"}
    limit = _("PDF hoặc ảnh, mỗi tệp không quá %(mb)d MB, tối đa %(count)d tệp.") % {
        "mb": field.max_mb,
        "count": field.max_count,
    }
    return [
        Input(
            "files",
            name,
            in_language(field.label),
            help=limit,
            accept=",".join(accept[kind] for kind in field.types),
            multiple=field.max_count > 1,
        )
    ]


def _grant(field: fk.GrantField, values: Typed, name: str) -> list[Input]:
    help = _("Số, ký hiệu của quyết định đã cấp, ví dụ: 12/QĐ-SGDĐT.")
    return [_line(values, name, in_language(field.label), max_length=200, help=help)]


def _none(field: Any, values: Typed, name: str) -> list[Input]:
    return []


MAKERS: dict[type, Callable[[Any, Typed, str], list[Input]]] = {
    fk.TextField: _text,
    fk.LongTextField: _long_text,
    fk.NumberField: _number,
    fk.MoneyField: _number,
    fk.DateField: _date,
    fk.ChoiceField: _choice,
    fk.YesNoField: _yes_no,
    fk.PersonField: _person,
    fk.PhoneField: _phone,
    fk.EmailField: _email,
    fk.AddressField: _address,
    fk.AuthorityField: _authority,
    fk.AttachmentField: _attachment,
    fk.InfoField: _none,
    fk.GrantField: _grant,
    fk.RegisterEntryField: _none,  # chosen from the register's matches, drawn by the officer's page
    fk.GroupField: _none,  # its items bring their own inputs
}
