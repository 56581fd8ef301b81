"""A trial of a plan is written down, so that the plan that is published says what it was seen
with.
"""

from __future__ import annotations

from admissions import journal
from admissions.acts.door import PREPARES, opened
from admissions.models import AllocationRun, PlanVersion, Round, RoundEntry
from admissions.planning.simulation import Outcome
from organisations.models import User

ACT = "try_plan"


def try_plan(version: PlanVersion, source: AllocationRun, outcome: Outcome, actor: User) -> None:
    """One entry: which version, over which round's applications (its root), what came of it.
    Raises NoRight.
    """
    with opened(version.round_id, actor, PREPARES) as fresh:
        data = {
            "plan": version.sha256,
            "over": source.root,
            "mark": outcome.mark,
            "children": outcome.whole.children,
            "unplaced": outcome.whole.unplaced,
            "empty_seats": outcome.empty_seats,
        }
        journal.append(fresh, ACT, actor, fresh.state, data)


def trials_of(round_: Round, version: PlanVersion) -> list[RoundEntry]:
    """The trials of this text of the plan, the newest first."""
    found = round_.entries.filter(act=ACT, data__plan=version.sha256)
    return list(found.order_by("-sequence"))
