"""Which answers of a choice are offered beside the others: those whose condition holds, of levels taught there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from forms import field_kinds as fk
from forms.conditions.evaluation import Condition
from forms.errors import Refused
from forms.lists import authority_choices
from foundation.languages import in_language

AnyField = TypeVar("AnyField", bound=fk.BaseField)


def offered(field: AnyField, answers: Mapping[str, Any]) -> AnyField:
    """The field as it is drawn: a choice without the answers that are not offered; any other field as it is."""
    if not isinstance(field, fk.ChoiceField) or not field.conditions():
        return field
    taught = _taught(field, answers)
    kept = tuple(one for one in field.choices if _fits(one, answers) and _is_taught(one, taught))
    return field.model_copy(update={"choices": kept})


def refuse_unoffered(field: fk.BaseField, value: Any, answers: Mapping[str, Any]) -> None:
    """Raise Refused for a choice that is not offered beside the other answers, whatever page it was chosen on."""
    if not isinstance(field, fk.ChoiceField) or not field.conditions():
        return
    chosen = next((one for one in field.choices if one.value == value), None)
    if chosen is None:
        return
    label = {"label": in_language(chosen.label)}
    if not _is_taught(chosen, _taught(field, answers)):
        school = {"school": authority_choices.body_name(str(answers.get(field.taught_at)))}
        raise Refused(_("%(school)s không dạy %(label)s. Chọn lớp khác hoặc chọn trường khác.") % {**label, **school})
    if not _fits(chosen, answers):
        raise Refused(_("“%(label)s” không đi cùng các câu trả lời khác, hãy chọn lại.") % label)


def _fits(choice: fk.Choice, answers: Mapping[str, Any]) -> bool:
    return not choice.show_when or Condition(choice.show_when).holds(answers)


def _is_taught(choice: fk.Choice, taught: frozenset[str]) -> bool:
    return not choice.level or not taught or choice.level in taught


def _taught(field: fk.ChoiceField, answers: Mapping[str, Any]) -> frozenset[str]:
    """The levels of the school that was chosen; empty where none was, or where nobody knows what it teaches."""
    return authority_choices.taught_at(str(answers.get(field.taught_at) or "")) if field.taught_at else frozenset()
