"""The steps of a definition as a graph: what leads where, what can be reached, which moves lead
back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflows.definition import Definition

Ways = Mapping[str, list[str]]


def ways(definition: Definition) -> dict[str, list[str]]:
    """Step id → the steps its outcomes lead to, each once; targets that do not exist are left
    out.
    """
    known = {step.id for step in definition.steps}
    return {
        step.id: [target for target in dict.fromkeys(step.targets().values()) if target in known]
        for step in definition.steps
    }


def reverse(graph: Ways) -> dict[str, list[str]]:
    """The same moves, seen from where they lead to."""
    turned: dict[str, list[str]] = {step: [] for step in graph}
    for source, targets in graph.items():
        for target in targets:
            turned[target].append(source)
    return turned


def traces(graph: Ways, starts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every step that can be reached from `starts` → a shortest way to it."""
    found: dict[str, tuple[str, ...]] = {start: (start,) for start in starts if start in graph}
    waiting = list(found)
    for here in waiting:
        for target in graph[here]:
            if target not in found:
                found[target] = (*found[here], target)
                waiting.append(target)
    return found


def backward(definition: Definition) -> set[tuple[str, str]]:
    """The moves that lead back to a step the dossier came through (depth first from the start)."""
    return _circling(ways(definition), definition.start)


def _circling(graph: Ways, start: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    done: set[str] = set()
    path: list[str] = []

    def visit(here: str) -> None:
        path.append(here)
        for target in graph[here]:
            if target in path:
                found.add((here, target))
            elif target not in done:
                visit(target)
        done.add(path.pop())

    for step in [start, *graph]:
        if step in graph and step not in done:
            visit(step)
    return found


def forward(definition: Definition) -> dict[str, list[str]]:
    """The moves that send nothing back: neither by the act `send_back` nor to a step the dossier
    came through.
    """
    sent_on = {
        step.id: (
            [one.to for one in step.outcomes if one.act != "send_back"]
            if step.outcomes
            else list(step.targets().values())
        )
        for step in definition.steps
    }
    graph = {
        step: [to for to in dict.fromkeys(targets) if to in sent_on]
        for step, targets in sent_on.items()
    }
    back = _circling(graph, definition.start)
    return {
        source: [to for to in targets if (source, to) not in back]
        for source, targets in graph.items()
    }


def ahead(definition: Definition) -> dict[str, set[str]]:
    """Step → every step that can still come after it, unless something is sent back."""
    graph = forward(definition)
    return {step: set(traces(graph, graph[step])) for step in graph}


def onward(definition: Definition) -> dict[str, list[str]]:
    """The moves that do not lead back: a graph without circles."""
    back = backward(definition)
    return {
        source: [target for target in targets if (source, target) not in back]
        for source, targets in ways(definition).items()
    }
