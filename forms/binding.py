"""A section of the form on a page: what to draw, what was typed, what may be kept, what is wrong.

`bind` reads what was posted at once. Answers that cannot be kept are shown again as they were typed, each with one
sentence; `partial_values` are those that can, for the draft. Hidden fields are neither asked nor required.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from forms import answers as reading
from forms import attached, doubts, repeated
from forms import language as fl
from forms.faults import FieldError, Refused
from forms.field_view import FieldView, draw, missing
from forms.inputs import inputs
from forms.offers import offered
from forms.submission import check_form
from forms.typed import typed

__all__ = ["BoundSection", "FieldError", "FieldView", "bind", "check_form", "hushed"]


class BoundSection:
    """A section with the answers so far and, once something was posted, what became of it."""

    def __init__(
        self, section: fl.Section, known: Mapping[str, Any], data: Any = None, files: Any = None, uploader: Any = None
    ) -> None:
        self.section = section
        self.errors: list[FieldError] = []
        self.values: dict[str, Any] = {}
        self._partly: dict[str, Any] = {}
        self._known = dict(known)
        self._data, self._files, self._uploader = data, files, uploader
        self._answers = self._known | self._read_ahead()
        self.fields: list[FieldView] = list(self._bound_fields())

    @property
    def partial_values(self) -> dict[str, Any]:
        """What may be kept in the draft although something on the page is wrong: of a person, say, the name alone."""
        return self.values | self._partly

    def is_valid(self) -> bool:
        """True when something was posted and every answer may be kept."""
        return self._data is not None and not self.errors

    def _read_ahead(self) -> dict[str, Any]:
        """What the page's plain answers now say, so that a condition sees them wherever on the page they stand."""
        found: dict[str, Any] = {}
        for one in self.section.fields if self._data is not None else ():
            if not isinstance(one, fl.AttachmentField | fl.GroupField):
                with suppress(Refused):
                    found[one.id] = reading.read(one, self._data, one.id)
        return found

    def _bound_fields(self) -> Iterator[FieldView]:
        deciding = self.section.deciding()
        for one in self.section.fields:
            if one.is_shown(self._answers):
                view = self._bound(one)
                for each in view.inputs if one.id in deciding else ():
                    each.reloads = True
                yield view
            elif self._data is not None and self._answers.get(one.id) is not None:
                self.values[one.id] = self._answers[one.id]  # kept in the draft in case it is asked again, never filed

    def _bound(self, one: fl.Field) -> FieldView:
        required = one.is_required(self._answers)
        if isinstance(one, fl.AttachmentField):
            return self._bound_files(one, required)
        if isinstance(one, fl.GroupField):
            return self._bound_group(one, required)
        if self._data is None:
            known = self._known.get(one.id, getattr(one, "default", None))
            view = draw(offered(one, self._answers), typed(one, known, one.id), one.id, required)
            view.ask(known, self._answers, self._known.get(doubts.key_of(one.id)))
            return view
        view = draw(offered(one, self._answers), self._data, one.id, required)
        self._keep(view, one)
        return view

    def _keep(self, view: FieldView, one: fl.Field) -> None:
        try:
            value = reading.read(one, self._data, one.id)
            if value is None and view.required:
                raise Refused(missing(one), view.first_part)
            reading.meet(one, value, self._answers)
            self._confirm(view, one, value)
        except Refused as refused:
            self.errors += view.show(refused)
            if refused.kept is not None:
                self._partly[one.id] = refused.kept
        else:
            self.values[one.id] = value

    def _confirm(self, view: FieldView, one: fl.Field, value: Any) -> None:
        """A doubtful answer is asked about; what was confirmed is kept beside it."""
        key = doubts.key_of(one.id)
        said = self._data.get(key)
        view.ask(value, self._answers, said)
        doubts.confirm(one, value, self._answers, said)
        if view.question:
            self.values[key] = said

    def _bound_files(self, one: fl.AttachmentField, required: bool) -> FieldView:
        view = FieldView(one, one.id, inputs(one, {}, one.id), required)
        kept = list(self._known.get(one.id) or [])
        if self._data is not None:
            kept, refusals = attached.take(one, kept, self._data, self._files, self._uploader)
            self.values[one.id] = kept or None
            if not kept and required and not refusals:
                refusals = [missing(one)]
            for message in refusals:
                self.errors += view.show(Refused(message))
        view.kept = kept
        return view

    def _bound_group(self, one: fl.GroupField, required: bool) -> FieldView:
        view = FieldView(one, one.id, [], required)
        if self._data is None:
            view.items = repeated.draw_kept(one, self._known.get(one.id), self._answers)
            return view
        items: list[repeated.Item] = []
        for name, posted in repeated.posted_items(one, self._data):
            values, drawn, errors = repeated.take(one, posted, name, self._answers)
            items.append(values)
            view.items.append(drawn)
            self.errors += errors
        self.values[one.id] = repeated.filled(items) or None
        try:
            repeated.enough(one, items, required)
        except Refused as refused:
            self.errors += view.show(refused)
        return view


def bind(
    section: fl.Section, answers: Mapping[str, Any], data: Any = None, files: Any = None, uploader: Any = None
) -> BoundSection:
    """A section with the known answers; with `data` (a QueryDict) and `files` also what was posted."""
    return BoundSection(section, answers, data, files, uploader)


def hushed(bound: BoundSection) -> BoundSection:
    """What was typed, without complaints: the page was not finished, only a file removed or a province chosen."""
    bound.errors.clear()
    waiting = list(bound.fields)
    while waiting:
        view = waiting.pop()
        view.error = ""
        for each in view.inputs:
            each.error = ""
            for part in each.parts:
                part.error = ""
        waiting += [sub for item in view.items for sub in item]
    return bound
