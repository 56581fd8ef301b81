"""An admissions round that takes applications."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field as About

from forms.errors import Refused
from forms.field_kinds.base import SOME_ID, Compared, TypedField
from forms.inputs import Input, Typed
from forms.lists import offered_programmes
from forms.posted import typed_in
from foundation.languages import in_language

_MOST_RADIOS = 8


class RoundField(TypedField):
    """The round that is applied for, stored as its slug; it names the authority that decides the
    round.

    The only open one is chosen already. One that has closed since stays an answer: whether it takes
    applications is asked when one is filed (`workflows.process.windows`).
    """

    kind: Literal["round"]
    procedure: str = About(
        "", description="Slug of the procedure whose rounds are offered; left out, this one."
    )

    is_chosen: ClassVar[bool] = True
    names_authority: ClassVar[bool] = True

    def inputs(self, values: Typed, name: str) -> list[Input]:
        rounds = offered_programmes.open_rounds(self.procedure)
        chosen = values.get(name, "") or (rounds[0][0] if len(rounds) == 1 else "")
        if chosen and chosen not in dict(rounds) and (title := offered_programmes.title_of(chosen)):
            rounds = [*rounds, (chosen, title)]
        kind = "radios" if len(rounds) <= _MOST_RADIOS else "select"
        return [Input(kind, name, in_language(self.label), chosen, options=tuple(rounds))]

    def read(self, posted: Typed, name: str) -> Any:
        typed = typed_in(posted, name)
        if typed and not offered_programmes.title_of(typed):
            raise Refused(_("Chọn một trong các câu trả lời có sẵn."))
        return typed or None

    def told(self, value: Any) -> str:
        return offered_programmes.title_of(str(value)) or str(value)

    def missing(self) -> str:
        return _("Chọn đợt tuyển sinh.")

    def examples(self, compared: Compared) -> list[Any]:
        return [SOME_ID]

    def open_authorities(self) -> set[str]:
        """Slugs of the authorities whose rounds take applications now."""
        rounds = offered_programmes.open_rounds(self.procedure)
        return {offered_programmes.authority_of(slug) for slug, _title in rounds}

    def authority_of(self, value: Any) -> str:
        return offered_programmes.authority_of(str(value))
