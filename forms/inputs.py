"""What a page draws for a field: a handful of kinds of input, so that every field needs one
template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation import known_dates

Option = tuple[str, str]
#: Input name → what was typed in it, or what is kept.
Typed = Mapping[str, str]


def anchor(name: str) -> str:
    """The id of an input: what the error summary links to."""
    return "id_" + name.replace(".", "-")


@dataclass
class Input:
    """One input with its label; `kind`: text, textarea, radios, select, date, files or order (a
    list of `parts` that buttons move).
    """

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
    parts: tuple[Input, ...] = ()  # the three boxes of a date, the rows of a list
    # an answer here changes or shows another input: a button, or htmx, asks the server
    reloads: bool = False
    accept: str = ""
    multiple: bool = False
    # who gave the answer, where it is not asked (`forms.stated`)
    stated: str = ""

    @property
    def id(self) -> str:
        return anchor(self.name)

    @property
    def said(self) -> str:
        """The answer as people read it, where it is not asked."""
        if self.parts:
            return "/".join(part.value for part in self.parts if part.value)
        return dict(self.options).get(self.value, self.value)

    @property
    def described_by(self) -> str:
        """The ids of what the page says at this input, in the order of the page; of its field's
        help the page knows.
        """
        return ids_of(self.id, hint=self.help, error=self.error)


def ids_of(id: str, **said: str) -> str:
    """The ids of the sentences that are there, for `aria-describedby`."""
    return " ".join(f"{id}-{kind}" for kind, sentence in said.items() if sentence)


def line_input(
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
    """One line of text."""
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


def day_input(values: Typed, name: str, label: str, example: str = "", born: bool = False) -> Input:
    """A day in three boxes; `born`: the browser may fill in a birthday."""
    boxes = (("day", _("Ngày"), 2), ("month", _("Tháng"), 2), ("year", _("Năm"), 4))
    parts = tuple(
        line_input(
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
    return Input("date", name, label, parts=parts, help=example or _("Ví dụ: 5 / 2 / 1998"))


def day_boxes(value: object, name: str) -> dict[str, str]:
    """Box → what stands in it, for a stored day or what is known of one; {} for what is none."""
    day, month, year = known_dates.boxes(value)
    return {f"{name}.day": day, f"{name}.month": month, f"{name}.year": year} if year else {}
