"""Every way a dossier can take, with what may have been left empty on it: does an expression always
have a value there?

The walk goes step by step with what an expression reads: each way the form can be filed, each way a
step can be left by each of its outcomes. A step that is taken again writes anew what it noted
before; a supplement may change the form. A condition that reads more than is followed may turn
either way, unless nothing it reads lets it hold.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from forms.conditions.blanks import is_blank
from forms.conditions.evaluation import Condition
from workflows.checker import specimens
from workflows.checker.known import NEVER, REASON, Atom, Reading, Values
from workflows.definition import (
    AnyStep,
    Consult,
    Council,
    Definition,
    End,
    Gate,
    Issue,
    Outcome,
    Pay,
    Reply,
    Step,
    Wait,
    of_every_kind,
)
from workflows.definition.base import EX_OFFICIO

#: So many dossiers at so many steps are looked at; what goes beyond is told as a doubt.
MOST_STATES = 20_000
#: So many ways in which what is read may stand.
MOST_VALUES = 2_000
Notes = tuple[str, ...]  # what is followed, each value as it is written
State = tuple[str, int, Notes]  # step, way the form was filed, notes


class TooMany(Exception):
    """The expression reads more than can be tried."""


class Conditions:
    """Whether conditions can hold, or fail, given part of what they read. Shared by all walks of a
    definition.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._known: dict[tuple[Any, ...], frozenset[bool]] = {}

    def turns(self, text: str, values: Values) -> frozenset[bool]:
        """True where the condition can hold, False where it can fail; both where it cannot be
        told.
        """
        atoms = self.reading.atoms(text)
        given = {atom: values[atom] for atom in sorted(atoms) if atom in values}
        key = (text, tuple((atom, repr(value)) for atom, value in given.items()))
        if key not in self._known:
            self._known[key] = self._turns(text, atoms, given)
        return self._known[key]

    def _turns(self, text: str, atoms: frozenset[Atom], given: Values) -> frozenset[bool]:
        open_ones = [atom for atom in sorted(atoms) if atom not in given]
        found = self._tried(text, open_ones, given)
        if (
            True in found
            or self._is_told_by_trying(atoms)
            or True in self._tried(text, sorted(atoms), {})
        ):
            return found
        # nothing that is tried lets it hold: it asks more than can be tried
        return frozenset((True, False))

    def _is_told_by_trying(self, atoms: frozenset[Atom]) -> bool:
        return all(atom[1] == EX_OFFICIO or self._turns_every_way(atom) for atom in atoms)

    def _turns_every_way(self, atom: Atom) -> bool:
        """What the engine notes is no field, and its words are too many to try them all."""
        field = self.reading.field(atom)
        return field is not None and field.examples_are_all

    def _tried(self, text: str, atoms: Collection[Atom], given: Values) -> frozenset[bool]:
        domains = [self.reading.domain(atom, [text]) for atom in atoms]
        if _size(domains) > MOST_VALUES:
            return frozenset((True, False))
        condition, found = Condition(text), set()
        for some in itertools.product(*domains):
            found.add(
                condition.holds(self.reading.data({**given, **dict(zip(atoms, some, strict=True))}))
            )
            if len(found) == 2:
                break
        return frozenset(found)


