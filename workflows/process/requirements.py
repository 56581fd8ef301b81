"""What an officer must fill in at a step: always, or for one of its outcomes. Pages mark it, the
engine demands it.

An outcome asks for a field where its `needs` cannot hold while the field is empty, whatever else is
filled in: `office.appraise.equivalent != ""`, `size(office.check.changes) > 0`. So versions
published long ago say it too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from forms.conditions.blanks import is_blank
from forms.conditions.evaluation import Condition
from foundation.languages import in_vietnamese
from workflows.definition import AnyStep, Outcome
from workflows.errors import Incomplete, WrongState

Values = Mapping[str, Any]


def asked_for(step: AnyStep, values: Values, data: Values) -> list[Any]:
    """The step's fields that this dossier's officer is asked; `data` is what conditions read of the
    dossier.
    """
    known = {**data, **{name: value for name, value in values.items() if not is_blank(value)}}
    return [field for field in step.fields if field.kind != "info" and field.is_shown(known)]


def needed_for(outcome: Outcome, step: AnyStep, values: Values, data: Values) -> list[Any]:
    """Those of them without which the outcome cannot be chosen, in the order of the page."""
    if not outcome.needs:
        return []
    condition = Condition(outcome.needs)
    fields = asked_for(step, values, data)
    return [
        field for field in fields if condition.needs_answer(("office", step.id, field.id), data)
    ]


def check_required(step: AnyStep, values: Values, data: Values) -> None:
    """Raise Incomplete for a field that must be filled in whatever is decided."""
    known = {**data, **values}
    for field in asked_for(step, values, data):
        if field.is_required(known) and is_blank(values.get(field.id)):
            _refuse_empty(field)


def check_answers(fields: Collection[Any], values: Values) -> None:
    """Whoever is asked answers what they must and nothing else. Raises WrongState, and Incomplete
    for what is empty.
    """
    refuse_unknown(fields, values)
    for field in fields:
        if field.is_required(values) and is_blank(values.get(field.id)):
            _refuse_empty(field)


def refuse_unknown(fields: Iterable[Any], values: Values) -> None:
    """Raise WrongState for an answer to what the step does not ask."""
    if values.keys() - {field.id for field in fields}:
        raise WrongState(_("Bước này không có ô nhập như vậy."))


def _refuse_empty(field: Any) -> NoReturn:
    raise Incomplete(_("Hãy trả lời “%(field)s”.") % {"field": in_vietnamese(field.label)})


def still_empty(outcome: Outcome, step: AnyStep, values: Values, data: Values) -> str:
    """“Còn để trống: …”, naming by their labels the fields that the outcome needs; "" when all are
    filled in.
    """
    fields = [
        field for field in needed_for(outcome, step, values, data) if is_blank(values.get(field.id))
    ]
    return _("Còn để trống: %(fields)s.") % {"fields": quoted(fields)} if fields else ""


def quoted(fields: Iterable[Any]) -> str:
    """“Kết luận”, “Ghi chú”."""
    return ", ".join(f"“{in_vietnamese(field.label)}”" for field in fields)
