"""Refuses, when the server starts, a kind of step that leaves a question of the interface open, and
a table of a room that forgets a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar, get_args

from pydantic.fields import FieldInfo

from workflows.definition.step_kinds.interface import StepKind

_Told = TypeVar("_Told")


class IncompleteStepKind(TypeError):
    """A kind of step, or what a room does for each of them, is not whole; the text says which, and
    what is missing.
    """


def questions() -> set[str]:
    """What every kind must answer."""
    return {name for name in vars(StepKind) if not name.startswith("_")}


def registered(kinds: Iterable[type[StepKind]]) -> dict[str, type[StepKind]]:
    """Name as it is written → class. Raises IncompleteStepKind."""
    found: dict[str, type[StepKind]] = {}
    for kind in kinds:
        where = f"{kind.__name__} ({kind.__module__})"
        words: dict[str, FieldInfo] = getattr(kind, "model_fields", {})
        if missing := sorted(questions() - {*words, *dir(kind)}):
            raise IncompleteStepKind(f"the step kind {where} does not say: {', '.join(missing)}")
        (name,) = get_args(words["kind"].annotation)
        if name in found:
            raise IncompleteStepKind(
                f"the step kind {where} is called '{name}', as {found[name].__name__} is"
            )
        found[name] = kind
    return found


def complete(
    what: str, told: Mapping[type[StepKind], _Told], kinds: Mapping[str, type[StepKind]]
) -> dict[str, _Told]:
    """Kind's name → what the table has for it; `what` the table is. Raises IncompleteStepKind where
    one is left out.
    """
    if missing := [name for name, kind in kinds.items() if kind not in told]:
        raise IncompleteStepKind(f"{what}: nothing for the step kinds {', '.join(missing)}")
    return {name: told[kind] for name, kind in kinds.items()}
