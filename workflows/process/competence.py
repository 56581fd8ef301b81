"""Which authority a definition means: one it names, the one an answer of the form names (a school,
the round that is applied for, the school of the first wish), or the one an officer's field names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.conditions.evaluation import Condition
from forms.field_kinds import AuthorityField, BaseField
from foundation.text import list_key
from organisations.models import Authority, RoleAssignment
from organisations.reform_models import Succession
from organisations.roles import OF_SOMEBODY_HERE
from workflows.definition import Definition
from workflows.definition.base import answer_of, noted_of
from workflows.errors import WrongState
from workflows.models import Dossier


def candidates(dossier: Dossier, definition: Definition) -> list[Authority]:
    """Who else could decide: competent by the definition, in force, with somebody in each role the
    steps ask for.
    """
    today, kinds = timezone.localdate(), competent_kinds(dossier, definition)
    rows = Authority.objects.filter(in_force(today), kind__in=kinds, valid_from__lte=today)
    rows = rows.exclude(pk=dossier.deciding_id)
    held = RoleAssignment.objects.filter(in_force(today), valid_from__lte=today, **OF_SOMEBODY_HERE)
    for role in sorted(roles_of_deciding(definition)):
        rows = rows.filter(pk__in=held.filter(role_id=role).values("authority"))
    return sorted(rows, key=lambda one: list_key(one.name))


def competent_kinds(dossier: Dossier, definition: Definition) -> set[str]:
    """The kinds of authority that may decide by the definition, wherever the dossier is now: those
    among which the applicant names one, or the kind of the one that the definition names.
    """
    place = definition.authority.decides
    field = next((one for one in definition.form.fields() if one.id == answer_of(place)), None)
    if isinstance(field, AuthorityField):
        return set(field.among)
    if place == dossier.deciding.slug:
        return {dossier.deciding.kind}
    return {authority_named(definition, place, dossier.answers).kind}


def roles_of_deciding(definition: Definition) -> set[str]:
    """The roles of the steps that the deciding authority takes."""
    return {step.role for step in definition.steps if step.role and step.at == "deciding"}


def in_force(day: dt.date) -> Q:
    """What has no last day, or one that has not passed."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def authority_named(
    definition: Definition,
    place: str,
    answers: Mapping[str, Any],
    office: Mapping[str, Mapping[str, Any]] | None = None,
) -> Authority:
    """The authority of a place of the definition for these answers and notes of officers, or
    whoever a reform put in its place.

    Raises WrongState where nothing names one.
    """
    slug = _slug_named(definition, place, answers, office or {})
    authority = Authority.objects.filter(slug=slug).first()
    if authority is None:
        raise WrongState(_("Chưa xác định được cơ quan hoặc trường thực hiện bước tiếp theo."))
    return follow(authority, answers, timezone.localdate())


def _slug_named(
    definition: Definition,
    place: str,
    answers: Mapping[str, Any],
    office: Mapping[str, Mapping[str, Any]],
) -> str:
    if field := answer_of(place):
        return _told_by(definition.form.fields(), field, answers.get(field), answers)
    if noted := noted_of(place):
        found = (
            _told_by(definition.step(step).fields, field, office.get(step, {}).get(field), answers)
            for step, field in noted
        )
        return next((slug for slug in found if slug), "")
    return place


def _told_by(fields: Iterable[BaseField], name: str, value: Any, answers: Mapping[str, Any]) -> str:
    """The authority that the answer to this field names; "" for none."""
    one = next((field for field in fields if field.id == name), None)
    return one.beside(answers).authority_of(value) if one is not None and value else ""


def follow(authority: Authority, data: Mapping[str, Any], on: dt.date) -> Authority:
    """Who stands in the authority's place on that day for these answers: itself while it is in
    force.
    """
    seen: set[int] = set()
    while authority.valid_to is not None and authority.valid_to < on and authority.pk not in seen:
        seen.add(authority.pk)
        steps = (
            Succession.objects.filter(leaves=authority)
            .select_related("takes")
            .order_by("reform_id", "id")
        )
        authority = taker_of(list(steps), data) or authority
    return authority


def taker_of(successions: Sequence[Succession], data: Mapping[str, Any]) -> Authority | None:
    """Of those who follow one authority the first whose rule holds for the data, else the one
    without a rule.
    """
    named = next((one for one in successions if one.when and Condition(one.when).holds(data)), None)
    rest = named or next((one for one in successions if not one.when), None)
    return rest.takes if rest else None
