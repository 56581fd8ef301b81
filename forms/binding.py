"""A section of the form on a page: what to draw, what was typed, what may be kept, what is wrong.

`bind` reads what was posted at once. Answers that cannot be kept are shown again as they were typed, each with one
sentence; `partial_values` are those that can, for the draft. Hidden fields are neither asked nor required.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from django.utils.translation import gettext as _

from forms import answers as reading
from forms import attached
from forms import language as fl
from forms.faults import FieldError, Refused
from forms.inputs import Input, anchor, in_language, inputs
from forms.models import StoredFile
from forms.typed import typed

MISSING = {
    fl.ChoiceField: "Chọn một câu trả lời.",
    fl.YesNoField: "Chọn có hoặc không.",
    fl.AttachmentField: "Đính kèm ít nhất một tệp.",
}


@dataclass
class FieldView:
    """One field as a page draws it."""

    field: fl.Field | fl.SimpleField
    name: str
    inputs: list[Input]
    required: bool
    error: str = ""
    files: list[StoredFile] = made(default_factory=list)
    items: list[list[FieldView]] = made(default_factory=list)

    @property
    def id(self) -> str:
        return anchor(self.name)

    @property
    def kind(self) -> str:
        return self.field.kind

    @property
    def label(self) -> str:
        return in_language(self.field.label)

    @property
    def help(self) -> str:
        return in_language(self.field.help)

    @property
    def is_single(self) -> bool:
        """One input carries the field's own label; several stand in a fieldset."""
        return len(self.inputs) == 1 and self.inputs[0].kind in ("text", "textarea", "select", "files")


class BoundSection:
    """A section with the answers so far and, once something was posted, what became of it."""

    def __init__(
        self, section: fl.Section, known: Mapping[str, Any], data: Any = None, files: Any = None, uploader: Any = None
    ) -> None:
        self.section = section
        self.errors: list[FieldError] = []
        self.values: dict[str, Any] = {}
        self._known = dict(known)
        self._data, self._files, self._uploader = data, files, uploader
        self.fields: list[FieldView] = list(self._bound_fields())

    @property
    def partial_values(self) -> dict[str, Any]:
        """What may be kept in the draft although something else on the page is wrong."""
        return self.values

    def is_valid(self) -> bool:
        """True when something was posted and every answer may be kept."""
        return self._data is not None and not self.errors

    def _bound_fields(self) -> Iterator[FieldView]:
        for one in self.section.fields:
            if one.is_shown(self._answers()):
                yield self._bound(one)
            elif self._data is not None and self._data.get(one.id):
                yield self._bound(one)  # shown without JavaScript once another answer on this page asks for it

    def _answers(self) -> dict[str, Any]:
        return self._known | self.values

    def _bound(self, one: fl.Field) -> FieldView:
        required = one.is_required(self._answers())
        if isinstance(one, fl.AttachmentField):
            return self._bound_files(one, required)
        if isinstance(one, fl.GroupField):
            return self._bound_group(one, required)
        posted = self._data if self._data is not None else typed(one, self._default(one), one.id)
        view = FieldView(one, one.id, inputs(one, posted, one.id), required)
        if self._data is not None:
            self._keep(view, one, required)
        return view

    def _default(self, one: fl.Field) -> Any:
        return self._known.get(one.id, getattr(one, "default", None) or None)

    def _keep(self, view: FieldView, one: fl.Field, required: bool) -> None:
        try:
            value = reading.read(one, self._data, one.id)
            if value is None and required:
                raise Refused(missing(one), _first_part(view))
        except Refused as refused:
            self._fault(view, refused)
        else:
            self.values[one.id] = value

    def _fault(self, view: FieldView, refused: Refused) -> None:
        name = f"{view.name}.{refused.part}" if refused.part else view.name
        self.errors.append(FieldError(anchor(name), f"{view.label}: {refused.message}"))
        put_error(view, name, refused.message)

    def _bound_files(self, one: fl.AttachmentField, required: bool) -> FieldView:
        view = FieldView(one, one.id, inputs(one, {}, one.id), required)
        kept = list(self._known.get(one.id) or [])
        if self._data is not None:
            kept, refusals = attached.take(one, kept, self._data, self._files, self._uploader)
            self.values[one.id] = kept or None
            if not kept and required and not refusals:
                refusals = [missing(one)]
            for message in refusals:
                self._fault(view, Refused(message))
        view.files = attached.stored(kept)
        return view

    def _bound_group(self, one: fl.GroupField, required: bool) -> FieldView:
        view = FieldView(one, one.id, [], required)
        items: list[dict[str, Any]] = []
        for number in range(self._item_count(one)):
            name = f"{one.id}.{number}"
            if self._data is None:
                known = (self._known.get(one.id) or [{}] * 50)[number] if self._known.get(one.id) else {}
                view.items.append([_item_field(sub, known, name) for sub in one.fields])
                continue
            if self._data.get("remove_item") == name:
                continue
            values, views = self._read_item(one, name)
            view.items.append(views)
            items.append(values)
        if self._data is not None:
            filled = [item for item in items if any(value is not None for value in item.values())]
            if len(filled) < max(one.min_items, 1 if required else 0):
                self._fault(view, Refused(_("Điền ít nhất %(count)d mục.") % {"count": max(one.min_items, 1)}))
            self.values[one.id] = filled or None
        return view

    def _item_count(self, one: fl.GroupField) -> int:
        if self._data is None:
            return max(len(self._known.get(one.id) or []), one.min_items, 1)
        try:
            count = int(self._data.get(f"{one.id}.count", "1"))
        except ValueError:
            count = 1
        more = 1 if self._data.get("add_item") == one.id else 0
        return min(max(count, 1) + more, one.max_items)

    def _read_item(self, one: fl.GroupField, name: str) -> tuple[dict[str, Any], list[FieldView]]:
        values: dict[str, Any] = {}
        views = [_item_view(sub, self._data, name) for sub in one.fields]
        for view in views:
            try:
                values[view.field.id] = reading.read(view.field, self._data, view.name)
            except Refused as refused:
                self._fault(view, refused)
        if any(value is not None for value in values.values()):  # an item left empty is dropped, not complained about
            for view in views:
                if values.get(view.field.id, "") is None and view.field.is_required(values):
                    self._fault(view, Refused(missing(view.field), _first_part(view)))
        return values, views


