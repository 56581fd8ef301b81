"""What is known of a dossier at a step, as far as one expression reads it: atoms, the values each
may have, and the data that the expression is evaluated over.

An atom is one answer of the form, one note of a step, one fact of the dossier, the register or a
grant.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from forms.conditions.blanks import is_blank
from forms.field_kinds import BaseField
from workflows.checker import conditions, specimens
from workflows.definition import (
    AnyStep,
    Consult,
    Council,
    Definition,
    End,
    Gate,
    Issue,
    Pay,
    Reply,
    Step,
    Wait,
    expressions,
    of_every_kind,
)
from workflows.definition.base import EX_OFFICIO
from workflows.definition.step_kinds.council import COUNTS, FAILED, PASSED

# ("answer", field), ("office", step, name), ("dossier" | "register" | "grant", name)
Atom = tuple[str, ...]
Values = Mapping[Atom, Any]

#: The step was never taken: `office.<step>` is not there at all.
NEVER = "never taken"
REASON: Atom = ("dossier", "reason")
BORN = ("holder_birth_date", "holder_birth_date_text")
#: Facts that the register, or the book of grants, may have nothing for.
MAY_LACK = {"register": {"birth_date"}, "grant": {"commune", "content", "valid_to_text"}}


class Reading:
    """What the expressions of one definition read, and what may stand there."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.form = {field.id: field for field in definition.form.fields()}
        self.sections = {
            field.id: part for part in definition.form.sections for field in part.fields
        }
        self.steps: dict[str, AnyStep] = {step.id: step for step in definition.steps}
        self._atoms: dict[str, frozenset[Atom]] = {}
        self._said: dict[tuple[Atom, str], Any] = {}

    def atoms(self, text: str) -> frozenset[Atom]:
        """Every atom that the value of the expression depends on. Raises ConditionError."""
        if text not in self._atoms:
            self._atoms[text] = self.closed(self._read(text, ""))
        return self._atoms[text]

    def closed(self, atoms: Iterable[Atom]) -> frozenset[Atom]:
        """With those on which it depends whether these are asked, or must be answered."""
        found, waiting = set(atoms), list(atoms)
        for atom in waiting:
            more = set(self._behind(atom)) - found
            found |= more
            waiting += more
        return frozenset(found)

    def _read(self, text: str, step: str) -> set[Atom]:
        """What stands in the text; a bare name is the step's own field before it is the form's."""
        own = self.fields_of(step)
        bare = expressions.names(text)
        found: set[Atom] = {("office", step, name) for name in bare & own.keys()}
        found |= {
            ("answer", name)
            for name in bare - own.keys()
            if name in self.form or name == EX_OFFICIO
        }
        for space, first, second, *_more in expressions.dotted(text):
            found |= self._dotted(space, first, second)
        return found

    def _dotted(self, space: str, first: str, second: str) -> set[Atom]:
        if space in conditions.OF_STEPS:
            return {("office", first, second)} if second else set()
        if space in ("shown", "area"):
            return {("answer", first)}
        if space == "dossier":
            return (
                {REASON}
                if first == "reason"
                else {("answer", name) for name in self._of_dossier(first)}
            )
        return {(space, first), *self.named_by(space)}

    def _of_dossier(self, fact: str) -> list[str]:
        if fact in BORN:
            return [name for name in (self.definition.applicant.holder,) if name in self.form]
        if fact != "summary" or not self.definition.subject:
            return []
        fields = [
            one
            for part in self.definition.form.sections
            if part.id == self.definition.subject
            for one in part.fields
            if one.kind not in ("attachment", "info")
        ]
        sure = [one.id for one in fields if one.required is True and not one.show_when]
        return sure[:1] or [one.id for one in fields]

    def named_by(self, space: str) -> list[Atom]:
        """The answers that name the register's entry, or the grant."""
        if space == "register":
            return [("office", step, field) for step, field in self.definition.register_fields()]
        asked = self.definition.grant_fields()
        return [("office", step, field) if step else ("answer", field) for step, field in asked]

    def _behind(self, atom: Atom) -> Iterator[Atom]:
        field = self.field(atom)
        if field is None:
            yield from self._behind_reason(atom)
            return
        page = self.sections.get(field.id) if atom[0] == "answer" else None
        for text in (field.show_when, field.required, page.show_when if page else ""):
            if isinstance(text, str) and text:
                yield from self._read(text, atom[1] if atom[0] == "office" else "")

    def _behind_reason(self, atom: Atom) -> Iterator[Atom]:
        """A reason that is taken over from an earlier step."""
        reads_all = atom == REASON
        if not reads_all and (atom[0] != "office" or atom[2] != "reason"):
            return
        for step in self.definition.steps:
            if reads_all or step.id == atom[1]:
                yield from (
                    ("office", one.reason_from, "reason")
                    for one in step.outcomes
                    if one.reason_from
                )

    def field(self, atom: Atom) -> BaseField | None:
        """The field that the atom is an answer to; None for what the engine notes."""
        if atom[0] == "answer":
            return self.form.get(atom[1])
        return self.fields_of(atom[1]).get(atom[2]) if atom[0] == "office" else None

    def fields_of(self, step: str) -> dict[str, BaseField]:
        """Id → field of the step; nothing for a step without fields."""
        found = self.steps.get(step)
        return {field.id: field for field in found.fields} if found else {}

    def domain(self, atom: Atom, read_by: Collection[str]) -> list[Any]:
        """Every value that may stand there, None for an empty one and NEVER for a step not
        taken.
        """
        if atom == ("answer", EX_OFFICIO):
            return [False, True]
        field = self.field(atom)
        if field is not None:
            taken = [] if atom[0] == "answer" else [NEVER]
            return [*taken, None, *specimens.answers_to(field, read_by)]
        if atom[0] == "office":
            return [NEVER, *self.noted(atom, read_by)]
        if atom == REASON:
            return ["", specimens.SOME_TEXT]
        return self._facts(atom, read_by)

    def noted(self, atom: Atom, read_by: Collection[str]) -> list[Any]:
        """What the engine may note under this name when the step is taken."""
        step, name = self.steps.get(atom[1]), atom[2]
        return NOTED[step.kind](step, name, read_by) if step else _counted(read_by)

    def _facts(self, atom: Atom, read_by: Collection[str]) -> list[str]:
        space, name = atom
        compared = (
            {each for text in read_by for each in expressions.texts_in(text)}
            if name.startswith("stand")
            else ()
        )
        empty = [""] if name in MAY_LACK.get(space, ()) else []
        return [*empty, *sorted(compared), specimens.SOME_TEXT]

    def data(self, values: Values) -> dict[str, Any]:
        """The name spaces of an expression, holding these values and no others."""
        answers = {
            atom[1]: value
            for atom, value in values.items()
            if atom[0] == "answer" and value is not None
        }
        office: dict[str, dict[str, Any]] = {}
        noted: dict[str, dict[str, Any]] = {}
        for atom, value in values.items():
            if atom[0] == "office" and value is not NEVER:
                office.setdefault(atom[1], {})[atom[2]] = value
                noted.setdefault(atom[1], {})[atom[2]] = self._as_noted(atom, value)
        told = dict.fromkeys(self.form, "") | {
            name: self._as_said(self.form[name], ("answer", name), value)
            for name, value in answers.items()
            if name in self.form
        }
        data = {
            **answers,
            "office": office,
            "noted": noted,
            "shown": told,
            "area": told,
            "dossier": self._dossier(values),
        }
        for space in ("register", "grant"):
            named = any(not _is_nothing(values.get(one)) for one in self.named_by(space))
            found = {atom[1]: value for atom, value in values.items() if atom[0] == space}
            if named or space == "grant":
                data[space] = found if named else {}
        return data

    def _as_noted(self, atom: Atom, value: Any) -> Any:
        if field := self.field(atom):
            return self._as_said(field, atom, value)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def _as_said(self, field: BaseField, atom: Atom, value: Any) -> Any:
        key = (atom, repr(value))
        if key not in self._said:
            self._said[key] = specimens.said(field, value)
        return self._said[key]

    def _dossier(self, values: Values) -> dict[str, str]:
        facts = dict.fromkeys(conditions.DOSSIER_FACTS, specimens.SOME_TEXT)
        facts["reason"] = values.get(REASON, "")
        asked = self._of_dossier("summary")
        facts["summary"] = (
            "" if asked and all(is_blank(values.get(("answer", one))) for one in asked) else "x"
        )
        return facts | dict.fromkeys(BORN, specimens.SOME_DAY if self._is_born(values) else "")

    def _is_born(self, values: Values) -> bool:
        """A person of the form has a birth date; a school or an office has none."""
        holder = self.form.get(self.definition.applicant.holder)
        if holder is not None and not is_blank(values.get(("answer", holder.id))):
            return holder.kind == "person"
        return values.get(("answer", EX_OFFICIO)) is not True

    def filled(
        self, atoms: frozenset[Atom], domains: Mapping[Atom, list[Any]]
    ) -> list[dict[Atom, Any]]:
        """Every way in which the form may have been filed, as far as these of its answers go."""
        asked = [atom for atom in sorted(atoms) if atom[0] == "answer"]
        found = []
        for values in itertools.product(*(domains[atom] for atom in asked)):
            one = dict(zip(asked, values, strict=True))
            known = {atom[1]: value for atom, value in one.items() if value is not None}
            if all(self._may_be_filed(atom[1], value, known) for atom, value in one.items()):
                found.append(one)
        return found

    def _may_be_filed(self, name: str, value: Any, known: dict[str, Any]) -> bool:
        field = self.form.get(name)
        if field is None:
            return True
        if not (self.sections[name].is_shown(known) and field.is_shown(known)):
            return is_blank(value)
        return field.may_stand(value, known)