class Walk:
    """The ways of a definition as far as one expression can tell them apart."""

    def __init__(self, reading: Reading, conditions: Conditions, expression: str) -> None:
        """Raise TooMany when the expression reads more than can be tried."""
        self.reading, self.conditions, self.expression = reading, conditions, expression
        self.definition: Definition = reading.definition
        self._values: dict[str, Any] = {}
        atoms = reading.atoms(expression)
        self.followed = [atom for atom in sorted(atoms) if atom[0] == "office" or atom == REASON]
        self.free = [atom for atom in sorted(atoms) if atom[0] in ("register", "grant")]
        self.domains = {atom: reading.domain(atom, self._read_by(atom)) for atom in atoms}
        if _size([self.domains[atom] for atom in atoms if atom[0] == "answer"]) > MOST_VALUES:
            raise TooMany
        self.forms = reading.filled(atoms, self.domains)

    def _read_by(self, atom: Atom) -> list[str]:
        return [
            self.expression,
            *(text for text in self._conditions() if atom in self.reading.atoms(text)),
        ]

    def _conditions(self) -> Iterator[str]:
        for step in self.definition.steps:
            if step.turns_on:
                yield step.turns_on
            for outcome in step.outcomes:
                yield from (text for text in (outcome.needs, outcome.when) if text)

    def values_at(self, state: State) -> dict[Atom, Any]:
        """What is known of a dossier in this state."""
        notes = (self._values[written] for written in state[2])
        return {**self.forms[state[1]], **dict(zip(self.followed, notes, strict=True))}

    def may_lack(self, state: State) -> bool:
        """True when the expression may come to nothing in this state."""
        for some in itertools.product(*(self.domains[atom] for atom in self.free)):
            data = self.reading.data(
                {**self.values_at(state), **dict(zip(self.free, some, strict=True))}
            )
            if is_blank(Condition(self.expression).value(data)):
                return True
        return False

    def lacking(self, steps: Collection[str]) -> tuple[str, ...]:
        """A shortest way to one of `steps` on which the expression may come to nothing; () when
        there is none.

        Raise TooMany when there are too many ways.
        """
        waiting = list(self._starts())
        came_from: dict[State, State | None] = dict.fromkeys(waiting)
        judged: dict[tuple[Any, ...], bool] = {}
        for state in waiting:
            if state[0] in steps:
                key = state[1:]
                judged[key] = judged[key] if key in judged else self.may_lack(state)
                if judged[key]:
                    return _trace(came_from, state)
            for after in self._moves(state):
                if after not in came_from:
                    came_from[after] = state
                    waiting.append(after)
            if len(waiting) > MOST_STATES:
                raise TooMany
        return ()

    def _starts(self) -> Iterator[State]:
        nothing = tuple(self._kept("" if atom == REASON else NEVER) for atom in self.followed)
        own = self.definition.ex_officio
        for number, form in enumerate(self.forms):
            opened = form.get(("answer", EX_OFFICIO))
            if opened is not True:
                yield self.definition.start, number, nothing
            if own and opened is not False:
                yield own.start, number, nothing

    def _moves(self, state: State) -> Iterator[State]:
        step = self.reading.steps[state[0]]
        return MOVES[step.kind](self, state, step)

    def _from_person(self, state: State, step: Step) -> Iterator[State]:
        for outcome in step.outcomes:
            yield from self._by_person(state, step, outcome)
        if step.silence:
            chosen = next(one for one in step.outcomes if one.id == step.silence.outcome)
            yield from self._by_silence(state, step, chosen, step.silence.reason)

    def _from_gate(self, state: State, step: Gate) -> Iterator[State]:
        turns = self.conditions.turns(step.when, self.values_at(state))
        return ((step.turned(turn), state[1], state[2]) for turn in turns)

    def _from_wait(self, state: State, step: Wait) -> Iterator[State]:
        return ((step.to, number, state[2]) for number in self._changed_forms(state))

    def _from_reply(self, state: State, step: Reply) -> Iterator[State]:
        return self._on(
            state, step.to, self._replies(state, step) if self._is_followed(step) else [state[2]]
        )

    def _from_council(self, state: State, step: Council) -> Iterator[State]:
        said = (self._with(state[2], step.id, one) for one in self._answered(state, step))
        return self._on(state, step.to, said if self._is_followed(step) else [state[2]])

    def _from_consult(self, state: State, step: Consult) -> Iterator[State]:
        return self._on(
            state, step.to, self._opinions(state, step) if self._is_followed(step) else [state[2]]
        )

    def _straight_on(self, state: State, step: Pay | Issue) -> Iterator[State]:
        return self._on(state, step.to, [state[2]])

    def _nowhere(self, state: State, step: End) -> Iterator[State]:
        return iter(())

    @staticmethod
    def _on(state: State, to: str, noted: Iterable[Notes]) -> Iterator[State]:
        return ((to, state[1], notes) for notes in noted)

    def _is_followed(self, step: AnyStep) -> bool:
        """Whether the expression reads anything that is noted at the step."""
        return any(atom[1] == step.id for atom in self.followed if atom[0] == "office")

    def _changed_forms(self, state: State) -> Iterator[int]:
        """A supplement may change every answer but who opened the dossier."""
        kept = self.forms[state[1]].get(("answer", EX_OFFICIO))
        return (
            number
            for number, form in enumerate(self.forms)
            if form.get(("answer", EX_OFFICIO)) == kept
        )

    def _by_person(self, state: State, step: Step, outcome: Outcome) -> Iterator[State]:
        if outcome.when and True not in self.conditions.turns(outcome.when, self.values_at(state)):
            return
        fields = self.reading.fields_of(step.id)
        for filled in self._filled(state, step.id):
            noted = {**filled, "outcome": outcome.id}
            known = self._around(state, step.id, filled)
            if all(fields[name].may_stand(value, known) for name, value in filled.items()):
                for reason in self._reasons(state, outcome):
                    yield from self._after(state, step, outcome, {**noted, "reason": reason})

    def _by_silence(
        self, state: State, step: Step, outcome: Outcome, reason: str
    ) -> Iterator[State]:
        """Nobody fills anything in; the definition says the reason."""
        if outcome.when and True not in self.conditions.turns(outcome.when, self.values_at(state)):
            return
        if outcome.reason_from:
            reason = self._reason_of(state, outcome.reason_from)
        if reason or outcome.reason != "required":
            nothing = dict.fromkeys(self.reading.fields_of(step.id))
            yield from self._after(
                state, step, outcome, {**nothing, "outcome": outcome.id, "reason": reason}
            )

    def _after(
        self, state: State, step: Step, outcome: Outcome, noted: dict[str, Any]
    ) -> Iterator[State]:
        notes = self._with(state[2], step.id, noted)
        if REASON in self.followed and outcome.act in (
            "approve",
            "refuse",
            "refuse_reception",
            "send_back",
        ):
            told = noted["reason"] if outcome.act in ("refuse", "refuse_reception") else ""
            notes = self._replaced(notes, {REASON: told})
        after = (outcome.to, state[1], notes)
        if not outcome.needs or True in self.conditions.turns(outcome.needs, self.values_at(after)):
            yield after

    def _reasons(self, state: State, outcome: Outcome) -> list[str]:
        """Every reason with which the outcome may be chosen."""
        if outcome.reason_from:
            taken = self._reason_of(state, outcome.reason_from)
            return [taken] if taken or outcome.reason != "required" else []
        if outcome.act == "ask_supplement" or outcome.reason == "required":
            return [specimens.SOME_TEXT]
        return [""] if outcome.reason == "none" else ["", specimens.SOME_TEXT]

    def _reason_of(self, state: State, step: str) -> str:
        """The reason given at an earlier step; "" where none was, or where it is not followed."""
        taken = self.values_at(state).get(("office", step, "reason"), "")
        return "" if taken is NEVER else str(taken)

    def _opinions(self, state: State, step: Consult) -> list[Notes]:
        """What may stand in the notes after a consultation."""
        answered = [self._with(state[2], step.id, one) for one in self._answered(state, step)]
        if _is_surely_answered(step):
            return answered
        fields = self.reading.fields_of(step.id)
        nothing: dict[str, Any] = {**dict.fromkeys(fields), "all": {name: [] for name in fields}}
        counted = [
            self._with(state[2], step.id, {**nothing, "answered": number}) for number in (0, 1)
        ]
        return [state[2], *counted, *answered]

    def _replies(self, state: State, step: Reply) -> list[Notes]:
        said = [{**one, "silent": False} for one in self._answered(state, step)]
        if step.silence:
            nothing: dict[str, Any] = dict.fromkeys(self.reading.fields_of(step.id))
            said.append({**nothing, **step.silence.values, "silent": True})
        return [self._with(state[2], step.id, one) for one in said]

    def _answered(self, state: State, step: AnyStep) -> Iterator[dict[str, Any]]:
        fields = self.reading.fields_of(step.id)
        for filled in self._filled(state, step.id):
            known = {name: value for name, value in filled.items() if value is not None}
            if all(
                fields[name].may_stand(value, known)
                for name, value in filled.items()
                if name in fields
            ):
                yield filled

    def _filled(self, state: State, step: str) -> Iterator[dict[str, Any]]:
        """Everything that may be written at the step under the names that are followed."""
        taken = [atom for atom in self.followed if atom[0] == "office" and atom[1] == step]
        own = [
            atom
            for atom in taken
            if self.reading.field(atom) or not self.reading.steps[step].outcomes
        ]
        domains = [[one for one in self.domains[atom] if one is not NEVER] for atom in own]
        if _size(domains) > MOST_VALUES:
            raise TooMany
        for values in itertools.product(*domains):
            yield {atom[2]: value for atom, value in zip(own, values, strict=True)}

    def _around(self, state: State, step: str, filled: dict[str, Any]) -> dict[str, Any]:
        """What the conditions of an officer's field read: their own answers before those of the
        form.
        """
        own = {name: value for name, value in filled.items() if value is not None}
        return {**self.reading.data(self.values_at(state)), **own}

    def _with(self, notes: Notes, step: str, noted: dict[str, Any]) -> Notes:
        """The notes after the step wrote its own anew."""
        mine = {
            atom: noted.get(atom[2])
            for atom in self.followed
            if atom[0] == "office" and atom[1] == step
        }
        return self._replaced(notes, mine)

    def _replaced(self, notes: Notes, by: dict[Atom, Any]) -> Notes:
        together = zip(self.followed, notes, strict=True)
        return tuple(self._kept(by[atom]) if atom in by else value for atom, value in together)

    def _kept(self, value: Any) -> str:
        """A value as part of a state: lists and objects too are told apart by how they are
        written.
        """
        written = repr(value)
        self._values.setdefault(written, value)
        return written


#: Where a dossier may stand after a step of each kind.
MOVES: dict[str, Callable[[Walk, State, Any], Iterator[State]]] = of_every_kind(
    "what may have been left empty (workflows.checker.walked)",
    {
        Step: Walk._from_person,
        Wait: Walk._from_wait,
        Reply: Walk._from_reply,
        Pay: Walk._straight_on,
        Issue: Walk._straight_on,
        Consult: Walk._from_consult,
        Council: Walk._from_council,
        Gate: Walk._from_gate,
        End: Walk._nowhere,
    },
)


def _is_surely_answered(step: Consult) -> bool:
    """True when no dossier leaves the consultation without one open answer at least."""
    sure = [one for one in step.asked if not one.when and not one.confidential]
    secret = sum(one.confidential for one in step.asked)
    return bool(sure) and not step.closes and (step.join == "all" or step.join > secret)


def _size(domains: Collection[Collection[Any]]) -> int:
    size = 1
    for domain in domains:
        size *= max(len(domain), 1)
    return size


def _trace(came_from: dict[State, State | None], state: State) -> tuple[str, ...]:
    steps = [state[0]]
    before = came_from[state]
    while before is not None:
        steps.append(before[0])
        before = came_from[before]
    return tuple(reversed(steps))
