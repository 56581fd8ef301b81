"""A template of ours that names what its view does not give is a fault of the page, which Django
draws as nothing.

Django asks for `string_if_invalid` wherever a name is printed and not found, and prints nothing
where it is false
(https://docs.djangoproject.com/en/5.2/ref/templates/api/#how-invalid-variables-are-handled). Ours
asks whose template it is before it says so: those of Django and its administration leave names out
on purpose.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression
from django.template.defaultfilters import default

HOUSE = Path(__file__).resolve().parents[1]


class UnknownName(Exception):
    """A template prints a name that nobody gave it."""


class Unknown(str):
    """Stands in the settings for what an unknown name is drawn as."""

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        printed = frame.f_locals.get("self")
        if (
            isinstance(printed, FilterExpression)
            and _is_ours(_template_of(frame))
            and not _says_what_then(printed)
        ):
            raise UnknownName(f"{_template_of(frame)}: {{{{ {printed.token} }}}}")
        return False


def _says_what_then(printed: FilterExpression) -> bool:
    """`{{ heading|default:"h2" }}`: the template itself says what holds where it is not given."""
    return any(filter_function is default for filter_function, _arguments in printed.filters)


def _template_of(frame: FrameType) -> str:
    """The file that is drawn there, where it is one."""
    context = frame.f_locals.get("context")
    drawn = getattr(context, "render_context", None)
    template = getattr(drawn, "template", None)
    return str(getattr(getattr(template, "origin", None), "name", ""))


def _is_ours(template: str) -> bool:
    path = Path(template or "/")
    return path.is_relative_to(HOUSE) and ".venv" not in path.parts
