"""Programmes of an admissions round, the dearest first."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from pydantic import PrivateAttr

from forms.errors import Refused
from forms.field_kinds.base import SOME_ID, Answers, Compared, Id, TypedField
from forms.inputs import Input, Typed
from forms.lists import offered_programmes
from forms.lists.offered_programmes import Programme
from forms.posted import typed_in
from foundation.languages import in_language

#: No list is read further than this, whatever is posted.
_MOST_READ = 50


class OfRound(TypedField):
    """A field whose answers are programmes of the round that another answer names."""

    of: Id

    names_authority: ClassVar[bool] = True
    _round: str = PrivateAttr("")

    def beside(self, answers: Answers) -> Self:
        known = self.model_copy()
        known._round = str(answers.get(self.of) or "")
        return known

    def offered(self, answers: Answers) -> Self:
        return self.beside(answers)

    def conditions(self) -> set[str]:
        return {self.of}

    def _programmes(self) -> dict[str, Programme]:
        return {one.id: one for one in offered_programmes.programmes(self._round)}

    def _name(self, programme: str) -> str:
        found = self._programmes().get(programme)
        return found.name if found else programme


class WishesField(OfRound):
    """Programmes of the round named by `of`, in the order in which they are wished for; stored as
    the list of their ids. It names the school of the first one.

    Drawn as a list that is ordered by buttons; a press of one is posted as `reload`
    (`<field>.up.2`), so that the page is drawn anew with the list after it.
    """

    kind: Literal["wishes"]

    def inputs(self, values: Typed, name: str) -> list[Input]:
        programmes, chosen = self._programmes(), _listed(values, name)
        rows = tuple(
            _row(f"{name}.{number}", one, programmes.get(one))
            for number, one in enumerate(chosen, start=1)
        )
        most = offered_programmes.most_wishes(self._round)
        left = [one for one in programmes.values() if one.id not in chosen]
        options = tuple((one.id, _with_note(one)) for one in left) if len(chosen) < most else ()
        label = in_language(self.label)
        return [Input("order", name, label, help=self._hint(most), options=options, parts=rows)]

    def _hint(self, most: int) -> str:
        if not most:
            return _("Chọn đợt tuyển sinh trước.")
        return _(
            "Xếp nguyện vọng mong muốn nhất lên đầu. Được chọn tối đa %(most)d nguyện vọng."
        ) % {"most": most}

    def read(self, posted: Typed, name: str) -> Any:
        found = _listed(posted, name)
        if len(set(found)) < len(found):
            raise Refused(_("Mỗi nguyện vọng chỉ chọn một lần."))
        return found or None

    def refuse_unoffered(self, value: Any, answers: Answers) -> None:
        here = self.beside(answers)
        programmes, most = here._programmes(), offered_programmes.most_wishes(here._round)
        if any(one not in programmes for one in value or ()):
            raise Refused(_("Có nguyện vọng không thuộc đợt tuyển sinh này. Hãy bỏ và chọn lại."))
        if len(value or ()) > most:
            raise Refused(_("Được chọn tối đa %(most)d nguyện vọng.") % {"most": most})

    def typed(self, value: Any, name: str) -> dict[str, str]:
        if not isinstance(value, list):
            return {}
        return {f"{name}.{number}": str(one) for number, one in enumerate(value, start=1)}

    def told(self, value: Any) -> str:
        if not isinstance(value, list):
            return str(value)
        return "; ".join(
            f"{number}. {self._name(str(one))}" for number, one in enumerate(value, start=1)
        )

    def missing(self) -> str:
        return _("Chọn ít nhất một nguyện vọng.")

    def examples(self, compared: Compared) -> list[Any]:
        return [[SOME_ID]]

    def authority_of(self, value: Any) -> str:
        first = self._programmes().get(str(value[0])) if isinstance(value, list) and value else None
        return first.school if first else ""


class ProgrammeField(OfRound):
    """One programme of the round named by `of`, as an officer's act names it: where a pupil was
    admitted. Stored as its id; it names the programme's school.
    """

    kind: Literal["programme"]

    def inputs(self, values: Typed, name: str) -> list[Input]:
        options = tuple((one.id, one.name) for one in self._programmes().values())
        return [
            Input("select", name, in_language(self.label), values.get(name, ""), options=options)
        ]

    def read(self, posted: Typed, name: str) -> Any:
        return typed_in(posted, name) or None

    def refuse_unoffered(self, value: Any, answers: Answers) -> None:
        if value is not None and value not in self.beside(answers)._programmes():
            raise Refused(_("Chọn một trong các câu trả lời có sẵn."))

    def told(self, value: Any) -> str:
        return self._name(str(value))

    def examples(self, compared: Compared) -> list[Any]:
        return [SOME_ID]

    def authority_of(self, value: Any) -> str:
        found = self._programmes().get(str(value))
        return found.school if found else ""


def _listed(posted: Typed, name: str) -> list[str]:
    """The list as it was drawn, with what was added to it, after the button that was pressed."""
    rows = (typed_in(posted, name, str(number)) for number in range(1, _MOST_READ + 1))
    found = [one for one in rows if one]
    if (added := typed_in(posted, name, "add")) and added not in found:
        found.append(added)
    return _pressed(found, typed_in(posted, "reload"), name)


def _pressed(listed: list[str], press: str, name: str) -> list[str]:
    """After “up”, “down” or “remove” at one of the list."""
    field, _dot, button = press.partition(".")
    how, _dot, number = button.partition(".")
    place = int(number) - 1 if number.isascii() and number.isdigit() else -1
    if field != name or not 0 <= place < len(listed):
        return listed
    rest = [one for at, one in enumerate(listed) if at != place]
    if how == "remove":
        return rest
    steps = {"up": -1, "down": 1}.get(how, 0)
    to = min(max(place + steps, 0), len(rest))
    return [*rest[:to], listed[place], *rest[to:]]


def _row(name: str, programme: str, found: Programme | None) -> Input:
    return Input("row", name, found.name if found else programme, programme, help=_note(found))


def _note(found: Programme | None) -> str:
    return found.note if found else ""


def _with_note(one: Programme) -> str:
    return f"{one.name} ({one.note})" if one.note else one.name
