"""The whole form before it is filed: every answer is read once more, because the draft was kept
page by page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from forms import attached, doubts, repeated
from forms import field_kinds as fk
from forms import language as fl
from forms.conditions.blanks import EMPTY
from forms.errors import FieldError, Refused, about
from forms.inputs import anchor
from foundation.languages import in_language


def check_form(
    form: fl.Form, answers: Mapping[str, Any], only: Collection[str] | None = None
) -> list[FieldError]:
    """Everything that keeps the form from being submitted, whatever page it is on; anchors are
    those of the fields.

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


def _faults(one: fk.Field, answers: Mapping[str, Any]) -> Iterator[str]:
    value, required = answers.get(one.id), one.is_required(answers)
    try:
        if not _is_answered(one, value, answers, required) and required:
            yield one.missing()
    except Refused as refused:
        yield from (fault.message for fault in refused.each)


def _is_answered(one: fk.Field, value: Any, answers: Mapping[str, Any], required: bool) -> bool:
    """False when nothing was answered; raises Refused for an answer that cannot be filed."""
    if isinstance(one, fk.GroupField):
        repeated.check(one, value, answers, required)
        return True
    if value in EMPTY:
        return False
    if isinstance(one, fk.AttachmentField):
        attached.check(one, value)
        return True
    if (read := one.read(one.typed(value, one.id), one.id)) is None:
        raise Refused(one.missing())  # something is stored, but it is no answer to this question
    one.meet(read, answers)
    doubts.confirm(one, read, answers, answers.get(doubts.key_of(one.id)))
    return True
