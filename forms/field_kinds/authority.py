"""A body of this site."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field as About

from forms.errors import Refused
from forms.field_kinds.base import SOME_ID, Compared, TypedField
from forms.inputs import Input, Typed
from forms.lists import authority_choices
from forms.posted import typed_in
from foundation.languages import in_language
from organisations.levels import Level


class AuthorityField(TypedField):
    """A body of this site: the school that shall decide, the commune one lives in. Stored as the
    authority's slug.
    """

    kind: Literal["authority"]
    among: Annotated[
        tuple[Literal["SCHOOL", "COMMUNE", "DEPARTMENT", "ONE_STOP", "PROVINCE"], ...],
        About(min_length=1),
    ]
    levels: tuple[Level, ...] = About(
        (), description="Schools alone that teach one of these levels; empty: any."
    )

    names_authority: ClassVar[bool] = True

    def inputs(self, values: Typed, name: str) -> list[Input]:
        bodies = authority_choices.bodies(self.among, self.levels)
        return [
            Input("select", name, in_language(self.label), values.get(name, ""), options=bodies)
        ]

    def read(self, posted: Typed, name: str) -> Any:
        typed = typed_in(posted, name)
        if typed and not authority_choices.is_known(typed, self.among, self.levels):
            raise Refused(_("Chọn một trong các câu trả lời có sẵn."))
        return typed or None

    def told(self, value: Any) -> str:
        return authority_choices.body_name(value)

    def missing(self) -> str:
        return _("Chọn một cơ quan trong danh sách.")

    def authority_of(self, value: Any) -> str:
        return str(value or "")

    def examples(self, compared: Compared) -> list[Any]:
        return [SOME_ID]
