"""What is asked of the applicant and never comes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workflows.definition.base import Id, Part
from workflows.definition.law import Unit


class Lapse(Part):
    """The applicant did not act within this time: the dossier stops and leads to an end without a
    result.
    """

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit
    to: Id


def ways_on(to: str, lapse: Lapse | None) -> dict[str, str]:
    """The targets of a step that goes on to one step, or lapses."""
    return {"": to} | ({"lapse": lapse.to} if lapse else {})
