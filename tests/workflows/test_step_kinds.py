"""Kinds of steps: one file each. One that leaves a question open is refused by the name of what it
does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest

from workflows.definition import Step
from workflows.definition.base import Id
from workflows.definition.step_kinds import KINDS, IncompleteStepKind, StepKind, of_every_kind
from workflows.definition.step_kinds.interface import (
    NobodyActs,
    NobodyDecides,
    OfficersWork,
    Overrun,
    Place,
    Post,
    TakenForGranted,
)
from workflows.definition.step_kinds.registry import complete, questions, registered

ROOT = Path(__file__).parents[2]
TITLE = {"vi": "Bước"}
#: As little as a step of each kind may say.
LEAST: dict[str, dict[str, Any]] = {
    "step": {
        "role": "clerk",
        "at": "deciding",
        "hours": 4,
        "outcomes": [{"id": "on", "title": TITLE, "act": "forward", "to": "next"}],
    },
    "wait": {"to": "next"},
    "reply": {"fields": [{"id": "said", "kind": "text", "label": TITLE}], "to": "next"},
    "pay": {"fee": "50000", "to": "next"},
    "issue": {"document": "licence", "to": "next"},
    "consult": {"asked": [{"role": "clerk", "at": "deciding"}], "hours": 8, "to": "next"},
    "council": {"role": "clerk", "at": "deciding", "hours": 8, "to": "next"},
    "gate": {"when": "urgent", "then": "next", "otherwise": "last"},
    "end": {},
}


class Handing(OfficersWork, NobodyDecides, Place):
    """A kind that is half done: who hands what over, and how long that takes, nobody said."""

    kind: Literal["handing"]
    to: Id


class Posted(OfficersWork, NobodyDecides, Place):
    """The same, done: an officer of the role posts the paper."""

    together: ClassVar[bool] = False
    may_be_passed: ClassVar[bool] = False
    reminds: ClassVar[bool] = False
    overrun: ClassVar[Overrun] = "LATE"
    silence: ClassVar[TakenForGranted | None] = None
    fields: ClassVar[tuple[()]] = ()
    noted: ClassVar[frozenset[str]] = frozenset()
    encloses: ClassVar[None] = None

    kind: Literal["posted"]
    role: Id
    at: str
    hours: float
    to: Id

    def posts(self) -> Iterator[Post]:
        yield ("role",), ("at",), self.role, self.at


class SecondGate(NobodyActs, Place):
    """Called as another is."""

    may_be_passed: ClassVar[bool] = True
    is_end: ClassVar[bool] = False
    turns_on: ClassVar[str] = ""
    document: ClassVar[str] = ""

    kind: Literal["gate"]


def made(kind: str) -> StepKind:
    step: StepKind = KINDS[kind].model_validate(
        {"id": "here", "title": TITLE, "kind": kind, **LEAST[kind]}
    )  # type: ignore[attr-defined]
    return step


def test_a_kind_that_leaves_questions_open_is_refused_by_what_it_does_not_say() -> None:
    with pytest.raises(IncompleteStepKind) as refused:
        registered((Step, Handing))  # type: ignore[arg-type]  # which mypy says too
    missing = (
        "at, encloses, fields, hours, may_be_passed, noted, overrun, posts, reminds, role, silence,"
        " together"
    )
    assert str(refused.value) == f"the step kind Handing ({__name__}) does not say: {missing}"


def test_a_kind_that_answers_everything_is_taken() -> None:
    assert registered((Step, Posted)) == {"step": Step, "posted": Posted}


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(
        IncompleteStepKind, match=rf"SecondGate \({__name__}\) is called 'gate', as Gate is"
    ):
        registered((*KINDS.values(), SecondGate))


def test_a_table_that_forgets_a_kind_is_refused_by_its_name() -> None:
    told = {kind: name for name, kind in KINDS.items() if name not in ("pay", "end")}
    with pytest.raises(
        IncompleteStepKind, match="what is drawn: nothing for the step kinds pay, end"
    ):
        of_every_kind("what is drawn", told)


def test_a_new_kind_is_missed_by_every_table_of_today() -> None:
    with pytest.raises(IncompleteStepKind, match="nodes: nothing for the step kinds posted"):
        complete("nodes", dict.fromkeys(KINDS.values(), 1), {**KINDS, "posted": Posted})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_answers_every_question(kind: str) -> None:
    step = made(kind)
    answers = {name: getattr(step, name) for name in questions() - {"place_of", "is_like"}}
    called = {name: answer() if callable(answer) else answer for name, answer in answers.items()}
    assert called["kind"] == kind
    assert all(step.place_of(outcome) for outcome in called["targets"])
    assert called["is_end"] == (not called["targets"])
    assert step.is_like(step)


@pytest.mark.parametrize("kind", KINDS)
def test_who_waits_and_who_works_agree(kind: str) -> None:
    step = made(kind)
    posts = list(step.posts())
    assert bool(posts) == (step.waits_for == "officers")
    assert all(said in posts[0] for said in (step.role, step.at) if said)
    assert not step.outcomes or step.noted


def test_published_versions_keep_their_hash() -> None:
    """The hash of a version is taken over its words in this order: new ones go behind, with a
    default.
    """
    common = ["id", "title", "help", "kind"]
    assert {name: [*kind.model_fields] for name, kind in KINDS.items()} == {  # type: ignore[attr-defined]
        "step": [
            *common,
            *(
                "role",
                "at",
                "hours",
                "together",
                "not_same_person_as",
                "assign",
                "given_by",
                "fields",
                "outcomes",
                "silence",
            ),
        ],
        "wait": [*common, "to", "lapse"],
        "reply": [*common, "fields", "about", "silence", "to"],
        "pay": [*common, "fee", "pauses", "to", "lapse"],
        "issue": [*common, "document", "to"],
        "consult": [
            *common,
            "asked",
            "hours",
            "join",
            "fields",
            "closes",
            "shows",
            "encloses",
            "to",
        ],
        "council": [
            *common,
            *(
                "called",
                "head",
                "role",
                "at",
                "hours",
                "quorum",
                "passes",
                "min_members",
                "odd",
                "no_member_from",
            ),
            *("fields", "to"),
        ],
        "gate": [*common, "when", "then", "otherwise"],
        "end": [*common, "act"],
    }


def test_the_contract_names_every_table_that_a_new_kind_takes() -> None:
    code = [path for room in ("workflows", "portal") for path in (ROOT / room).rglob("*.py")]
    tables = {
        str(path.relative_to(ROOT))
        for path in code
        if path.parent.name != "step_kinds"
        and re.search(r"\bof_every_kind\(", path.read_text(encoding="utf-8"))
    }
    contract = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    assert sorted(tables) == sorted(path for path in tables if f"`{path}`" in contract)
    assert f"in {len(tables)} files" in contract
