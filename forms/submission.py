"""The whole form before it is filed: every answer is read once more, because the draft was kept page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from forms import answers as reading
from forms import attached, doubts, repeated
from forms import language as fl
from forms.blanks import EMPTY
from forms.faults import FieldError, Refused, about
from forms.field_view import missing
from forms.inputs import anchor, in_language
from forms.typed import typed


def check_form(form: fl.Form, answers: Mapping[str, Any], only: Collection[str] | None = None) -> list[FieldError]:
    """Everything that keeps the form from being submitted, whatever page it is on; anchors are those of the fields.

    `only`: ids of the fields to look at, where the others were looked at before.
    """
    counted = form.counted(answers)
    return [
        FieldError(anchor(one.id), about(in_language(one.label), message))
        for section in form.visible_sections(answers)
        for one in section.fields
        if (only is None or one.id in only) and one.is_shown(counted)
        for message in _faults(one, counted)
    ]


def _faults(one: fl.Field, answers: Mapping[str, Any]) -> Iterator[str]:
    value, required = answers.get(one.id), one.is_required(answers)
    try:
        if not _is_answered(one, value, answers, required) and required:
            yield missing(one)
    except Refused as refused:
        yield from (fault.message for fault in refused.each)


def _is_answered(one: fl.Field, value: Any, answers: Mapping[str, Any], required: bool) -> bool:
    """False when nothing was answered; raises Refused for an answer that cannot be filed."""
    if isinstance(one, fl.GroupField):
        repeated.check(one, value, answers, required)
        return True
    if value in EMPTY:
        return False
    if isinstance(one, fl.AttachmentField):
        attached.check(one, value)
        return True
    if (read := reading.read(one, typed(one, value, one.id), one.id)) is None:
        raise Refused(missing(one))  # something is stored, but it is no answer to this question
    reading.meet(one, read, answers)
    doubts.confirm(one, read, answers, answers.get(doubts.key_of(one.id)))
    return True
