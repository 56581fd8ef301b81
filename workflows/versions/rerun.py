"""One closed dossier walked through another definition: what was chosen, noted and waited for is
taken as it was.

It writes nothing. It stops at the first place where the definition would have led elsewhere, for
after that nobody knows what people would have done. Of a step that was done twice only the last
notes are known; they stand for the first time too.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Any, Literal

from django.utils.translation import gettext as _

from forms.submission import check_form
from foundation.languages import in_vietnamese
from workflows.deadlines import timers
from workflows.definition import (
    AnyStep,
    Consult,
    Council,
    Definition,
    End,
    Gate,
    Issue,
    Outcome,
    Pay,
    Reply,
    Step,
    Wait,
    of_every_kind,
)
from workflows.lifecycle import Status
from workflows.models import BROUGHT_BACK, Dossier, Timer, WorkItem
from workflows.process.conditions import fee_of, holds

Kind = Literal["SAME", "ASKED", "ROUTED", "DECIDED", "TIMED"]


@dataclass(frozen=True)
class Difference:
    """The first thing that would have been otherwise, at which step of the dossier's way ("" at the
    filing).
    """

    kind: Kind
    step: str
    text: str


@dataclass(frozen=True)
class Past:
    """A closed dossier and everything its journal left behind: its tasks in order, those of a
    consultation together.
    """

    dossier: Dossier
    items: Sequence[WorkItem]

    def visits(self) -> Iterator[list[WorkItem]]:
        """The tasks that were finished with an outcome or by the worker, one list for each time a
        step was entered.
        """
        done = [item for item in self.items if item.finished is not None]
        for _key, group in groupby(
            done, key=lambda item: (item.step, item.data.get("round", item.pk))
        ):
            items = list(group)
            if any(item.status == "DONE" for item in items):
                yield items


@dataclass
class _Walk:
    """Where the walk stands: the next step, and what officers have noted so far."""

    definition: Definition
    past: Past
    place: str
    office: dict[str, dict[str, Any]] = field(default_factory=dict)
    # titles of the gates just passed, with the branch
    gates: list[str] = field(default_factory=list)
    # fees that are asked no more when the dossier comes by again
    paid: set[str] = field(default_factory=set)

    def holds(self, text: str) -> bool:
        return holds(text, self.so_far())

    def so_far(self) -> Dossier:
        """The dossier with only what had been noted when it came here."""
        known = copy.copy(self.past.dossier)
        known.office = self.office
        return known

    def arrive(self) -> AnyStep:
        """The step that waits next: gates, fees of nothing and consultations that ask nobody are
        passed through.
        """
        self.gates.clear()
        while True:
            step = self.definition.step(self.place)
            onward = PASSES[step.kind](self, step)
            if not onward:
                return step
            self.place = onward

    def _turned(self, step: Gate) -> str:
        self.gates.append(in_vietnamese(step.title))
        return step.turned(self.holds(step.when))

    def _past_fee(self, step: Pay) -> str:
        return step.to if step.id in self.paid or not fee_of(step.fee, self.so_far()) else ""

    def _past_nobody(self, step: Consult) -> str:
        return "" if self.asked(step) else step.to

    def _stays(self, step: AnyStep) -> str:
        """It waits there."""
        return ""

    def asked(self, step: Consult) -> list[tuple[str, str]]:
        """Role and place of those whom the consultation would ask."""
        return [(one.role, one.at) for one in step.asked if not one.when or self.holds(one.when)]


#: Where a dossier goes on to from a step of each kind that it passes through; "" where it waits.
PASSES: dict[str, Callable[[_Walk, Any], str]] = of_every_kind(
    "what a rerun passes through (workflows.versions.rerun)",
    {
        Step: _Walk._stays,
        Wait: _Walk._stays,
        Reply: _Walk._stays,
        Pay: _Walk._past_fee,
        Issue: _Walk._stays,
        Consult: _Walk._past_nobody,
        Council: _Walk._stays,
        Gate: _Walk._turned,
        End: _Walk._stays,
    },
)


def first_difference(
    past: Past, definition: Definition, changed_fields: set[str]
) -> Difference | None:
    """Where the definition would have led otherwise; None when the dossier would have come to the
    same end.
    """
    filing = next(_filing(past.dossier, definition, changed_fields), None)
    if filing is not None:
        return filing
    walk = _Walk(definition, past, _start(past, definition))
    before = ""
    visits = list(past.visits())
    for items, following in zip_longest(visits, visits[1:]):
        found = _elsewhere(walk, items[0].step, before) or next(_at_step(walk, items), None)
        if found is not None:
            return found
        before = items[0].step
        if (
            items[-1].outcome == BROUGHT_BACK
            and following is not None
            and following[0].step in titles(definition)
        ):
            walk.place = following[0].step
    return _at_the_end(walk, before)


def _start(past: Past, definition: Definition) -> str:
    """Where the dossier begins: a dossier that the office opened itself has a start of its own."""
    before: Definition = past.dossier.flow_class.definition
    opened = (
        bool(past.items)
        and before.ex_officio is not None
        and past.items[0].step == before.ex_officio.start
    )
    return definition.ex_officio.start if opened and definition.ex_officio else definition.start


def _filing(dossier: Dossier, definition: Definition, changed: set[str]) -> Iterator[Difference]:
    if definition.case_for(dossier.answers) is None:
        yield Difference("ASKED", "", _("Không trường hợp nào của bản soạn hợp với đơn này."))
    for fault in check_form(definition.form, dossier.answers, only=changed):
        yield Difference(
            "ASKED", "", _("Đơn này không nộp được nữa. %(fault)s") % {"fault": fault.message}
        )


def _elsewhere(walk: _Walk, step: str, before: str) -> Difference | None:
    """The dossier went to `step`; would it have gone there?"""
    expected = walk.arrive()
    if expected.id == step:
        return None
    words = {"there": in_vietnamese(expected.title), "gates": ", ".join(walk.gates)}
    if walk.gates:
        text = _("Qua chỗ rẽ “%(gates)s”, hồ sơ sẽ sang “%(there)s”.") % words
    else:
        text = _("Hồ sơ sẽ sang “%(there)s”.") % words
    return Difference("ROUTED", before, text)


def _at_step(walk: _Walk, items: Sequence[WorkItem]) -> Iterator[Difference]:
    """What the step would have said to what was done there; then the walk goes on."""
    item = items[-1]
    step = walk.definition.step(item.step)
    noted = walk.past.dossier.office.get(item.step, {})
    walk.office[item.step] = {**noted, "outcome": item.outcome} if step.outcomes else noted
    yield from _too_late(step, item)
    if item.outcome == BROUGHT_BACK:
        return  # the engine's own way, which every definition has
    if step.outcomes:
        yield from _decided(walk, step, item)
    if step.fee:
        walk.paid.add(step.id)
    if isinstance(step, Consult) and len(walk.asked(step)) != len(items):
        yield Difference("ROUTED", step.id, _("Số người được hỏi ý kiến sẽ khác."))
    targets = step.targets()
    target = targets.get(item.outcome, targets.get(""))
    if target is None:
        yield Difference("ROUTED", step.id, _("Bước này không có lối ra như hồ sơ đã đi."))
    else:
        walk.place = target


def _decided(walk: _Walk, step: AnyStep, item: WorkItem) -> Iterator[Difference]:
    outcome = next((one for one in step.outcomes if one.id == item.outcome), None)
    before = _outcome_of(item)
    if outcome is None or (outcome.when and not walk.holds(outcome.when)):
        name = in_vietnamese(before.title) if before else item.outcome
        yield Difference(
            "DECIDED", step.id, _("Không còn chọn được “%(outcome)s”.") % {"outcome": name}
        )
    elif before is not None and before.act != outcome.act:
        text = _("“%(outcome)s” sẽ mang ý nghĩa khác về pháp lý.")
        yield Difference("DECIDED", step.id, text % {"outcome": in_vietnamese(outcome.title)})
    elif outcome.needs and not walk.holds(outcome.needs):
        words = {
            "outcome": in_vietnamese(outcome.title),
            "message": (outcome.needs_message or {}).get("vi", ""),
        }
        yield Difference("DECIDED", step.id, _("Chưa chọn được “%(outcome)s”: %(message)s") % words)


def _outcome_of(item: WorkItem) -> Outcome | None:
    """The outcome as it was defined when it was chosen."""
    return next((one for one in item.place.outcomes if one.id == item.outcome), None)


def _too_late(step: AnyStep, item: WorkItem) -> Iterator[Difference]:
    """Time would have acted before the people did."""
    found = timers.of_item(item, step)
    acting = {
        Timer.Kind.SILENCE: _(
            "Hết thời gian trước khi cán bộ quyết định: hệ thống sẽ tự chọn kết quả."
        ),
        Timer.Kind.LAPSE: _("Hết hạn bổ sung trước khi người nộp bổ sung: hồ sơ sẽ dừng."),
    }
    for kind, text in acting.items():
        if (
            kind in found
            and item.finished is not None
            and found[kind] < item.finished
            and item.owner_id is not None
        ):
            yield Difference("TIMED", step.id, text)


def _at_the_end(walk: _Walk, before: str) -> Difference | None:
    """A dossier that was stopped came to no end; every other must have come to one."""
    if walk.past.dossier.legal_status == Status.STOPPED or any(
        item.finished is None for item in walk.past.items
    ):
        return None
    expected = walk.arrive()
    if expected.is_end:
        return None
    return Difference(
        "ROUTED",
        before,
        _("Hồ sơ còn phải qua “%(there)s”.") % {"there": in_vietnamese(expected.title)},
    )


def titles(definition: Definition) -> Mapping[str, str]:
    """Step → its name."""
    return {step.id: in_vietnamese(step.title) for step in definition.steps}
