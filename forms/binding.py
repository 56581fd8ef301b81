"""A section of the form on a page: what to draw, what was typed, what may be kept, what is wrong.

`bind` reads what was posted at once. Answers that cannot be kept are shown again as they were
typed, each with one sentence; `partial_values` are those that can, for the draft. Hidden fields are
neither asked nor required.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms import attached, doubts, repeated
from forms import field_kinds as fk
from forms import language as fl
from forms.errors import FieldError, Refused
from forms.field_view import FieldView, draw, lost
from forms.stated import NOTHING, Stated
from forms.submission import check_form

__all__ = ["BoundSection", "FieldError", "FieldView", "bind", "check_form", "hushed"]


class BoundSection:
    """A section with the answers so far and, once something was posted, what became of it."""

    def __init__(
        self,
        section: fl.Section,
        known: Mapping[str, Any],
        data: Any = None,
        files: Any = None,
        uploader: Any = None,
        around: Mapping[str, Any] | None = None,
        stated: Stated = NOTHING,
    ) -> None:
        self.section = section
        self._stated = stated
        self.errors: list[FieldError] = []
        self.values: dict[str, Any] = {}
        self.unkept: list[FieldError] = []  # what was typed and cannot be kept as it stands
        self._partly: dict[str, Any] = {}
        self._refused: dict[str, Any] = {}
        self._known = dict(known)
        self._data, self._files, self._uploader = data, files, uploader
        self._said = self._known | self._read_ahead()
        # the page is open: that question was answered before
        asked = section.model_copy(update={"show_when": ""})
        own = {one.id for one in section.fields}
        beside = {name: value for name, value in (around or {}).items() if name not in own}
        self._seen = fl.Form(sections=(asked,)).counted(beside | self._said)  # what conditions read
        self.fields: list[FieldView] = list(self._bound_fields())

    @property
    def partial_values(self) -> dict[str, Any]:
        """What may be kept in the draft although something on the page is wrong: of a person, say,
        the name alone.
        """
        return self.values | self._partly

    @property
    def draft_values(self) -> dict[str, Any]:
        """What the draft holds after this page: `partial_values`, and None where what was typed
        cannot be kept.

        What stood there before was changed by hand and must not come back.
        """
        return self.values | self._refused

    def is_valid(self) -> bool:
        """True when something was posted and every answer may be kept."""
        return self._data is not None and not self.errors

    def _read_ahead(self) -> dict[str, Any]:
        """What the page's answers now say, so that a condition sees them wherever on the page they
        stand.
        """
        found: dict[str, Any] = {}
        for one in self.section.fields if self._data is not None else ():
            if isinstance(one, fk.TypedField):
                try:
                    found[one.id] = one.read(self._posted(one), one.id)
                except Refused as refused:
                    found[one.id] = refused.kept
        for one in self.section.fields if self._data is not None else ():
            if isinstance(one, fk.GroupField):
                taken = repeated.posted_items(one, self._data, self._known.get(one.id))
                answers = self._known | found
                found[one.id] = repeated.kept(
                    [repeated.take(one, *item, answers)[0] for item in taken]
                )
        return found

    def _posted(self, one: fk.TypedField) -> Any:
        """What was typed; for a question that the page did not ask, what was kept of it; before
        both, what is stated.
        """
        posted = (
            self._data
            if repeated.is_sent(self._data, one.id)
            else one.typed(self._known.get(one.id), one.id)
        )
        return self._stated.over(posted, one.id)

    def _bound_fields(self) -> Iterator[FieldView]:
        deciding = self.section.deciding()
        for one in self.section.fields:
            if one.is_shown(self._seen):
                view = self._bound(one)
                for each in view.inputs if one.id in deciding else ():
                    each.reloads = True
                yield view
            elif self._data is not None and self._said.get(one.id) is not None:
                # kept in the draft in case it is asked again, never filed
                self.values[one.id] = self._said[one.id]

    def _bound(self, one: fk.Field) -> FieldView:
        required = one.is_required(self._seen)
        if isinstance(one, fk.AttachmentField):
            return self._bound_files(one, required)
        if isinstance(one, fk.GroupField):
            return self._bound_group(one, required)
        if self._data is None:
            known = self._known.get(one.id, getattr(one, "default", None))
            typed = self._stated.over(one.typed(known, one.id), one.id)
            view = draw(one.offered(self._seen), typed, one.id, required)
            self._stated.mark(view.inputs)
            view.ask(known, self._seen, self._known.get(doubts.key_of(one.id)))
            return view
        view = draw(one.offered(self._seen), self._posted(one), one.id, required)
        self._stated.mark(view.inputs)
        self._keep(view, one)
        return view

    def _keep(self, view: FieldView, one: fk.TypedField) -> None:
        try:
            value = one.read(self._posted(one), one.id)
            if value is None and view.required:
                raise Refused(one.missing(), view.first_part)
            one.meet(value, self._seen)
            self._confirm(view, one, value)
        except Refused as refused:
            self.errors += view.show(refused)
            if refused.kept is not None:
                self._partly[one.id] = refused.kept
            self._refused[one.id] = refused.kept
            self.unkept += lost(view, refused, self._posted(one))
        else:
            self.values[one.id] = value

    def _confirm(self, view: FieldView, one: fk.TypedField, value: Any) -> None:
        """A doubtful answer is asked about; what was confirmed is kept beside it."""
        key = doubts.key_of(one.id)
        said = self._data.get(key)
        view.ask(value, self._seen, said)
        doubts.confirm(one, value, self._seen, said)
        if view.question:
            self.values[key] = said

    def _bound_files(self, one: fk.AttachmentField, required: bool) -> FieldView:
        view = draw(one, {}, one.id, required)
        kept = list(self._known.get(one.id) or [])
        if self._data is not None:
            kept, refusals = attached.take(one, kept, self._data, self._files, self._uploader)
            self.values[one.id] = kept or None
            if not kept and required and not refusals:
                refusals = [one.missing()]
            for message in refusals:
                found = view.show(Refused(message))
                self.errors += found
                self.unkept += found if repeated.is_sent(self._files or {}, one.id) else []
        view.kept = kept
        return view

    def _bound_group(self, one: fk.GroupField, required: bool) -> FieldView:
        view = draw(one, {}, one.id, required)
        if self._data is None:
            view.items = repeated.draw_kept(one, self._known.get(one.id), self._seen)
            return view
        items: list[repeated.Item] = []
        for item in repeated.posted_items(one, self._data, self._known.get(one.id)):
            values, drawn, errors = repeated.take(one, *item, self._seen)
            items.append(values)
            view.items.append(drawn)
            self.errors += errors
            self.unkept += [fault for sub in drawn for fault in sub.unkept]
        self.values[one.id] = repeated.kept(items)
        try:
            repeated.enough(one, items, required)
        except Refused as refused:
            self.errors += view.show(refused)
        return view


def bind(
    section: fl.Section,
    answers: Mapping[str, Any],
    data: Any = None,
    files: Any = None,
    uploader: Any = None,
    around: Mapping[str, Any] | None = None,
    stated: Stated = NOTHING,
) -> BoundSection:
    """A section with the known answers; with `data` (a QueryDict) and `files` also what was posted.

    `around`: what its conditions may read beside its own answers, where it is a page of something
    larger. `stated`: answers that are shown and not asked.
    """
    return BoundSection(section, answers, data, files, uploader, around, stated)


def hushed(bound: BoundSection) -> BoundSection:
    """What was typed, without complaints of what is still open: a file was removed, or a province
    chosen.

    Only what was typed, chosen or attached and cannot be kept is told, where it stands.
    """
    bound.errors.clear()
    told = {fault.anchor for fault in bound.unkept}
    waiting = list(bound.fields)
    while waiting:
        view = waiting.pop()
        _hush(view, told)
        waiting += [sub for item in view.items for sub in item]
    return bound


def _hush(view: FieldView, told: set[str]) -> None:
    view.error = view.error if view.id in told else ""
    for each in view.inputs:
        parts = [part for part in each.parts if part.id not in told]
        if each.id not in told and len(parts) == len(each.parts):
            each.error = ""
        for part in parts:
            part.error = ""
