"""Which authority a definition means: one it names, or the one the applicant chose in the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from forms.conditions.evaluation import Condition
from foundation.text import list_key
from organisations.models import Authority, RoleAssignment
from organisations.reform_models import Succession
from workflows.definition import Definition
from workflows.definition.base import answer_of
from workflows.models import Dossier


def candidates(dossier: Dossier, definition: Definition) -> list[Authority]:
    """Who else could decide: competent by the definition, in force, with somebody in each role the
    steps ask for.
    """
    today, kinds = timezone.localdate(), competent_kinds(dossier, definition)
    rows = Authority.objects.filter(in_force(today), kind__in=kinds, valid_from__lte=today)
    rows = rows.exclude(pk=dossier.deciding_id)
    held = RoleAssignment.objects.filter(
        in_force(today), valid_from__lte=today, user__is_active=True
    )
    for role in sorted(roles_of_deciding(definition)):
        rows = rows.filter(pk__in=held.filter(role_id=role).values("authority"))
    return sorted(rows, key=lambda one: list_key(one.name))


def competent_kinds(dossier: Dossier, definition: Definition) -> set[str]:
    """The kinds of authority that may decide by the definition, wherever the dossier is now: those
    among which the applicant names one, or the kind of the one that the definition names.
    """
    place = definition.authority.decides
    if field := answer_of(place):
        return {
            kind
            for one in definition.form.fields()
            if one.id == field
            for kind in getattr(one, "among", ())
        }
    if place == dossier.deciding.slug:
        return {dossier.deciding.kind}
    return {authority_named(place, dossier.answers).kind}


def roles_of_deciding(definition: Definition) -> set[str]:
    """The roles of the steps that the deciding authority takes."""
    return {step.role for step in definition.steps if step.role and step.at == "deciding"}


def in_force(day: dt.date) -> Q:
    """What has no last day, or one that has not passed."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def authority_named(place: str, answers: Mapping[str, Any]) -> Authority:
    """The authority of a place of the definition for these answers, or whoever a reform put in its
    place.

    Raises Authority.DoesNotExist.
    """
    field = answer_of(place)
    authority = Authority.objects.get(slug=answers.get(field) if field else place)
    return follow(authority, answers, timezone.localdate())


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