def _item_field(sub: fl.SimpleField, known: Mapping[str, Any], name: str) -> FieldView:
    return _item_view(sub, typed(sub, known.get(sub.id), f"{name}.{sub.id}"), name)


def _item_view(sub: fl.SimpleField, posted: Mapping[str, str], name: str) -> FieldView:
    own = f"{name}.{sub.id}"
    return FieldView(sub, own, inputs(sub, posted, own), sub.is_required({}))


def put_error(view: FieldView, name: str, message: str) -> None:
    """Show the sentence at the input it is about, else at the field."""
    for one in view.inputs:
        if one.name == name or any(part.name == name for part in one.parts):
            one.error = message
            return
    view.error = message


def _first_part(view: FieldView) -> str:
    if not view.inputs:
        return ""
    first = view.inputs[0].parts[0] if view.inputs[0].parts else view.inputs[0]
    return first.name.removeprefix(view.name).removeprefix(".")


def missing(one: fl.Field | fl.SimpleField) -> str:
    """The sentence for a required answer that was not given."""
    return _(MISSING.get(type(one), "Mục này chưa được điền."))


def bind(
    section: fl.Section, answers: Mapping[str, Any], data: Any = None, files: Any = None, uploader: Any = None
) -> BoundSection:
    """A section with the known answers; with `data` (a QueryDict) and `files` also what was posted."""
    return BoundSection(section, answers, data, files, uploader)


def check_form(form: fl.Form, answers: Mapping[str, Any]) -> list[FieldError]:
    """Everything that keeps the form from being submitted, whatever page it is on."""
    return [
        fault
        for section in form.visible_sections(answers)
        for one in section.fields
        if one.is_shown(answers)
        for fault in _faults(one, answers)
    ]


def _faults(one: fl.Field, answers: Mapping[str, Any]) -> Iterator[FieldError]:
    value = answers.get(one.id)
    if value in (None, "", [], {}):
        if one.is_required(answers) and not isinstance(one, fl.InfoField):
            yield FieldError(anchor(one.id), f"{in_language(one.label)}: {missing(one)}")
        return
    try:
        if isinstance(one, fl.AttachmentField):
            attached.check(one, value)
        elif not isinstance(one, fl.GroupField):
            reading.read(one, typed(one, value, one.id), one.id)
    except Refused as refused:
        yield FieldError(anchor(one.id), f"{in_language(one.label)}: {refused.message}")
