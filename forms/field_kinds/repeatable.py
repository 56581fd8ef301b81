"""The kinds of which an item of a repeated group may consist."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as About

from forms.field_kinds.address import AddressField
from forms.field_kinds.authority import AuthorityField
from forms.field_kinds.choice import ChoiceField
from forms.field_kinds.date import DateField
from forms.field_kinds.email import EmailField
from forms.field_kinds.info import InfoField
from forms.field_kinds.long_text import LongTextField
from forms.field_kinds.money import MoneyField
from forms.field_kinds.number import NumberField
from forms.field_kinds.person import PersonField
from forms.field_kinds.phone import PhoneField
from forms.field_kinds.text import TextField
from forms.field_kinds.yes_no import YesNoField

Repeatable = (
    TextField
    | LongTextField
    | NumberField
    | MoneyField
    | DateField
    | ChoiceField
    | YesNoField
    | PersonField
    | PhoneField
    | EmailField
    | AddressField
    | AuthorityField
    | InfoField
)
SimpleField = Annotated[Repeatable, About(discriminator="kind")]
