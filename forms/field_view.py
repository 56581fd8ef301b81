"""One field as a page draws it: its inputs, what was typed in them, and the sentence at the input
it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from functools import cached_property
from typing import Any

from forms import attached, doubts
from forms import field_kinds as fk
from forms.errors import FieldError, Refused, about
from forms.inputs import Input, anchor, ids_of
from forms.labels import without_mark
from forms.models import StoredFile
from foundation.languages import in_language


@dataclass(frozen=True)
class Offer:
    """A paper that can be attached without being sent: the `value` its button posts, what it is
    called, and the dossier it comes from.
    """

    value: str
    name: str
    detail: str
    dossier: str


@dataclass
class FieldView:
    """A field, the name its inputs begin with, and for a group the fields of each item."""

    field: fk.BaseField
    name: str
    inputs: list[Input]
    required: bool
    error: str = ""
    kept: list[str] = made(default_factory=list)  # ids of files
    offers: list[Offer] = made(default_factory=list)
    items: list[list[FieldView]] = made(default_factory=list)
    question: str = ""  # what is asked again about a doubtful answer
    confirms: str = ""  # what the box to confirm it posts
    is_confirmed: bool = False
    # of an item's field: what was typed and cannot be kept
    unkept: list[FieldError] = made(default_factory=list)
    # what cannot be chosen while it is empty, where that depends
    needed_for: list[str] = made(default_factory=list)

    @property
    def id(self) -> str:
        return anchor(self.name)

    @property
    def kind(self) -> str:
        return self.field.kind

    @property
    def label(self) -> str:
        return without_mark(in_language(self.field.label))

    @property
    def help(self) -> str:
        return in_language(self.field.help)

    @property
    def described_by(self) -> str:
        """The ids of help and error, where several inputs stand in one fieldset."""
        return ids_of(self.id, help=self.help, error=self.error)

    @cached_property
    def files(self) -> list[StoredFile]:
        """The files kept so far; read once the page is drawn, for most presses lead to another."""
        return attached.stored(self.kept)

    @property
    def is_single(self) -> bool:
        """One input carries the field's own label; several stand in a fieldset."""
        return len(self.inputs) == 1 and self.inputs[0].kind in (
            "text",
            "textarea",
            "select",
            "files",
        )

    def ask(self, value: Any, answers: Mapping[str, Any], confirmed: Any) -> None:
        """Draw the question about a doubtful answer, and whether this very answer was confirmed."""
        if doubts.is_doubtful(self.field, value, answers):
            self.question = in_language(self.field.ask)
            self.confirms = doubts.fingerprint(value)
            self.is_confirmed = confirmed == self.confirms

    def show(self, refused: Refused) -> list[FieldError]:
        """Put each sentence at the input it is about; returns them for the summary."""
        return [self._show(fault) for fault in refused.each]

    def _show(self, fault: Refused) -> FieldError:
        name = f"{self.name}.{fault.part}" if fault.part else self.name
        if fault.part == doubts.PART:
            # the question stands at its own box
            return FieldError(anchor(name), about(self.label, fault.message))
        for one in self.inputs:
            if one.name == name or any(part.name == name for part in one.parts):
                one.error = fault.message
                break
        else:
            self.error = fault.message
        return FieldError(anchor(name), about(self.label, fault.message))

    @property
    def first_part(self) -> str:
        """Where the cursor goes when nothing was answered: past what the form itself has filled
        in.
        """
        boxes = [box for one in self.inputs for box in one.parts or (one,)]
        if not boxes:
            return ""
        first = next((box for box in boxes if not box.value), boxes[0])
        return first.name.removeprefix(self.name).removeprefix(".")


def draw(one: fk.BaseField, posted: Mapping[str, str], name: str, required: bool) -> FieldView:
    """The field with what was typed or kept, as input name → text."""
    return FieldView(one, name, one.inputs(posted, name), required)


def lost(view: FieldView, refused: Refused, posted: Mapping[str, str]) -> list[FieldError]:
    """Puts each sentence at its input; returns the faults of what was typed: an input left empty
    loses nothing.
    """
    shown = view.show(refused)
    typed = [name for name, text in posted.items() if text.strip()]
    return [
        error
        for error, fault in zip(shown, refused.each, strict=True)
        if any(_is_of(name, view, fault.part) for name in typed)
    ]


def _is_of(name: str, view: FieldView, part: str) -> bool:
    """Whether an input is the one of that part; the three boxes of a date are one."""
    whole = not part or (isinstance(view.field, fk.TypedField) and view.field.is_in_boxes)
    of = view.name if whole else f"{view.name}.{part.split('.')[0]}"
    return name == of or name.startswith(f"{of}.")
