"""The ten statuses under random acts: no move the law does not know, and the journal always tells
the truth.
"""

from __future__ import annotations

import itertools
import os

import pytest
from django.db import IntegrityError, transaction
from django_fsm import ConcurrentTransition
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.people import World, draft_of, make_world
from workflows import actions
from workflows.errors import ActRefused
from workflows.journal import entries as journal
from workflows.journal import outbox
from workflows.lifecycle import CLOSED, Status
from workflows.models import ClockEvent, Dossier, Effect, WorkItem

EXAMPLES = 60 if os.environ.get("FAULTS") == "long" else 20
#: The law's table, written a second time by hand: from → to.
ALLOWED = {
    (1, 2), (1, 3), (1, 5), (1, 7), (2, 4), (2, 5), (2, 7), (4, 5), (4, 6), (4, 7), (4, 9),
    (5, 1), (5, 4), (5, 7), (5, 8), (6, 4), (6, 7), (6, 8), (7, 8), (9, 10),
}  # fmt: skip


def moves_of_the_code() -> set[tuple[int, int]]:
    field = Dossier._meta.get_field("legal_status")
    return {(int(move.source), int(move.target)) for move in field.get_all_transitions(Dossier)}


def test_the_code_knows_exactly_the_moves_of_the_law() -> None:
    assert moves_of_the_code() == ALLOWED


def test_nothing_leads_out_of_a_closed_dossier_but_the_hand_over() -> None:
    assert {move for move in moves_of_the_code() if move[0] in CLOSED} == {
        (Status.DONE, Status.RETURNED)
    }


@pytest.mark.parametrize("status", [2, 4, 9, 10])
def test_the_database_refuses_an_accepted_dossier_without_due_time(
    world: World, status: int
) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(legal_status=status)


def test_status_cannot_be_assigned_and_two_moves_at_once_are_refused(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    with pytest.raises(AttributeError):
        dossier.legal_status = Status.DONE
    first, second = Dossier.objects.get(pk=dossier.pk), Dossier.objects.get(pk=dossier.pk)
    first.move_withdraw()
    first.save()
    second.move_refuse_reception()
    with pytest.raises(ConcurrentTransition), transaction.atomic():
        second.save()


class Office(RuleBasedStateMachine):
    """Everybody does anything at any time; what is refused writes nothing."""

    world: World

    @initialize(delivery=st.sampled_from(["ONLINE", "COUNTER"]))
    def apply(self, delivery: str) -> None:
        self.dossier = actions.submit(draft_of(self.world, delivery=delivery), self.world.huong)
        self.statuses = [int(self.dossier.legal_status)]

    def people(self) -> list:
        return [self.world.huong, self.world.lan, self.world.binh, self.world.dung, self.world.anh]

    def attempt(self, act, *args, **kwargs) -> None:
        before = journal_size(self.dossier)
        try:
            with transaction.atomic():
                act(*args, **kwargs)
        except ActRefused:
            assert journal_size(self.dossier) == before
        self.dossier = Dossier.objects.get(pk=self.dossier.pk)

    @rule(
        who=st.integers(0, 4),
        outcome=st.sampled_from(
            [
                "accept",
                "supplement",
                "refuse",
                "found",
                "not_found",
                "approve",
                "send_back",
                "seal",
                "returned",
            ]
        ),
        reason=st.sampled_from(["", "Có lý do."]),
    )
    def decide(self, who: int, outcome: str, reason: str) -> None:
        item = WorkItem.objects.filter(process=self.dossier, finished__isnull=True).first()
        if item is not None:
            values = {"match": str(self.world.diploma.pk)} if item.step == "check" else {}
            self.attempt(actions.decide, item, self.people()[who], outcome, values, reason)

    @rule(right=st.booleans())
    def go_on(self, right: bool) -> None:
        """The usual way, so that runs reach the end."""
        usual = {
            "receive": (1, "accept"),
            "check": (2, "found"),
            "sign": (3, "approve"),
            "seal": (4, "seal"),
        }
        usual |= {
            "sign_refusal": (3, "refuse"),
            "seal_refusal": (4, "seal"),
            "return_result": (1, "returned"),
        }
        item = WorkItem.objects.filter(process=self.dossier, finished__isnull=True).first()
        if item is not None and item.step in usual:
            self.decide(*usual[item.step], "")

    @rule(who=st.integers(0, 4))
    def supply(self, who: int) -> None:
        self.attempt(actions.supply, self.dossier, self.people()[who], self.dossier.answers)

    @rule(who=st.integers(0, 4))
    def withdraw(self, who: int) -> None:
        self.attempt(actions.withdraw, self.dossier, self.people()[who])

    @rule(who=st.integers(0, 4))
    def stop(self, who: int) -> None:
        self.attempt(actions.stop, self.dossier, self.people()[who])

    @rule(who=st.integers(0, 4))
    def extend(self, who: int) -> None:
        self.attempt(actions.extend, self.dossier, self.people()[who], "Nhiều hồ sơ.")

    @rule()
    def worker(self) -> None:
        for effect in Effect.objects.filter(kind="document.produce", state="PENDING"):
            outbox.run(effect.pk)
        self.dossier = Dossier.objects.get(pk=self.dossier.pk)

    @invariant()
    def journal_and_status_agree(self) -> None:
        if not hasattr(self, "dossier"):
            return
        entries = journal.timeline(self.dossier)
        assert entries[-1].status_after == self.dossier.legal_status
        assert len(entries) == self.dossier.entry_count
        assert journal.verify(self.dossier) is None
        for earlier, later in itertools.pairwise(entries):
            assert later.status_before == earlier.status_after
            path = (later.status_before, later.status_after)
            through_begin = (2, 4) in ALLOWED and path[0] == 2 and (4, path[1]) in ALLOWED
            assert path[0] == path[1] or path in ALLOWED or through_begin

    @invariant()
    def at_most_one_open_task_and_none_when_closed(self) -> None:
        if not hasattr(self, "dossier"):
            return
        waiting = WorkItem.objects.filter(process=self.dossier, finished__isnull=True).count()
        done_but_to_hand_over = self.dossier.legal_status == Status.DONE
        assert (
            waiting == (0 if self.dossier.legal_status in (3, 7, 8, 10) else 1)
            or done_but_to_hand_over
        )

    @invariant()
    def the_clock_alternates(self) -> None:
        if not hasattr(self, "dossier"):
            return
        kinds = list(
            ClockEvent.objects.filter(dossier=self.dossier)
            .order_by("id")
            .values_list("kind", flat=True)
        )
        pauses = [kind for kind in kinds if kind in ("PAUSE", "RESUME")]
        assert pauses == ["PAUSE", "RESUME"] * (len(pauses) // 2) + ["PAUSE"] * (len(pauses) % 2)
        assert kinds.count("START") <= 1 and kinds.count("EXTEND") <= 1


def journal_size(dossier: Dossier) -> int:
    return dossier.entries.count()


class TestRandomActs(TestCase):
    """Each run starts from the same seeded world, rolled back afterwards."""

    def test_random_acts(self) -> None:
        Office.world = make_world()
        run_state_machine_as_test(
            Office,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
