"""The hours of the steps fit into the legal limit on the longest way from acceptance to the
document.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.definition import AnyStep, Definition, Finding, TimeLimit
from workflows.definition.findings import Path, Rules, doubt, fault
from workflows.drawing import graph

HOURS = Rules(
    {
        "hours_exceed": fault(
            "The steps after acceptance take {hours} office hours on the longest way; the law gives"
            " {limit}.",
            "Shorten the hours of the steps in the trace.",
            "Các bước sau tiếp nhận cần tới {hours} giờ làm việc, pháp luật chỉ cho {limit} giờ.",
            "Hãy giảm giờ của các bước trên đường đi này.",
        ),
        "hours_doubtful": doubt(
            "The steps after acceptance take {hours} office hours on the longest way; the limit"
            " holds about {limit}.",
            "Shorten the hours of the steps in the trace.",
            "Các bước sau tiếp nhận cần tới {hours} giờ làm việc, thời hạn chỉ chứa khoảng {limit}"
            " giờ.",
            "Hãy giảm giờ của các bước trên đường đi này.",
        ),
    }
)

#: Office hours in one unit. One working day is 8 hours; calendar units hold about that many working
#: days at least (5 of 7 days; 20 working days a month), so an excess there is a doubt and not a
#: fault.
OFFICE_HOURS = {
    "HOUR": 1.0,
    "WORKING_DAY": 8.0,
    "SAME_DAY": 8.0,
    "DAY": 8.0 * 5 / 7,
    "MONTH": 160.0,
}
ROUGH = frozenset({"DAY", "MONTH"})


def limits(definition: Definition) -> Iterator[Finding]:
    """The longest way, without loops and without the time the applicant takes, against every
    channel's limit.
    """
    trace, hours = longest_way(definition, lengthened=False)
    own = [
        ((name, number, "time_limit"), each.time_limit)
        for name in ("channels", "cases")
        for number, each in enumerate(getattr(definition, name))
    ]
    for path, limit in [(("time_limit",), definition.time_limit), *own]:
        if limit is not None:
            yield from _exceeds(path, limit, trace, hours)

    trace, hours = longest_way(definition, lengthened=True)
    for name, limit in definition.longer_limits.items():
        yield from _exceeds(("longer_limits", name), limit, trace, hours)


def _exceeds(
    path: Path, limit: TimeLimit, trace: tuple[str, ...], hours: float
) -> Iterator[Finding]:
    if hours > office_hours(limit):
        rule = (
            "hours_doubtful" if ROUGH & {phase.unit for phase in limit.phases} else "hours_exceed"
        )
        yield HOURS.found(rule, path, trace, hours=f"{hours:g}", limit=f"{office_hours(limit):g}")


def office_hours(limit: TimeLimit) -> float:
    """The legal limit in office hours."""
    return sum(phase.amount * OFFICE_HOURS[phase.unit] for phase in limit.phases)


def _own_hours(step: AnyStep) -> float:
    """A step's own hours; of a question to the applicant the time after which silence answers it:
    the clock runs.
    """
    if step.waits_for == "applicant" and step.silence:
        return step.silence.amount * OFFICE_HOURS[step.silence.unit]
    return step.hours


def longest_way(definition: Definition, lengthened: bool) -> tuple[tuple[str, ...], float]:
    """The way with the most hours from an acceptance to the issue of a document (or an end), and
    its hours.

    Without `lengthened`, the ways on which a longer limit comes to hold are left out.
    """
    onward = graph.onward(definition)
    known: dict[str, tuple[tuple[str, ...], float]] = {}

    def from_here(here: str) -> tuple[tuple[str, ...], float]:
        if here not in known:
            step = definition.step(here)
            longer = () if lengthened else _lengthening(step)
            targets = (
                [] if step.document else [target for target in onward[here] if target not in longer]
            )
            ways = [from_here(target) for target in targets]
            trace, hours = max(ways, key=lambda way: way[1], default=((), 0.0))
            known[here] = ((here, *trace), _own_hours(step) + hours)
        return known[here]

    accepted = {
        outcome.to
        for step in definition.steps
        for outcome in step.outcomes
        if outcome.act == "accept"
    }
    if definition.ex_officio:
        accepted.add(definition.ex_officio.start)
    return max(
        (from_here(step) for step in sorted(accepted)), key=lambda way: way[1], default=((), 0.0)
    )


def _lengthening(step: AnyStep) -> set[str]:
    """Where only outcomes of the step lead that put the dossier under a longer limit."""
    longer = {outcome.to for outcome in step.outcomes if outcome.act == "lengthen"}
    return longer - {outcome.to for outcome in step.outcomes if outcome.act != "lengthen"}
