"""A person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.utils.translation import gettext as _

from forms import plain_answers
from forms.composites import Parts
from forms.field_kinds.base import SOME_DAY, SOME_ID, SOME_TEXT, Abroad, Compared, TypedField
from forms.inputs import Input, Typed, day_boxes, day_input, line_input
from forms.posted import day_of, in_boxes, is_untouched, line_of, typed_in
from foundation import known_dates

PASSPORT = "PASSPORT"  # a person's `document` when it is no Vietnamese identity number
_TYPED = ("name", "birth_date.day", "birth_date.month", "birth_date.year", "sex", "identity")


class PersonField(TypedField):
    """A person: {name, birth_date, sex: M|F, identity: 12 digits, or 9 of the old card}.

    Of people abroad `document: PASSPORT` may be kept beside the number of a passport, and
    `birth_date` may be what is known of it: YYYY or YYYY-MM.
    """

    kind: Literal["person"]
    identity_required: bool = True
    abroad: Abroad = False

    def inputs(self, values: Typed, name: str) -> list[Input]:
        sexes = (("F", _("Nữ")), ("M", _("Nam")))
        partly = (
            _("Ví dụ: 5 / 2 / 1998. Chỉ biết năm sinh thì để trống ngày và tháng.")
            if self.abroad
            else ""
        )
        return [
            line_input(values, f"{name}.name", _("Họ và tên"), autocomplete="name", max_length=150),
            day_input(values, f"{name}.birth_date", _("Ngày sinh"), partly, born=True),
            Input(
                "radios",
                f"{name}.sex",
                _("Giới tính"),
                values.get(f"{name}.sex", ""),
                options=sexes,
            ),
            *(self._papers_abroad if self.abroad else self._card)(values, name),
        ]

    def _card(self, values: Typed, name: str) -> list[Input]:
        help = _("12 chữ số trên căn cước, hoặc 9 chữ số của chứng minh nhân dân cũ.")
        box, title = f"{name}.identity", _("Số định danh cá nhân")
        number = line_input(values, box, title, inputmode="numeric", max_length=20, help=help)
        number.optional = not self.identity_required
        return [number]

    def _papers_abroad(self, values: Typed, name: str) -> list[Input]:
        """Who has no Vietnamese number chooses the passport; letters need the whole keyboard of a
        telephone.
        """
        papers = (("ID", _("Căn cước, chứng minh nhân dân")), (PASSPORT, _("Hộ chiếu")))
        chosen = values.get(f"{name}.document") or "ID"
        help = _("12 chữ số trên căn cước, 9 chữ số của chứng minh nhân dân cũ, hoặc số hộ chiếu.")
        number = line_input(values, f"{name}.identity", _("Số giấy tờ"), max_length=20, help=help)
        number.optional = not self.identity_required
        return [
            Input("radios", f"{name}.document", _("Loại giấy tờ"), chosen, options=papers),
            number,
        ]

    def read(self, posted: Typed, name: str) -> Any:
        if is_untouched(posted, name, *_TYPED):
            return None
        parts = Parts()
        parts.take(
            "name",
            lambda: line_of(posted, name, "name", 150),
            _("Nhập họ và tên như trên giấy tờ."),
        )
        born = _("Nhập ngày, tháng, năm sinh.")
        parts.take("birth_date", lambda: self._born(posted, f"{name}.birth_date"), born, box="day")
        parts.take("sex", lambda: _sex(typed_in(posted, name, "sex")), _("Chọn nam hoặc nữ."))
        document = self._document(posted, name)
        parts.take("identity", lambda: self._identity(typed_in(posted, name, "identity"), document))
        if document:
            parts.take("document", lambda: document)
        return parts.whole()

    def _born(self, posted: Typed, name: str) -> str | None:
        return (
            in_boxes(posted, name, plain_answers.birth_date)
            if self.abroad
            else day_of(posted, name, past=True)
        )

    def _document(self, posted: Typed, name: str) -> str:
        """PASSPORT when it was chosen, or the number can be nothing else; "" for a Vietnamese
        identity number.
        """
        chosen = typed_in(posted, name, "document") == PASSPORT
        is_one = chosen or plain_answers.is_passport(typed_in(posted, name, "identity"))
        return PASSPORT if self.abroad and is_one else ""

    def _identity(self, typed: str, document: str) -> str:
        if not typed and not self.identity_required:
            return ""
        return plain_answers.passport(typed) if document else plain_answers.identity(typed)

    def typed(self, value: Any, name: str) -> dict[str, str]:
        if not isinstance(value, Mapping):
            return {}
        plain = {
            f"{name}.{part}": str(text or "")
            for part, text in value.items()
            if part != "birth_date"
        }
        return plain | day_boxes(value.get("birth_date"), f"{name}.birth_date")

    def told(self, value: Any) -> str:
        sex = {"F": _("Nữ"), "M": _("Nam")}.get(value.get("sex", ""), "")
        born = known_dates.shown(value.get("birth_date", ""))
        return ", ".join(
            part for part in (value.get("name"), born, sex, identity_text(value)) if part
        )

    def missing(self) -> str:
        return _("Nhập họ tên, ngày sinh và giới tính.")

    def examples(self, compared: Compared) -> list[Any]:
        person = {"name": SOME_TEXT, "birth_date": SOME_DAY, "sex": "F", "identity": SOME_ID}
        return [person] if self.identity_required else [person, {**person, "identity": ""}]


def _sex(typed: str) -> str:
    return typed if typed in ("M", "F") else ""


def identity_text(person: Mapping[str, str]) -> str:
    """The number of a person's paper; a passport is called so, for its number may look like another
    one.
    """
    number = person.get("identity") or ""
    is_passport = number and person.get("document") == PASSPORT
    return _("hộ chiếu %(number)s") % {"number": number} if is_passport else number
