"""The writing of one act: all its rows at once, each guarded, and what it asks meanwhile sees them."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import World, draft_of
from workflows import actions, sets
from workflows.act import Act, perform_on
from workflows.actions import deciding
from workflows.errors import AlreadyDone, KeyReused
from workflows.journal import entries
from workflows.models import Dossier, Effect, Entry, Timer, WorkItem
from workflows.sets import under_lock


def open_item(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.get(process=dossier, finished__isnull=True)


@pytest.fixture
def task(world: World) -> WorkItem:
    return open_item(actions.submit(draft_of(world), world.huong))


def accepting(act: Act, item: WorkItem) -> Entry:
    return deciding._decide(act, item, "accept", {}, "", (), (), None)


def rows_of(item: WorkItem) -> list[int]:
    dossier = item.process_id
    return [
        Entry.objects.filter(dossier=dossier).count(),
        WorkItem.objects.filter(process=dossier).count(),
        Timer.objects.filter(dossier=dossier).count(),
        Effect.objects.filter(entry__dossier=dossier).count(),
    ]


def test_a_task_that_somebody_ended_past_the_lock_is_not_ended_again(
    world: World, task: WorkItem
) -> None:
    """The lock is not the only guard: the statement that writes looks again."""
    before = rows_of(task)

    def overtaken(act: Act, item: WorkItem) -> Entry:
        WorkItem.objects.filter(pk=item.pk).update(finished=timezone.now(), status="DONE")
        return accepting(act, item)

    with pytest.raises(AlreadyDone):
        perform_on(task, world.lan, None, [], overtaken)
    assert rows_of(task) == before and open_item(task.process) == task


def test_a_journal_that_went_on_past_the_lock_is_not_written_over(
    world: World, task: WorkItem
) -> None:
    before = rows_of(task)

    def overtaken(act: Act, item: WorkItem) -> Entry:
        Dossier.objects.filter(pk=item.process_id).update(entry_count=7)
        return accepting(act, item)

    with pytest.raises(AlreadyDone) as told:
        perform_on(task, world.lan, None, [], overtaken)
    assert str(world.huong) in str(told.value)  # whoever wrote the last entry there is
    assert rows_of(task) == before and entries.verify(task.process) is None


@pytest.mark.django_db(transaction=True)
class TestWithTheCommit:
    """The same where the act's own transaction ends with it: nothing but the server's word tells."""

    def test_guards(self, world: World, task: WorkItem) -> None:
        test_a_task_that_somebody_ended_past_the_lock_is_not_ended_again(world, task)
        test_a_journal_that_went_on_past_the_lock_is_not_written_over(world, task)
        actions.decide(task, world.lan, "accept")
        assert entries.verify(task.process) is None

    def test_a_key_that_another_dossier_took_meanwhile(
        self, world: World, task: WorkItem, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        test_a_key_that_another_dossier_took_meanwhile(world, task, monkeypatch)
        actions.decide(task, world.lan, "accept", key="other")

    def test_what_is_owed_is_rung_after_the_commit(
        self, world: World, task: WorkItem, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rung: list[list[int]] = []

        def ring(ids: list[int]) -> None:
            assert not connection.in_atomic_block
            rung.append(list(Effect.objects.filter(pk__in=ids).values_list("pk", flat=True)))

        monkeypatch.setattr("workflows.journal.outbox.ring", ring)
        entry = actions.decide(task, world.lan, "accept")
        assert rung == [list(Effect.objects.filter(entry=entry).values_list("pk", flat=True))]
        assert len(rung[0]) == 2


def test_a_key_that_another_dossier_took_meanwhile(
    world: World, task: WorkItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_item(actions.submit(draft_of(world), world.huong))
    actions.decide(other, world.lan, "accept", key="taken")
    before = rows_of(task)
    with monkeypatch.context() as patched:
        patched.setattr(under_lock, "entry_of", lambda key: None)  # it was not there when we looked
        with pytest.raises(KeyReused):
            actions.decide(task, world.lan, "accept", key="taken")
    assert rows_of(task) == before


def test_an_act_sees_what_it_wrote(world: World, task: WorkItem) -> None:
    def looking(act: Act, item: WorkItem) -> Entry:
        entry = accepting(act, item)
        assert Entry.objects.get(pk=entry.pk).hash == entry.hash
        assert open_item(act.dossier).step != item.step
        assert Dossier.objects.get(pk=item.process_id).entry_count == entry.sequence
        return entry

    perform_on(task, world.lan, None, [], looking)
    assert entries.verify(task.process) is None


def test_a_savepoint_takes_back_what_was_added_inside_it_alone(
    world: World, task: WorkItem
) -> None:
    class NotThis(Exception):
        pass

    def trying(act: Act, item: WorkItem) -> Entry:
        entry = accepting(act, item)
        with pytest.raises(NotThis), transaction.atomic():
            sets.add(Timer(dossier=act.dossier, item=item, kind=Timer.Kind.REMIND, due_at=act.now))
            raise NotThis
        sets.add(Timer(dossier=act.dossier, item=item, kind=Timer.Kind.LATE, due_at=act.now))
        return entry

    Timer.objects.filter(item=task).delete()
    perform_on(task, world.lan, None, [], trying)
    assert [one.kind for one in Timer.objects.filter(item=task)] == [Timer.Kind.LATE]
    assert entries.verify(task.process) is None


def test_a_task_may_be_changed_after_its_act_has_ended_it(world: World, task: WorkItem) -> None:
    """The guard is against others."""

    def twice(act: Act, item: WorkItem) -> Entry:
        entry = accepting(act, item)
        assert WorkItem.objects.get(pk=item.pk).outcome == "accept"  # written by now
        item.to_be_given = True
        sets.change(item, ["to_be_given"])
        return entry

    perform_on(task, world.lan, None, [], twice)
    assert WorkItem.objects.get(pk=task.pk).to_be_given


@pytest.mark.postgres  # SQLite has no such statement
def test_one_statement_writes_a_whole_act(world: World, task: WorkItem) -> None:
    actions.decide(task, world.lan, "accept")
    match = {"match": str(world.diploma.pk)}
    with CaptureQueriesContext(connection) as seen:
        actions.decide(open_item(task.process), world.binh, "found", match)
    writing = [one["sql"] for one in seen.captured_queries if " INTO " in one["sql"]]
    assert len(writing) == 1 and writing[0].count("INSERT INTO") == 3
    assert writing[0].count("UPDATE") == 2
