"""Short ways of writing rounds down: "A 26.00 X>Y" is applicant A with a score and two wishes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from admissions.allocation.allocating import Result, allocate
from admissions.allocation.claims import Applicant
from admissions.plan.rules import Rules

BY_SCORE: tuple[dict[str, Any], ...] = ({"by": "score"},)
WITH_WISH = (*BY_SCORE, {"by": "wish"})


def applicant(line: str, **facts: Any) -> Applicant:
    """ "A 26 X>Y", with further facts; `at`: programme → facts, `lot`, `direct` as they are."""
    name, score, wishes = line.split()
    more = {key: facts.pop(key) for key in ("lot", "direct") if key in facts}
    at = facts.pop("at", {})
    known = {"score": Decimal(score), **facts}
    return Applicant(name, tuple(wishes.lower().split(">")), known, at, **more)


def rules(seats: str, **said: Any) -> Rules:
    """ "X2 Y5" are the quotas; a programme's own rules by its small letter."""
    programmes = {
        one[:-1].lower(): {"quota": int(one[-1]), **said.pop(one[:-1].lower(), {})}
        for one in seats.split()
    }
    return Rules.model_validate({"programmes": programmes, "criteria": BY_SCORE, **said})


def told(result: Result) -> str:
    """ "X:AB Y:CD", in the order of names."""
    found: dict[str, list[str]] = {programme: [] for programme in result.kept}
    for name, programme in result.seats.items():
        found[programme].append(name)
    return " ".join(
        f"{programme.upper()}:{''.join(sorted(names))}" for programme, names in found.items()
    )


def seated(lines: list[Applicant], seats: str, **said: Any) -> str:
    """The result of a round in one line."""
    return told(allocate(lines, rules(seats, **said)))
