"""An address, here or abroad."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.utils.translation import gettext as _

from forms import plain_answers
from forms.composites import Parts
from forms.field_kinds.base import SOME_ID, SOME_TEXT, Abroad, Compared, TypedField
from forms.inputs import Input, Typed, line_input
from forms.lists import countries, places
from forms.posted import is_untouched, line_of, typed_in


class AddressField(TypedField):
    """{province, ward: codes after the reform of 1 July 2025, detail, old_place: free old names}.

    Of people abroad {country: ISO 3166 code, detail: lines} with the other parts empty.
    """

    kind: Literal["address"]
    abroad: Abroad = False

    def inputs(self, values: Typed, name: str) -> list[Input]:
        if not self.abroad:
            return _inputs_here(values, name)
        chosen = values.get(f"{name}.country") or countries.VIET_NAM
        place, known = f"{name}.country", countries.countries()
        country = Input(
            "select", place, _("Nước"), chosen, options=known, reloads=True, autocomplete="country"
        )
        return [
            country,
            *(_inputs_here if chosen == countries.VIET_NAM else _inputs_abroad)(values, name),
        ]

    def read(self, posted: Typed, name: str) -> Any:
        country = typed_in(posted, name, "country") if self.abroad else ""
        return (_read_here if country in ("", countries.VIET_NAM) else _read_abroad)(posted, name)

    def typed(self, value: Any, name: str) -> dict[str, str]:
        if not isinstance(value, Mapping):
            return {}
        return {f"{name}.{part}": str(text or "") for part, text in value.items()}

    def told(self, value: Any) -> str:
        province, country = value.get("province", ""), value.get("country", "")
        parts = [
            *(value.get("detail") or "").splitlines(),
            places.ward_name(province, value.get("ward", "")),
        ]
        parts += [places.province_name(province), countries.country_name(country)]
        text = ", ".join(part for part in map(str.strip, parts) if part)
        return f"{text} ({value['old_place']})" if value.get("old_place") else text

    def missing(self) -> str:
        return _("Chọn tỉnh hoặc thành phố, rồi chọn xã hoặc phường.")

    def examples(self, compared: Compared) -> list[Any]:
        return [{"province": SOME_ID, "ward": SOME_ID, "detail": SOME_TEXT, "old_place": ""}]


def _inputs_abroad(values: Typed, name: str) -> list[Input]:
    detail, help = (
        f"{name}.detail",
        _("Số nhà, đường, thành phố, bang, mã bưu chính như ghi trên thư."),
    )
    return [
        Input("textarea", detail, _("Địa chỉ"), values.get(detail, ""), help=help, max_length=400)
    ]


def _inputs_here(values: Typed, name: str) -> list[Input]:
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
        Input(
            "select", ward, _("Xã, phường"), values.get(ward, ""), options=places.wards(province)
        ),
        line_input(
            values,
            detail,
            _("Số nhà, đường, thôn, buôn"),
            autocomplete="street-address",
            optional=True,
        ),
        line_input(
            values, old, _("Tên cũ của nơi này"), help=_("Ví dụ: huyện Krông Pắc"), optional=True
        ),
    ]


def _read_here(posted: Typed, name: str) -> Any:
    if is_untouched(posted, name, "province", "ward", "detail", "old_place"):
        return None
    province, ward = typed_in(posted, name, "province"), typed_in(posted, name, "ward")
    parts = Parts()
    known = province if places.province_name(province) else ""
    parts.take("province", lambda: known, _("Chọn tỉnh hoặc thành phố."))
    lies_there = ward if places.ward_name(province, ward) else ""
    parts.take(
        "ward", lambda: lies_there, _("Chọn xã hoặc phường của tỉnh đã chọn.") if known else ""
    )
    parts.take("detail", lambda: line_of(posted, name, "detail", 200))
    parts.take("old_place", lambda: line_of(posted, name, "old_place", 200))
    return parts.whole()


def _read_abroad(posted: Typed, name: str) -> Any:
    """Lines as the post of that country reads them; there is no province or ward to ask for."""
    parts, country = Parts(), typed_in(posted, name, "country")
    known = country if countries.country_name(country) else ""
    parts.take("country", lambda: known, _("Chọn một nước trong danh sách."))
    lines = typed_in(posted, name, "detail")
    parts.take("detail", lambda: plain_answers.text(lines, 400), _("Nhập địa chỉ ở nước đã chọn."))
    return {"province": "", "ward": "", **parts.whole(), "old_place": ""}
