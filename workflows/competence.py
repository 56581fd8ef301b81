"""Which authority a definition means: one it names, or the one the applicant chose in the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from organisations.models import Authority
from workflows.definition.base import answer_of


def authority_named(place: str, answers: Mapping[str, Any]) -> Authority:
    """The authority of a place of the definition for these answers; raises Authority.DoesNotExist."""
    field = answer_of(place)
    return Authority.objects.get(slug=answers.get(field) if field else place)
