"""A dossier's way through a definition by chance, without a database: the law's own moves say
whether it is stuck.
"""

from __future__ import annotations

import random
from typing import Any

from django.utils import timezone
from django_fsm import TransitionNotAllowed

from forms.conditions.evaluation import Condition
from workflows.definition import Definition, Outcome, Step
from workflows.drawing import graph
from workflows.lifecycle import CLOSED, Status
from workflows.models import Dossier

#: After so many steps the walker hurries to an end; after so many more it gives up as lost.
PATIENCE, LOST = 40, 400


class Stuck(AssertionError):
    """The dossier can go no further, or ended in a state that is no end."""


def nearness(definition: Definition) -> dict[str, int]:
    """Step → how many steps it is from the nearest end."""
    ends = [step.id for step in definition.steps if step.kind == "end"]
    return {
        step: len(way)
        for step, way in graph.traces(graph.reverse(graph.ways(definition)), ends).items()
    }


def chosen(
    chance: random.Random, outcomes: list[Outcome], near: dict[str, int], taken: int
) -> Outcome:
    """Any, or after a while the one that leads to an end."""
    if taken < PATIENCE:
        return chance.choice(outcomes)
    return min(outcomes, key=lambda one: (near.get(one.to, LOST), chance.random()))


class Blank(Stuck):
    """A document cannot be issued: something it prints is not there."""


def filled_in(field: Any, chance: random.Random, sure: bool, meagre: bool) -> Any:
    """What somebody fills in; a `meagre` one leaves empty whatever may be."""
    if field.kind == "yes_no":
        return sure or chance.random() < 0.7
    return (
        "x" if field.required is True or (not meagre and (sure or chance.random() < 0.5)) else None
    )


class Walk:
    """One dossier that exists only here. Where it is `meagre`, everybody leaves empty what may be
    left empty.
    """

    def __init__(
        self,
        definition: Definition,
        answers: dict[str, Any],
        chance: random.Random,
        meagre: bool = False,
    ) -> None:
        self.definition, self.chance, self.meagre = definition, chance, meagre
        self.reason = ""
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
        values = {
            one.id: filled_in(one, self.chance, taken > PATIENCE, self.meagre)
            for one in step.fields
        }
        if step.silence and self.chance.random() < 0.15:
            outcome = next(one for one in step.outcomes if one.id == step.silence.outcome)
            if (not outcome.when or self.holds(outcome.when)) and self._meets(outcome, step, {}):
                return self._left(step, outcome, {}, step.silence.reason)
        open_ways = [one for one in step.outcomes if not one.when or self.holds(one.when)]
        ways = [one for one in open_ways if self._meets(one, step, self._for(one, step, values))]
        if not ways:
            raise Stuck(f"nothing can be chosen: {self.trace}")
        outcome = chosen(self.chance, ways, self.near, taken)
        asked = outcome.reason == "required" or outcome.act == "ask_supplement"
        return self._left(
            step, outcome, self._for(outcome, step, values), "Có lý do." if asked else ""
        )

    def _left(self, step: Step, outcome: Outcome, values: dict[str, Any], reason: str) -> str:
        if outcome.reason_from:
            reason = self.office.get(outcome.reason_from, {}).get("reason", "")
        self.office[step.id] = {**values, "outcome": outcome.id, "reason": reason}
        if outcome.act != "accept" and self.dossier.legal_status == Status.RECEIVED:
            self.dossier.move_begin()
        moves = {
            "accept": "accept",
            "ask_supplement": "ask_supplement",
            "refuse_reception": "refuse_reception",
        }
        moves |= {"return_result": "return"}
        if outcome.act in moves:
            getattr(self.dossier, f"move_{moves[outcome.act]}")()
        if outcome.act == "accept":
            self.dossier.accepted_at = timezone.now()
        if outcome.act in ("approve", "refuse"):
            self.dossier.decision = "GRANTED" if outcome.act == "approve" else "REFUSED"
        if outcome.act == "send_back":
            self.dossier.decision = ""
        if outcome.act in ("approve", "refuse", "send_back"):
            self.reason = reason if outcome.act == "refuse" else ""
        return outcome.to

    def _for(self, outcome: Outcome, step: Step, values: dict[str, Any]) -> dict[str, Any]:
        """An officer fills in what the outcome needs, if that is theirs to fill in."""
        named = {
            one.id: one for one in step.fields if f"office.{step.id}.{one.id}" in outcome.needs
        }
        return {
            **values,
            **{name: True if one.kind == "yes_no" else "x" for name, one in named.items()},
        }

    def _meets(self, outcome: Outcome, step: Step, values: dict[str, Any]) -> bool:
        if not outcome.needs:
            return True
        before = self.office
        self.office = {**before, step.id: values}
        met = self.holds(outcome.needs)
        self.office = before
        return met

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
        said = {one.id: filled_in(one, self.chance, False, self.meagre) for one in step.fields}
        if step.kind == "reply" and step.silence and self.chance.random() < 0.3:
            said = dict(step.silence.values)
        if step.kind == "consult" and not self._is_answered(step):
            return str(step.to)
        self.office[step.id] = said
        return str(step.to)

    def _is_answered(self, step: Any) -> bool:
        """Somebody was asked, and did not let their time pass where nobody waits for them."""
        asked = [one for one in step.asked if not one.when or self.holds(one.when)]
        return bool(asked) and not (step.closes and self.chance.random() < 0.3)

    _consult = _reply = _council = _noted

    def _issue(self, step: Any, taken: int) -> str:
        if not self.dossier.decision:
            raise Stuck(f"issued undecided: {self.trace}")
        for name, text in self.definition.document(step.document).facts.items():
            if Condition(text).value(self._known()) in (None, ""):
                raise Blank(f"{name} of {step.document} is empty: {self.trace}")
        self.dossier.move_finish()
        return str(step.to)

    def _known(self) -> dict[str, Any]:
        """What facts may read, as `workflows.papers.facts` has it, of a dossier that stands in no
        database.
        """
        texts = {step: {name: "" if value is None else str(value) for name, value in kept.items()}
                 for step, kept in self.office.items()}  # fmt: skip
        for step, kept in texts.items():
            kept |= {
                one.id: ""
                for one in getattr(self.definition.step(step), "fields", ())
                if one.id not in kept
            }
        shown = {one.id: str(self.answers.get(one.id, "")) for one in self.definition.form.fields()}
        dossier = dict.fromkeys(
            ("code", "applicant_name", "holder_name", "submitted_on_text", "summary"), "x"
        )
        return {**self.answers, "office": self.office, "noted": texts, "shown": shown,
                "dossier": {**dossier, "reason": self.reason}}  # fmt: skip
