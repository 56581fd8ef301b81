"""What gives points is confirmed by two officers: whether the procedure asks a second one for each
thing that a plan's bonuses, groups and rights of direct admission read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from admissions.plan.checks import Finding
from admissions.plan.language import Plan
from workflows.definition import Definition, Gate
from workflows.published import in_force

NOTED = re.compile(r"\boffice\.([a-z_]+)\.([a-z_]+)\b")


def findings(plan: Plan) -> Iterator[Finding]:
    """A fault for each box of one officer alone that gives points or a seat; nothing while the
    procedure is not published here.
    """
    definition = in_force(plan.procedure)
    if definition is None:
        return
    read = {found for text in _weighty(plan) for found in NOTED.findall(text)}
    for step, box in sorted(read):
        if not _is_confirmed(definition, step, box):
            yield Finding(
                "points_by_one",
                f"“office.{step}.{box}” được cộng điểm hoặc tuyển thẳng mà thủ tục không có người"
                " thứ hai xác nhận.",
            )


def _weighty(plan: Plan) -> Iterable[str]:
    bonuses = plan.score.bonuses if plan.score else ()
    return [plan.direct, *(one.by for one in bonuses)]


def _is_confirmed(definition: Definition, step: str, box: str) -> bool:
    """A gate over the box leads to a step whose officer is another one."""
    gates = (one for one in definition.steps if isinstance(one, Gate))
    return any(
        f"office.{step}.{box}" in gate.when
        and step in definition.step(gate.then).not_same_person_as
        for gate in gates
    )
