"""Definitions made by chance are refused with a reason, or every dossier on them comes to an end
(C1).

Three hundred of them, and thirty through the real acts; a thousand of both by FAULTS=long.

Whatever may be left empty is left empty on half of the ways: an accepted definition never meets a
blank on a paper.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from pydantic import ValidationError

from tests.people import BIRTH_DATE, make_world
from tests.workflows.acts_walk import Walk as ActsWalk
from tests.workflows.generated import PLAIN, TEMPLATES, made, text_of
from tests.workflows.procedures import AUTHORITIES, ROLES
from tests.workflows.pure_walk import Blank, Walk
from workflows import checker
from workflows.definition import Definition, DefinitionFaults, Finding, load
from workflows.procedure import publishing
from workflows.procedure.inspection import Proposal

PLACEHOLDERS = checker.placeholders_of(TEMPLATES)
LONG = os.environ.get("FAULTS") == "long"
DEFINITIONS, WAYS = (1000, 10) if LONG else (300, 6)
BLANKS = 300 if LONG else 150
#: Through the database: (accepted definitions, ways through each); FAULTS=long takes all.
THROUGH_ACTS = (1000, 10) if LONG else (int(os.environ.get("GENERATED", "30")), 2)


def judged(seed: int, plain: float = PLAIN) -> tuple[Definition | None, list[Finding]]:
    """The definition when it is accepted, else None, and what was found."""
    try:
        definition = Definition.model_validate(made(seed, plain))
    except ValidationError:  # said in words by the slow way, which reads the text
        with pytest.raises(DefinitionFaults) as faults:
            load(text_of(seed))
        return None, faults.value.findings
    found = checker.check(definition, PLACEHOLDERS, ROLES, AUTHORITIES)
    faults_found = [finding for finding in found if finding.severity == "fault"]
    return (None if faults_found else definition), faults_found


def some_answers(chance: random.Random) -> dict[str, object]:
    """What conditions and documents read of an application; what may be left empty is."""
    return {
        "school": "Trường THPT Buôn Ma Thuột",
        "copies": chance.randint(1, 20),
        "delivery": chance.choice(("ONLINE", "COUNTER")),
        "relation": chance.choice(("owner", "family")),
        "applicant": {"birth_date": BIRTH_DATE.isoformat()},
    }


def test_definitions_are_refused_with_a_reason_or_always_reach_an_end() -> None:
    accepted: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for seed in range(DEFINITIONS):
        definition, faults = judged(seed)
        if definition is None:
            assert faults and all(one.message_vi and one.mend_vi and one.mend for one in faults), (
                seed
            )
            refused[faults[0].rule] += 1
            continue
        accepted.update({step.kind for step in definition.steps} | {"definitions"})
        for way in range(WAYS):
            chance = random.Random(seed * 1000 + way)
            try:
                Walk(definition, some_answers(chance), chance, meagre=way % 2 == 0).run()
            except AssertionError as stuck:
                pytest.fail(f"seed {seed}, way {way}: {stuck}")
    assert accepted["definitions"] > DEFINITIONS / 2 and sum(refused.values()) > DEFINITIONS / 10
    for kind in ("step", "wait", "gate", "consult", "reply", "pay", "council", "issue", "end"):
        assert accepted[kind] > DEFINITIONS / 20, kind
    assert len(refused) >= 8, refused


def test_a_paper_is_whole_on_every_way_or_the_definition_is_refused_and_does_meet_a_blank() -> None:
    """Every one prints something that somebody fills in: proven both ways, so nothing is refused
    for nothing.
    """
    refused: list[int] = []
    whole: list[int] = []
    for seed in range(BLANKS):
        definition, faults = judged(seed, plain=0)
        if definition is not None:
            whole.append(seed)
            assert not _meets_a_blank(seed, 40), seed
        elif {one.rule for one in faults} == {"fact_unsure"}:
            refused.append(seed)
            assert all(one.trace and one.trace[-1] == "issue_result" for one in faults), seed
            assert _meets_a_blank(seed, 400), seed
    assert len(refused) > BLANKS / 10 and len(whole) > BLANKS / 5, (len(refused), len(whole))


def _meets_a_blank(seed: int, ways: int) -> bool:
    definition = Definition.model_validate(made(seed, plain=0))
    for way in range(ways):
        chance = random.Random(f"{seed} {way}")
        try:
            Walk(definition, some_answers(chance), chance, meagre=True).run()
        except Blank:
            return True
    return False


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_every_way_through_the_real_acts_reaches_an_end() -> None:
    world = make_world()
    definitions, ways = THROUGH_ACTS
    walked = seed = 0
    kinds: Counter[str] = Counter()
    while walked < definitions:
        definition, _faults = judged(seed)
        if definition is not None:
            walked += 1
            proposal = Proposal(
                text_of(seed), "procedure.yaml", lambda _, document: TEMPLATES[document.template]
            )
            version = publishing.publish_proposal(proposal)
            for way in range(ways):
                chance = random.Random(seed * 1000 + way)
                try:
                    trace = ActsWalk(world, version, chance, meagre=way % 2 == 0).run()
                except AssertionError as stuck:
                    pytest.fail(f"seed {seed}, way {way}: {stuck}")
                kinds.update({definition.step(step).kind for step in trace})
        seed += 1
    assert {"step", "wait", "consult", "reply", "pay", "council", "issue"} <= set(kinds)
