"""Which acts are done over many tasks: those where one answer of one person means the same for each
of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from organisations.models import User
from workflows import actions
from workflows.definition import AnyStep, Outcome
from workflows.models import Dossier, WorkItem
from workflows.papers import facts

Parameters = Mapping[str, Any]
#: Does the act on one task; the key makes it happen once.
Do = Callable[[WorkItem, User, Parameters, str], object]

DECIDE, CLAIM, GIVE = "decide", "claim", "give"
#: Acts of a definition whose words are each dossier's own: what is missing, why nothing is
#: received.
OWN_WORDS = ("ask_supplement", "refuse_reception")


def _decide(item: WorkItem, actor: User, told: Parameters, key: str) -> object:
    return actions.decide(item, actor, told["outcome"], key=key, seen=told["seen"])


def _claim(item: WorkItem, actor: User, told: Parameters, key: str) -> object:
    return actions.claim(item, actor)


def _give(item: WorkItem, actor: User, told: Parameters, key: str) -> object:
    return actions.reassign(item, actor, User.objects.get(pk=told["to"]))


@dataclass(frozen=True)
class Kind:
    """An act, and what is read for a whole batch before it: what each task would ask by itself."""

    do: Do
    read: Callable[[Iterable[Dossier]], None] = lambda dossiers: None


KINDS: dict[str, Kind] = {
    DECIDE: Kind(_decide, facts.read_matched),
    CLAIM: Kind(_claim),
    GIVE: Kind(_give),
}


def add(name: str, kind: Kind) -> None:
    """An act of an app above, by the name that orders carry (40 characters at most). Called once,
    from its `ready()`; raises ValueError for a name that is taken by another.
    """
    if KINDS.setdefault(name, kind) is not kind:
        raise ValueError(f"there is a bulk act called {name} already")


def may_be_chosen(outcome: Outcome, step: AnyStep) -> bool:
    """True for an outcome that asks nothing of a single dossier: no reason, no field, no paper, no
    words to tell. Never at a step that is decided for all at once: that is an act of its own.
    """
    asks = outcome.reason == "required" or bool(outcome.tells) or outcome.encloses is not None
    if (
        step.together
        or asks
        or outcome.act in OWN_WORDS
        or any(_must_be_filled(one) for one in step.fields)
    ):
        return False
    return f"office.{step.id}." not in outcome.needs


def _must_be_filled(field: Any) -> bool:
    return bool(getattr(field, "required", False))
