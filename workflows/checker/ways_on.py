"""Whatever an applicant answers, the people who handle the dossier can bring it to an end.

A way is sure when it is offered to every dossier, always, and needs nothing that the officer of the
step cannot fill in alone. A gate over the applicant's answers may turn either way, so both must
lead on; one over what officers noted turns as they work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflows.checker import law
from workflows.definition import AnyStep, Definition, Finding, Outcome
from workflows.definition.findings import Rules, fault
from workflows.drawing import graph

WAYS_ON = Rules(
    {
        "no_sure_way": fault(
            "From step '{step}' some dossiers may never come to an end: every way on depends on a"
            " condition.",
            "Let one outcome stand without when, and needing only what the officer fills in at this"
            " step.",
            "Từ bước '{step}' có hồ sơ có thể không bao giờ kết thúc: mọi lối ra đều tùy điều"
            " kiện.",
            "Hãy để một lựa chọn không có when, chỉ cần những gì cán bộ ghi ngay ở bước này.",
        ),
    }
)

_NOTED = re.compile(r"(?<![\w.\"'])office\.(\w+)")


def sure(definition: Definition) -> Iterator[Finding]:
    """Steps from which some dossier may never come to an end, with the way to them."""
    safe = _safe(definition)
    from_start = graph.traces(
        graph.ways(definition), [start for start, _past in law.starts(definition)]
    )
    ends = [step.id for step in definition.steps if step.is_end]
    leads_on = graph.traces(graph.reverse(graph.ways(definition)), ends)
    for number, step in enumerate(definition.steps):
        if (
            step.id in from_start
            and step.id in leads_on
            and not (step.id in safe and _goes_on(step, safe))
        ):
            yield WAYS_ON.found("no_sure_way", ("steps", number), from_start[step.id], step=step.id)


def _safe(definition: Definition) -> set[str]:
    """Steps from which an end is sure to be reached: the ends, and backwards whatever leads to one
    for sure.
    """
    found = {step.id for step in definition.steps if step.is_end}
    waiting = [step for step in definition.steps if step.id not in _round_gates(definition)]
    grown = True
    while grown:
        more = {step.id for step in waiting if step.id not in found and _leads_into(step, found)}
        found |= more
        grown = bool(more)
    return found


def _goes_on(step: AnyStep, safe: set[str]) -> bool:
    """Sending back only puts off what must be done: an officer's step has a sure way besides."""
    onward = [one for one in step.outcomes if one.act != "send_back"]
    return not step.outcomes or any(one.to in safe for one in onward if _is_sure(one, step))


def _round_gates(definition: Definition) -> set[str]:
    """Gates that can lead back to themselves by gates alone: nobody would ever be asked
    anything.
    """
    gates = {step.id: step for step in definition.steps if step.turns_on}
    onward = {
        name: [target for target in gate.targets().values() if target in gates]
        for name, gate in gates.items()
    }
    return {
        name
        for name in gates
        if any(name in graph.traces(onward, [target]) for target in onward[name])
    }


def _leads_into(step: AnyStep, safe: set[str]) -> bool:
    if step.outcomes:
        return any(outcome.to in safe for outcome in step.outcomes if _is_sure(outcome, step))
    targets = step.targets()
    if step.turns_on:
        every = all if not _NOTED.search(step.turns_on) else any
        return every(target in safe for target in targets.values())
    return targets.get("", "") in safe


def _is_sure(outcome: Outcome, step: AnyStep) -> bool:
    return not outcome.when and outcome.within is None and _is_own(outcome.needs, step)


def _is_own(needs: str, step: AnyStep) -> bool:
    """What an outcome needs is only what the officer of this step fills in."""
    if not needs:
        return True
    names = set(re.findall(r"(?<![\w.\"'])([a-z_]\w*)", re.sub(r"\"[^\"]*\"|'[^']*'", "", needs)))
    return set(_NOTED.findall(needs)) == {step.id} and names <= {
        "office",
        "true",
        "false",
        "in",
        "size",
        "has",
    }
