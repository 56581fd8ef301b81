"""The kinds of questions that a form may ask: one file each, listed here or in `repeatable`.

A new kind: its file (the class says what is asked, drawn, read, kept and told) and its line in the
list. What it must be able to do stands in `base`; the server does not start with a kind that
cannot.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Annotated, get_args

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field as About

from forms.field_kinds.address import AddressField
from forms.field_kinds.attachment import AttachmentField
from forms.field_kinds.authority import AuthorityField
from forms.field_kinds.base import Answers, BaseField, Cel, Id, Part, Text, TypedField
from forms.field_kinds.choice import ChoiceField
from forms.field_kinds.date import DateField
from forms.field_kinds.email import EmailField
from forms.field_kinds.grant import GrantField
from forms.field_kinds.group import GroupField, names_read_by
from forms.field_kinds.info import InfoField
from forms.field_kinds.long_text import LongTextField
from forms.field_kinds.money import MoneyField
from forms.field_kinds.number import NumberField
from forms.field_kinds.person import PersonField
from forms.field_kinds.phone import PhoneField
from forms.field_kinds.register_entry import RegisterEntryField
from forms.field_kinds.repeatable import Repeatable, SimpleField
from forms.field_kinds.round import RoundField
from forms.field_kinds.text import TextField
from forms.field_kinds.wishes import ProgrammeField, WishesField
from forms.field_kinds.yes_no import YesNoField

__all__ = [
    "KINDS",
    "AddressField",
    "Answers",
    "AttachmentField",
    "AuthorityField",
    "BaseField",
    "Cel",
    "ChoiceField",
    "DateField",
    "EmailField",
    "Field",
    "GrantField",
    "GroupField",
    "Id",
    "InfoField",
    "LongTextField",
    "MoneyField",
    "NumberField",
    "Part",
    "PersonField",
    "PhoneField",
    "ProgrammeField",
    "RoundField",
    "SimpleField",
    "Text",
    "TextField",
    "TypedField",
    "WishesField",
    "YesNoField",
    "names_read_by",
    "refuse_incomplete",
]

_Kind = (
    Repeatable
    | AttachmentField
    | RegisterEntryField
    | GrantField
    | RoundField
    | WishesField
    | ProgrammeField
    | GroupField
)
Field = Annotated[_Kind, About(discriminator="kind")]
KINDS: tuple[type[BaseField], ...] = get_args(_Kind)


def refuse_incomplete(kinds: Iterable[type[BaseField]] = KINDS) -> None:
    """Raise ImproperlyConfigured, naming what is missing, for a kind that cannot do what all must
    be able to.
    """
    for kind in kinds:
        if inspect.isabstract(kind):
            missing = ", ".join(sorted(kind.__abstractmethods__))
            raise ImproperlyConfigured(f"{kind.__module__}.{kind.__name__}: {missing} is missing")
