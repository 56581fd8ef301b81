"""Kinds of steps: one file each, listed here. One that does not answer what all must is refused
when the server starts.

A new one: its file, its line in `KINDS`, and an entry in each table that `of_every_kind` keeps
whole (the start names those that lack it).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union

from pydantic import Discriminator, Tag

from workflows.definition.step_kinds.consult import Asked, Consult
from workflows.definition.step_kinds.council import Council
from workflows.definition.step_kinds.end import End
from workflows.definition.step_kinds.gate import Gate
from workflows.definition.step_kinds.interface import StepKind
from workflows.definition.step_kinds.issue import Issue
from workflows.definition.step_kinds.pay import Pay
from workflows.definition.step_kinds.person import ByRule, Step
from workflows.definition.step_kinds.registry import IncompleteStepKind, complete, registered
from workflows.definition.step_kinds.reply import Reply
from workflows.definition.step_kinds.wait import Wait

__all__ = [
    "KINDS",
    "AnyStep",
    "Asked",
    "ByRule",
    "Consult",
    "Council",
    "End",
    "Gate",
    "IncompleteStepKind",
    "Issue",
    "Pay",
    "Reply",
    "Step",
    "StepKind",
    "Wait",
    "of_every_kind",
]

_Told = TypeVar("_Told")

#: Name → class, in the order in which the language's page and its schema have them.
KINDS: dict[str, type[StepKind]] = registered(
    (Step, Wait, Reply, Pay, Issue, Consult, Council, Gate, End)
)


def of_every_kind(what: str, told: Mapping[type[StepKind], _Told]) -> dict[str, _Told]:
    """A table of one room of the engine, by the name of the kind. Raises IncompleteStepKind where
    it forgets one.
    """
    return complete(what, told, KINDS)


def _kind(value: Any) -> str:
    """The kind of a step as written; left out, it is a person's step."""
    kind = value.get("kind", "step") if isinstance(value, dict) else getattr(value, "kind", "step")
    return str(kind)


if TYPE_CHECKING:
    AnyStep = StepKind  # who has a step asks it what every kind answers
else:
    AnyStep = Annotated[
        Union[tuple(Annotated[kind, Tag(name)] for name, kind in KINDS.items())],  # noqa: UP007 - made of the registry
        Discriminator(_kind),
    ]
