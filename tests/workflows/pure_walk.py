"""A dossier's way through a definition by chance, without a database: the law's own moves say whether it is stuck."""

from __future__ import annotations

import random
from typing import Any

from django.utils import timezone
from django_fsm import TransitionNotAllowed

from forms.conditions import Condition
from workflows import graph
from workflows.definition import Definition, Outcome, Step
from workflows.lifecycle import CLOSED, Status
from workflows.models import Dossier

#: After so many steps the walker hurries to an end; after so many more he says that he is lost.
PATIENCE, LOST = 40, 400


class Stuck(AssertionError):
    """The dossier can go no further, or ended in a state that is no end."""


def nearness(definition: Definition) -> dict[str, int]:
    """Step → how many steps it is from the nearest end."""
    ends = [step.id for step in definition.steps if step.kind == "end"]
    return {step: len(way) for step, way in graph.traces(graph.reverse(graph.ways(definition)), ends).items()}


def chosen(chance: random.Random, outcomes: list[Outcome], near: dict[str, int], taken: int) -> Outcome:
    """Any, or after a while the one that leads to an end."""
    if taken < PATIENCE:
        return chance.choice(outcomes)
    return min(outcomes, key=lambda one: (near.get(one.to, LOST), chance.random()))


class Walk:
    """One dossier that exists only here."""

    def __init__(self, definition: Definition, answers: dict[str, Any], chance: random.Random) -> None:
        self.definition, self.chance = definition, chance
        self.answers = answers
        self.office: dict[str, dict[str, Any]] = {}
        self.dossier = Dossier()
        self.near = nearness(definition)
        self.trace: list[str] = []

    def run(self) -> list[str]:
        """The steps it came through; raises Stuck."""
        place = self.definition.start
        for taken in range(LOST):
            self.trace.append(place)
            step: Any = self.definition.step(place)
            if step.kind == "end":
                return self._ended(step)
            try:
                place = getattr(self, f"_{step.kind}")(step, taken)
            except TransitionNotAllowed as error:
                raise Stuck(f"{error}: {self.trace}") from error
        raise Stuck(f"no end after {LOST} steps: {self.trace[:40]}")

    def holds(self, text: str) -> bool:
        return Condition(text).holds({**self.answers, "office": self.office})

    def _ended(self, step: Any) -> list[str]:
        if step.act == "return_result" and self.dossier.legal_status == Status.DONE:
            self.dossier.move_return()
        if self.dossier.legal_status not in CLOSED:
            raise Stuck(f"ended as {self.dossier.status_label}: {self.trace}")
        return self.trace

    def _step(self, step: Step, taken: int) -> str:
        self.office[step.id] = {field.id: self.chance.random() < 0.7 or taken > PATIENCE for field in step.fields}
        open_ways = [one for one in step.outcomes if not one.when or self.holds(one.when)]
        ways = [one for one in open_ways if not one.needs or self._can_meet(one, step)]
        if not ways:
            raise Stuck(f"nothing can be chosen: {self.trace}")
        outcome = chosen(self.chance, ways, self.near, taken)
        if outcome.needs:
            self._can_meet(outcome, step)
        self.office[step.id]["outcome"] = outcome.id
        if outcome.act != "accept" and self.dossier.legal_status == Status.RECEIVED:
            self.dossier.move_begin()
        moves = {"accept": "accept", "ask_supplement": "ask_supplement", "refuse_reception": "refuse_reception"}
        moves |= {"return_result": "return"}
        if outcome.act in moves:
            getattr(self.dossier, f"move_{moves[outcome.act]}")()
        if outcome.act == "accept":
            self.dossier.accepted_at = timezone.now()
        if outcome.act in ("approve", "refuse"):
            self.dossier.decision = "GRANTED" if outcome.act == "approve" else "REFUSED"
        if outcome.act == "send_back":
            self.dossier.decision = ""
        return outcome.to

    def _can_meet(self, outcome: Outcome, step: Step) -> bool:
        """An officer fills in what the outcome needs, if that is his to fill in."""
        self.office[step.id] = {field.id: True for field in step.fields}
        return self.holds(outcome.needs)

    def _wait(self, step: Any, taken: int) -> str:
        if step.lapse and self.chance.random() < 0.2:
            self.dossier.move_lapse()
            return str(step.lapse.to)
        if self.dossier.accepted_at:
            self.dossier.move_supply()
        else:
            self.dossier.move_supply_before_reception()
        return str(step.to)

    def _pay(self, step: Any, taken: int) -> str:
        data = {**self.answers, "office": self.office, "case": "owner", "channel": "ONLINE"}
        if not Condition(step.fee).value(data):
            return str(step.to)
        if self.dossier.legal_status == Status.RECEIVED:
            self.dossier.move_begin()
        self.dossier.move_ask_payment()
        if step.lapse and self.chance.random() < 0.2:
            self.dossier.move_lapse()
            return str(step.lapse.to)
        self.dossier.move_paid()
        return str(step.to)

    def _gate(self, step: Any, taken: int) -> str:
        return str(step.then if self.holds(step.when) else step.otherwise)

    def _noted(self, step: Any, taken: int) -> str:
        if self.dossier.legal_status == Status.RECEIVED:
            self.dossier.move_begin()
        self.office[step.id] = {field.id: self.chance.random() < 0.5 for field in step.fields}
        return str(step.to)

    _consult = _reply = _council = _noted

    def _issue(self, step: Any, taken: int) -> str:
        if not self.dossier.decision:
            raise Stuck(f"issued undecided: {self.trace}")
        self.dossier.move_finish()
        return str(step.to)
