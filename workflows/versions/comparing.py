"""Two versions of a definition, step by step: where a dossier that stands here would stand there.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workflows.checker import law
from workflows.definition import AnyStep, Definition
from workflows.drawing import graph

_NOTED = re.compile(r"(?<![\w.\"'])(?:office|noted)\.(\w+)\.(\w+)")
#: What the engine itself notes of a step when somebody leaves it.
ALWAYS_NOTED = frozenset({"outcome", "reason"})

Need = tuple[str, str]  # step, field of it


@dataclass(frozen=True)
class Comparison:
    """`steps`: what somebody chose for old steps (old id → new id, "" for none); `left`: answers
    left as they are.
    """

    old: Definition
    new: Definition
    steps: Mapping[str, str] = field(default_factory=dict)
    left: Collection[str] = ()

    def target(self, step_id: str) -> str:
        """The step of the new version for an old one: the chosen one, that of the same id, or ""
        for none.
        """
        chosen = self.steps.get(step_id)
        if chosen is not None:
            return chosen if chosen in self._new_steps else ""
        return step_id if step_id in self._new_steps else ""

    def was(self, step_id: str) -> bool:
        """The old version has this step."""
        return step_id in self._old_steps

    def is_chosen(self, step_id: str) -> bool:
        """Somebody said what becomes of this step."""
        return step_id in self.steps

    def means_the_same(self, step_id: str) -> bool:
        """The step of the same id offers at least the same outcomes with the same acts (other
        kinds: is alike).
        """
        before, after = self._old_steps[step_id], self._new_steps.get(step_id)
        return after is not None and _alike(before, after)

    def fits(self, step_id: str, target: str) -> bool:
        """A dossier that stands at the old step may be put at the new one: the same kind of waiting
        for the same.
        """
        before, after = self._old_steps[step_id], self._new_steps[target]
        return before.kind == after.kind and (bool(before.outcomes) or _alike(before, after))

    @cached_property
    def _old_steps(self) -> dict[str, AnyStep]:
        return {step.id: step for step in self.old.steps}

    @cached_property
    def _new_steps(self) -> dict[str, AnyStep]:
        return {step.id: step for step in self.new.steps}

    @cached_property
    def pasts(self) -> dict[str, set[law.Past]]:
        """What can have happened to a dossier by the law's order when it comes to each step of the
        new version.
        """
        return law.pasts(self.new)

    @cached_property
    def same_documents(self) -> bool:
        """Both versions print the same documents from the same templates."""
        return self.old.documents == self.new.documents

    @cached_property
    def changed_fields(self) -> set[str]:
        """Fields of the new form that are asked otherwise than before, or under another
        condition.
        """
        before = {
            one.id: (section.show_when, one)
            for section in self.old.form.sections
            for one in section.fields
        }
        return {
            one.id
            for section in self.new.form.sections
            for one in section.fields
            if before.get(one.id) != (section.show_when, one)
        }

    def ahead(self, target: str) -> set[str]:
        """Every step that can still come after `target` in the new version, itself included."""
        return self._ahead[target]

    @cached_property
    def _ahead(self) -> dict[str, set[str]]:
        ways = graph.ways(self.new)
        return {step: set(graph.traces(ways, [step])) for step in ways}

    def needs_ahead(self, target: str) -> set[Need]:
        """What officers must have noted for outcomes and documents that still come after
        `target`.
        """
        return {need for step in self.ahead(target) for need in self._needs[step]}

    @cached_property
    def _needs(self) -> dict[str, set[Need]]:
        return {step.id: set(_needs(step, self.new)) for step in self.new.steps}


def _alike(before: AnyStep, after: AnyStep) -> bool:
    return before.kind == after.kind and before.is_like(after)


def _needs(step: AnyStep, definition: Definition) -> Iterator[Need]:
    """Of the conditions that can block an outcome, and of the facts a document prints."""
    texts = [outcome.needs for outcome in step.outcomes]
    if step.document:
        texts += definition.document(step.document).facts.values()
    for text in texts:
        yield from (
            (place, name) for place, name in _NOTED.findall(text) if name not in ALWAYS_NOTED
        )
