"""Until its document has a number, what was left out can be put right: every officer's step leads
back.

The first step of an officer after reception has nothing before it; a request for a supplement is
its way.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.checker import law
from workflows.definition import AnyStep, Definition, Finding
from workflows.definition.findings import Rules, fault
from workflows.drawing import graph

WAYS_BACK = Rules(
    {
        "no_way_back": fault(
            "Step '{step}' (by way of {way}) leads back nowhere, though its document has no number"
            " yet.",
            "Add an outcome with act: send_back to an earlier step, with reason: required and"
            " without when or needs.",
            "Bước '{step}' (theo đường {way}) không có lối trả lại, dù văn bản chưa được cấp số.",
            "Hãy thêm lựa chọn act: send_back về một bước trước, có reason: required, không có when"
            " và needs.",
        ),
    }
)

# step, what has happened, whether an officer has worked on it since reception
State = tuple[str, law.Past, bool]


def offered(definition: Definition) -> Iterator[Finding]:
    """Officers' steps before the number from which nothing leads back for certain, each with a
    shortest way to it.
    """
    numbers = {step.id: number for number, step in enumerate(definition.steps)}
    ahead, told = graph.ahead(definition), set()
    for (here, past, worked), trace in _states(definition).items():
        step = definition.step(here)
        if not step.outcomes or here in told or not worked or past.issued:
            continue
        if step.together:  # what is wrong with one of them is put right before all are decided
            continue
        if not _leads_back(step, definition, ahead):
            told.add(here)
            yield WAYS_BACK.found(
                "no_way_back", ("steps", numbers[here]), trace, step=here, way=" → ".join(trace)
            )


def _states(definition: Definition) -> dict[State, tuple[str, ...]]:
    waiting: list[State] = [(start, past, False) for start, past in law.starts(definition)]
    seen: dict[State, tuple[str, ...]] = {first: (first[0],) for first in waiting}
    onward = graph.forward(definition)
    for here, past, worked in waiting:
        step = definition.step(here)
        for target, outcome in law.moves(step):
            has_worked = worked or (bool(step.outcomes) and past.accepted)
            after = (target, law.after(step, outcome, past), has_worked)
            if target in onward[here] and after not in seen:
                seen[after] = (*seen[here, past, worked], target)
                waiting.append(after)
    return seen


def _leads_back(step: AnyStep, definition: Definition, ahead: dict[str, set[str]]) -> bool:
    sure = [one for one in step.outcomes if not one.when and not one.needs and one.within is None]
    return any(
        one.act == "send_back" or _is_earlier(one.to, step, definition, ahead) for one in sure
    )


def _is_earlier(to: str, step: AnyStep, definition: Definition, ahead: dict[str, set[str]]) -> bool:
    return bool(definition.step(to).outcomes) and to != step.id and step.id in ahead[to]
