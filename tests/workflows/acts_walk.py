"""A dossier's way through a definition by chance, through the real acts: whoever may act does, or
time does.
"""

from __future__ import annotations

import random
from typing import Any

from django.utils import timezone

from documents.models import Document
from tests.people import World, answers
from tests.procedures.walking import paper
from tests.workflows.pure_walk import LOST, PATIENCE, Stuck, chosen, filled_in, nearness
from workflows import actions
from workflows.actions.council import Named
from workflows.definition import Definition, Outcome, Step
from workflows.errors import ActRefused
from workflows.lifecycle import CLOSED
from workflows.models import CouncilMember, Dossier, Draft, ProcedureVersion, Timer, WorkItem
from workflows.process.conditions import holds
from workflows.published import definition_of

ACTING = ("SILENCE", "LAPSE", "CLOSE")


class Walk:
    """One dossier of `version`, filed by the world's citizen."""

    def __init__(
        self, world: World, version: ProcedureVersion, chance: random.Random, meagre: bool = False
    ) -> None:
        self.world, self.chance, self.meagre = world, chance, meagre
        self.definition: Definition = definition_of(version)
        self.near = nearness(self.definition)
        self.trace: list[str] = []
        given = answers(copies=chance.randint(1, 20), delivery=chance.choice(("ONLINE", "COUNTER")))
        draft = Draft.objects.create(owner=world.huong, version=version, answers=given)
        self.dossier = actions.submit(draft, world.huong)

    def run(self) -> list[str]:
        """The steps it came through until nothing is left to do; raises Stuck."""
        for taken in range(LOST):
            items = list(
                WorkItem.objects.filter(process=self.dossier, finished=None).order_by("pk")
            )
            self.dossier = Dossier.objects.select_related("deciding", "receiving").get(
                pk=self.dossier.pk
            )
            if not items:
                return self._ended()
            item = self.chance.choice(items)
            item.process = self.dossier
            self.trace.append(item.step)
            try:
                self._act(item, taken)
            except ActRefused as refused:
                raise Stuck(f"{type(refused).__name__}: {refused} {self.trace}") from refused
        raise Stuck(f"no end after {LOST} acts: {self.trace[:40]}")

    def _ended(self) -> list[str]:
        if self.dossier.legal_status not in CLOSED or self.dossier.finished is None:
            raise Stuck(f"ended as {self.dossier.status_label}: {self.trace}")
        return self.trace

    def _act(self, item: WorkItem, taken: int) -> None:
        timer = Timer.objects.filter(item=item, kind__in=ACTING, done_at=None).first()
        if timer is not None and self.chance.random() < 0.2:
            actions.time_is_up(timer)
            return
        step: Any = self.definition.step(item.step)
        getattr(self, f"_{step.kind}")(item, step, taken)

    def _who(self, role: str) -> Any:
        world = self.world
        return {
            "receptionist": world.lan,
            "expert": world.binh,
            "head": world.dung,
            "clerk": world.anh,
        }[role]

    def _step(self, item: WorkItem, step: Step, taken: int) -> None:
        sure = taken > PATIENCE
        values = self._values(step, sure)
        offered = [one for one in step.outcomes if not one.when or holds(one.when, self.dossier)]
        ways = [one for one in offered if one.act != "ask_supplement" or self._may_ask()]
        usable = [
            one
            for one in ways
            if not one.needs or self._meets(one, step, self._for(one, step, values))
        ]
        if not usable:
            raise Stuck(f"nothing can be chosen: {self.trace}")
        outcome = chosen(self.chance, usable, self.near, taken)
        who, noted = self._who(step.role), self._for(outcome, step, values)
        if step.together:
            said = {**noted, "reason": "Có lý do."}
            actions.decide_together(item, who, outcome.id, said)
        else:
            actions.decide(item, who, outcome.id, noted, "Có lý do.")

    def _values(self, step: Any, sure: bool = False) -> dict[str, Any]:
        return {one.id: filled_in(one, self.chance, sure, self.meagre) for one in step.fields}

    def _for(self, outcome: Outcome, step: Step, values: dict[str, Any]) -> dict[str, Any]:
        """An officer fills in what the outcome needs, if that is theirs to fill in."""
        named = {
            one.id: one for one in step.fields if f"office.{step.id}.{one.id}" in outcome.needs
        }
        return {
            **values,
            **{name: True if one.kind == "yes_no" else "x" for name, one in named.items()},
        }

    def _may_ask(self) -> bool:
        """The applicant is asked once; a second time only when a head allows it."""
        return not self.dossier.entries.filter(act="ask_supplement").exists()

    def _meets(self, outcome: Outcome, step: Step, values: dict[str, Any]) -> bool:
        before = self.dossier.office
        self.dossier.office = {**before, step.id: values}
        met = holds(outcome.needs, self.dossier)
        self.dossier.office = before
        return met

    def _wait(self, item: WorkItem, step: Any, taken: int) -> None:
        actions.supply(self.dossier, self.world.huong, self.dossier.answers)

    def _consult(self, item: WorkItem, step: Any, taken: int) -> None:
        said = self._values(step)
        actions.give_opinion(item, self._who(item.role), "Ý kiến.", values=said)

    def _reply(self, item: WorkItem, step: Any, taken: int) -> None:
        said = self._values(step)
        actions.reply(self.dossier, self.world.huong, said)

    def _pay(self, item: WorkItem, step: Any, taken: int) -> None:
        actions.exempt(self.dossier, self.world.dung, "Thuộc diện được miễn.")

    def _council(self, item: WorkItem, step: Any, taken: int) -> None:
        keeper = self._who(step.role)
        seats = ("CHAIR", "SECRETARY", "MEMBER")
        actions.appoint_council(
            item, keeper, [Named(seat=seat, name=f"Người {seat}", title="") for seat in seats]
        )
        actions.set_visit(item, keeper, timezone.localdate())
        for member in CouncilMember.objects.filter(council__item=item):
            actions.vote(member, keeper, self.chance.choice(("FOR", "AGAINST")))
        said = self._values(step)
        actions.close_council(item, keeper, said, [paper(keeper)])  # the signed minutes

    def _issue(self, item: WorkItem, step: Any, taken: int) -> None:
        """What the worker does is not what is tried here: the paper counts as sealed."""
        document = Document.objects.get(key=f"dossier:{self.dossier.pk}:{item.pk}")
        actions.issued(document)
