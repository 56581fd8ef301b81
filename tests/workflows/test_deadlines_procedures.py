"""Due times of every shipped procedure against somebody who steps through every minute, 2,000
dossiers drawn (C5).

500 in `make test`, 2,000 by FAULTS=long.
"""

from __future__ import annotations

import os
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows import minute_oracle as oracle
from tests.workflows.limits import official
from tests.workflows.test_deadlines_oracle import cut_off_minute, laid_out, moments, pauses, starts
from workflows.deadlines.ledger import due_time
from workflows.definition import Definition, TimeLimit, load
from workflows.procedure.publishing import shipped_folders

CASES = 2000 if os.environ.get("FAULTS") == "long" else 500


@cache
def limits() -> list[tuple[str, TimeLimit]]:
    """Every limit any dossier of a shipped procedure can have, with where it stands."""
    found: dict[str, TimeLimit] = {}
    for folder in shipped_folders():
        definition: Definition = load(folder / "procedure.yaml")
        for channel in definition.channels:
            for case in definition.cases:
                limit = definition.limit_for(channel.kind, case.id)
                found.setdefault(f"{folder.name} {limit.model_dump_json()}", limit)
        for limit in definition.longer_limits.values():
            found.setdefault(f"{folder.name} {limit.model_dump_json()}", limit)
    return sorted(found.items())


def parts(limit: TimeLimit, extended: bool) -> list[tuple[str, int, int | None]]:
    found = [(phase.unit, phase.amount, cut_off_minute(phase)) for phase in limit.phases]
    return found + (
        [(limit.extension.unit, limit.extension.amount, None)]
        if extended and limit.extension
        else []
    )


def test_every_procedure_is_drawn() -> None:
    assert {name.split()[0] for name, _limit in limits()} == {
        folder.name for folder in shipped_folders()
    }


@settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(limits()), starts, pauses(), st.booleans())
def test_the_promised_time_of_every_procedure(
    named: tuple[str, TimeLimit], start: int, drawn: list[tuple[int, int]], extended: bool
) -> None:
    """Around Tết, make-up Saturdays, 15:00, the ends of 2026 and 2027; with pauses, with the one
    extension.
    """
    name, limit = named
    stopped = laid_out(start, drawn)
    expected = oracle.moment(oracle.due(parts(limit, extended), start, stopped))
    extension = limit.extension if extended else None
    assert (
        due_time(limit, oracle.moment(start), moments(stopped), official(), extension) == expected
    ), name