def _of_person(step: Step, name: str, read_by: Collection[str]) -> list[Any]:
    return [one.id for one in step.outcomes] if name == "outcome" else ["", specimens.SOME_TEXT]


def _of_reply(step: Reply, name: str, read_by: Collection[str]) -> list[Any]:
    return [False, True]


def _of_consult(step: Consult, name: str, read_by: Collection[str]) -> list[Any]:
    if name == "all":
        return [{one.id: specimens.answers_to(one, read_by)[:1] for one in step.fields}]
    return _counted(read_by)


def _of_council(step: Council, name: str, read_by: Collection[str]) -> list[Any]:
    if name == "result":
        return [PASSED, FAILED]
    if name in COUNTS:
        return _counted(read_by)
    return [specimens.SOME_DAY if name == "visit_date" else specimens.SOME_TEXT]


def _unnoted(step: AnyStep, name: str, read_by: Collection[str]) -> list[Any]:
    """Nothing is noted there: another finding says that it is read."""
    return _counted(read_by)


def _counted(read_by: Collection[str]) -> list[int]:
    said = {number for text in read_by for number in expressions.numbers_in(text)}
    return sorted({0, 1, 5} | {number + step for number in said for step in (0, 1)})[
        : specimens.MOST
    ]


#: What the engine may note at a step of each kind under a name that is none of its fields.
NOTED: dict[str, Callable[[Any, str, Collection[str]], list[Any]]] = of_every_kind(
    "what the engine may note (workflows.checker.known)",
    {
        Step: _of_person,
        Wait: _unnoted,
        Reply: _of_reply,
        Pay: _unnoted,
        Issue: _unnoted,
        Consult: _of_consult,
        Council: _of_council,
        Gate: _unnoted,
        End: _unnoted,
    },
)


def _is_nothing(value: Any) -> bool:
    return value is NEVER or is_blank(value)
