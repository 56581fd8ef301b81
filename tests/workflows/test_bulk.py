"""One act over many dossiers writes what it writes one by one, and whoever is refused falls out alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Document
from notifications import recording
from notifications.models import Delivery, Message
from organisations.models import RoleAssignment, User
from tests.people import World, officer
from tests.workflows.many import (
    at_step,
    done,
    open_item,
    ordered,
    produced,
    settle,
    together,
    work,
)
from workflows import actions, sets
from workflows.bulk import kinds, orders, working
from workflows.errors import ActRefused, AlreadyDone, Incomplete, WrongState
from workflows.journal import entries, outbox
from workflows.models import (
    BulkRun,
    BulkTask,
    ClockEvent,
    Dossier,
    Effect,
    Entry,
    Timer,
    WorkItem,
)
from workflows.papers import missing_facts
from workflows.published import definition_of

State = BulkTask.State


def rows_of(dossier: int) -> dict[str, list[dict[str, Any]]]:
    """All that an act writes about a dossier, but for the ids of new rows, and who hears of it."""
    found = {
        "dossier": Dossier.objects.filter(pk=dossier),
        # PostgreSQL gives rows as they lie, and a changed one lies elsewhere
        "entries": Entry.objects.filter(dossier=dossier).order_by("sequence"),
        "items": WorkItem.objects.filter(process=dossier).order_by("pk"),
        "clock": ClockEvent.objects.filter(dossier=dossier).order_by("pk"),
        "timers": Timer.objects.filter(dossier=dossier).order_by("item__step", "kind"),
    }
    return {name: [_plain(row) for row in rows.values()] for name, rows in found.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Ciphertexts differ each time; rows that were added have another id."""
    left = {"id", "item_id", "office", "answers", "sealed_key", "applicant_phone"}
    return {name: value for name, value in row.items() if name not in left}


ONE_BY_ONE = [
    ("receive", "lan", "accept"),  # the clock starts, a slip gets its number
    ("sign", "dung", "approve"),
    ("seal", "anh", "seal"),  # a document gets its number
]


@pytest.mark.parametrize(("step", "who", "outcome"), ONE_BY_ONE)
def test_an_act_in_a_batch_writes_what_it_writes_alone(
    world: World, step: str, who: str, outcome: str
) -> None:
    """To the byte: the hash of the entry covers all its columns."""
    [item] = at_step(world, step, 1)
    actor: User = getattr(world, who)
    with time_machine.travel(timezone.now(), tick=False):
        with transaction.atomic():
            actions.decide(item, actor, outcome, key=f"k{item.pk}")
            alone = rows_of(item.process_id)
            office = Dossier.objects.get(pk=item.process_id).office
            transaction.set_rollback(True)
        [entry] = together(
            [item], actor, lambda one, by, key: actions.decide(one, by, outcome, key=key)
        )
        assert isinstance(entry, Entry)
        assert rows_of(item.process_id) == alone
    assert Dossier.objects.get(pk=item.process_id).office == office
    assert alone["entries"][-1]["hash"] == entry.hash
    assert entries.verify() is None


def test_many_are_done_and_their_journals_hold(world: World) -> None:
    tasks = at_step(world, "sign", 3)
    found = done(tasks, world.dung, outcome="approve")
    assert {row.state for row in found.values()} == {State.DONE}
    for item in tasks:
        item.refresh_from_db()
        assert item.outcome == "approve" and item.owner == world.dung
        assert open_item(item.process).step == "seal"
    assert entries.verify() is None


def test_whoever_is_refused_falls_out_alone_with_the_sentence_of_a_page(world: World) -> None:
    RoleAssignment.objects.create(user=world.binh, role_id="head", authority=world.department)
    RoleAssignment.objects.create(user=world.huong, role_id="head", authority=world.department)
    good, taken, own = at_step(world, "sign", 3)
    actions.decide(taken, world.dung, "approve")
    tasks = [good, taken, own]
    for actor in (world.binh, world.huong):  # who checked all of them; who filed all of them
        with pytest.raises(ActRefused) as alone:
            actions.decide(good, actor, "approve")
        found = done(tasks, actor, outcome="approve")
        assert [found[item.pk].state for item in tasks] == [State.REFUSED] * 3
        assert found[good.pk].why == str(alone.value)
    with pytest.raises(ActRefused) as faster:
        actions.decide(taken, world.dung, "approve")
    found = done(tasks, world.dung, outcome="approve")
    assert [found[item.pk].state for item in tasks] == [State.DONE, State.REFUSED, State.DONE]
    assert found[taken.pk].why == str(faster.value)
    assert entries.verify() is None


def test_nobody_decides_in_an_order_on_what_was_corrected_since(world: World) -> None:
    first, second = at_step(world, "receive", 2)
    run = ordered([first, second], world.lan, outcome="accept")
    filer = User.objects.get(pk=first.process.applicant_id)
    actions.amend(first.process, filer, {"phone": "0905 999 888"})
    work(run)
    refused = run.tasks.get(item=first)
    assert refused.state == State.REFUSED and "vừa tự sửa hồ sơ" in refused.why
    assert run.tasks.get(item=second).state == State.DONE


def test_a_role_that_was_taken_away_refuses_what_is_left(world: World) -> None:
    tasks = at_step(world, "sign", 2)
    run = ordered(tasks, world.dung, outcome="approve")
    world.dung.assignments.all().delete()
    work(run)
    assert {row.state for row in run.tasks.all()} == {State.REFUSED}


def test_statements_do_not_grow_with_the_number_of_dossiers(world: World) -> None:
    asked = []
    for count in (2, 5, 5):
        tasks = at_step(world, "sign", count)
        claim = partial(together, tasks, world.dung, lambda item, by, key: actions.claim(item, by))
        with CaptureQueriesContext(connection) as seen:
            claim()
        asked.append([one["sql"][:200] for one in seen.captured_queries])
    assert len(asked[1]) <= len(asked[0]) and len(asked[2]) <= 16, "\n".join(asked[2])


def told(tasks: list[WorkItem]) -> list[tuple[Any, ...]]:
    """Who was told what about the last act of each."""
    found = []
    for place, item in enumerate(tasks):
        code = item.process.code
        rows = Message.objects.filter(dossier=item.process_id, entry__act="return_result")
        for row in rows.order_by("channel"):
            text = (row.subject + row.body).replace(code, "CODE")
            sent = Delivery.objects.filter(message=row).count()
            found.append((place, row.channel, row.recipient_id, row.address, text, sent))
    return found


def test_the_messages_of_a_batch_are_those_of_each_act(world: World) -> None:
    first, second = produced(world, 2), produced(world, 2)
    for item in first:
        actions.decide(item, world.lan, "returned")
    settle()
    run = ordered(second, world.lan, outcome="returned")
    Effect.objects.filter(state=Effect.State.PENDING).exclude(kind=orders.KIND).delete()
    work(run)
    [owed] = Effect.objects.filter(state=Effect.State.PENDING)
    assert owed.kind == "notify" and len(owed.payload["entries"]) == 2
    settle()
    assert told(second) == told(first) and len(told(first)) == 4
    settle()
    assert len(told(second)) == 4


def test_what_an_act_refuses_after_it_has_written_is_taken_back_alone(world: World) -> None:
    """The book is closed: refused at the last, when the task is already finished and another open."""
    tasks = at_step(world, "seal", 3)
    broken = tasks[1]
    before = rows_of(broken.process_id)
    refuse = _refusing(broken.process_id, missing_facts.refuse_number)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(missing_facts, "refuse_number", refuse)
        found = done(tasks, world.anh, outcome="seal")
    assert [found[item.pk].state for item in tasks] == [State.DONE, State.REFUSED, State.DONE]
    assert found[broken.pk].why == "Sổ đã khóa."
    assert rows_of(broken.process_id) == before
    numbers = Document.objects.filter(kind="BS").order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]
    assert entries.verify() is None


def _refusing(dossier: int, otherwise: Callable[..., None]) -> Callable[..., None]:
    """The act refuses this dossier, after it asked the database about its own task."""

    def refused(act: Any, item: WorkItem) -> None:
        assert WorkItem.objects.get(pk=item.pk).finished is None  # its own row is there to be read
        if act.dossier.pk == dossier:
            raise WrongState("Sổ đã khóa.")
        otherwise(act, item)

    return refused


def test_an_act_sees_what_it_has_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for by its id, a row that waits to be written is there."""
    [item] = at_step(world, "seal", 1)
    seen: list[str] = []
    ask = missing_facts.refuse_number

    def look(act: Any, opened: WorkItem) -> None:
        seen.append(WorkItem.objects.get(pk=opened.pk).step)
        ask(act, opened)

    monkeypatch.setattr(missing_facts, "refuse_number", look)
    seal = partial(actions.decide, outcome="seal")
    [entry] = together([item], world.anh, lambda one, by, key: seal(one, by, key=key))
    assert isinstance(entry, Entry) and seen == ["issue_copy"]


def overtaking(change: Callable[[WorkItem], object], tasks: list[WorkItem]) -> Callable[..., None]:
    """Somebody who asks for no lock changes the first dossier just before its rows are written."""
    write = sets.Batch._write

    def late(batch: sets.Batch) -> None:
        with batch._own_statements():
            change(tasks[0])
        write(batch)

    return late


@pytest.mark.parametrize(
    "change",
    [
        lambda item: WorkItem.objects.filter(pk=item.pk).update(finished=timezone.now()),
        lambda item: Dossier.objects.filter(pk=item.process_id).update(entry_count=99),
    ],
)
def test_who_was_faster_without_a_lock_stops_the_whole_batch(
    world: World, change: Callable[[WorkItem], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guards in the writing statements: `finished IS NULL`, `entry_count =`."""
    tasks = at_step(world, "sign", 2)
    monkeypatch.setattr(sets.Batch, "_write", overtaking(change, tasks))
    with pytest.raises(sets.Overtaken), transaction.atomic():
        together(
            tasks, world.dung, lambda one, by, key: actions.decide(one, by, "approve", key=key)
        )
    assert not WorkItem.objects.filter(step="seal").exists()
    assert entries.verify() is None


def test_a_batch_that_fails_as_a_whole_is_done_one_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = at_step(world, "sign", 3)

    def fails(batch: sets.Batch) -> None:
        raise sets.Overtaken("1 of 3 rows")

    monkeypatch.setattr(sets.Batch, "_write", fails)
    found = done(tasks, world.dung, outcome="approve")
    assert {row.state for row in found.values()} == {State.DONE}
    assert entries.verify() is None


def test_an_error_with_one_dossier_leaves_the_others_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = at_step(world, "sign", 3)
    real = kinds.KINDS[kinds.DECIDE]

    def breaks(item: WorkItem, *given: Any) -> object:
        if item.pk == tasks[1].pk:
            raise ZeroDivisionError
        return real.do(item, *given)

    monkeypatch.setitem(kinds.KINDS, kinds.DECIDE, kinds.Kind(breaks))
    found = done(tasks, world.dung, outcome="approve")
    assert [found[item.pk].state for item in tasks] == [State.DONE, State.REFUSED, State.DONE]
    assert "Có lỗi" in found[tasks[1].pk].why
    assert entries.verify() is None


def test_an_order_goes_on_where_it_was_cut_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch and each turn of one dossier; the second order of the same form is the first."""
    tasks = at_step(world, "sign", 3)
    monkeypatch.setattr(working, "BATCH_SECONDS", 0.0)
    monkeypatch.setattr(working, "TURN_SECONDS", 0.0)
    run = ordered(tasks, world.dung, outcome="approve")
    for left in (2, 1, 0):
        [effect] = Effect.objects.filter(kind=orders.KIND, state=Effect.State.PENDING)
        assert outbox.run(effect.pk)
        assert orders.progress(run).waiting == left
    run.refresh_from_db()
    assert run.finished_at is not None
    assert not Effect.objects.filter(kind=orders.KIND, state=Effect.State.PENDING).exists()
    assert Entry.objects.filter(act="approve").count() == 3


def test_what_was_stopped_stays_as_it_was(world: World) -> None:
    tasks = at_step(world, "sign", 2)
    run = ordered(tasks, world.dung, outcome="approve")
    assert orders.stop(run) == 2
    work(run)
    assert orders.progress(run) == orders.Progress(waiting=0, done=0, refused=0, stopped=2)
    assert not Entry.objects.filter(act="approve").exists()


def test_a_form_sent_twice_is_one_order(world: World) -> None:
    [item] = at_step(world, "sign", 1)
    wanted = orders.Wanted(
        kinds.DECIDE, {"outcome": "approve"}, item.process.version, "sign", world.department, "head"
    )
    first, second = (orders.order(wanted, [item], world.dung, "vi", "k" * 32) for _time in "12")
    assert first == second and first.tasks.count() == 1
    with pytest.raises(Incomplete):
        orders.order(wanted, [], world.dung, "vi")


def test_taking_and_giving_over_many(world: World) -> None:
    other = officer("hoa", "Lê Thị Hoa", "expert", world.department, "Chuyên viên")
    tasks = at_step(world, "check", 2)
    assert {row.state for row in done(tasks, world.binh, kinds.CLAIM).values()} == {State.DONE}
    assert {row.state for row in done(tasks, world.dung, kinds.GIVE, to=other.pk).values()} == {
        State.DONE
    }
    assert WorkItem.objects.filter(owner=other, finished=None).count() == 2
    found = done(tasks, world.binh, kinds.CLAIM)
    assert {row.why for row in found.values()} == {str(AlreadyDone(by="Lê Thị Hoa"))}
    assert entries.verify() is None


def test_the_letters_of_many_ask_no_more_than_those_of_few(world: World) -> None:
    asked = []
    for count in (2, 4):
        tasks = produced(world, count)
        run = ordered(tasks, world.lan, outcome="returned")
        Effect.objects.filter(state=Effect.State.PENDING).exclude(kind=orders.KIND).delete()
        work(run)
        [owed] = Effect.objects.filter(kind="notify", state=Effect.State.PENDING)
        with CaptureQueriesContext(connection) as seen:
            assert outbox.run(owed.pk)
        asked.append(len(seen))
    assert asked[1] <= asked[0] <= 22


def test_one_message_that_cannot_be_made_keeps_none_of_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = produced(world, 3)
    work(ordered(tasks, world.lan, outcome="returned"))
    [owed] = Effect.objects.filter(kind="notify", payload__has_key="entries")
    broken, whole = tasks[1].process_id, recording._messages_about

    def breaks(entry: Entry) -> list[Message]:
        if entry.dossier_id == broken:
            raise KeyError
        return whole(entry)

    monkeypatch.setattr(recording, "_messages_about", breaks)
    assert outbox.run(owed.pk)
    heard = Message.objects.filter(entry__act="return_result").values_list("dossier", flat=True)
    assert set(heard) == {item.process_id for item in tasks} - {broken}
    monkeypatch.setattr(recording, "_messages_about", whole)
    Effect.objects.update(due_at=timezone.now())
    settle()
    assert broken in set(heard.all())


def test_only_what_asks_nothing_of_a_single_dossier_may_be_chosen(world: World) -> None:
    definition = definition_of(world.version)
    fits = {
        (step.id, outcome.id)
        for step in definition.steps
        for outcome in step.outcomes
        if kinds.may_be_chosen(outcome, step)
    }
    assert fits == {
        ("receive", "accept"),
        ("sign", "approve"),
        ("sign_refusal", "refuse"),
        ("seal", "seal"),
        ("seal_refusal", "seal"),
        ("return_result", "returned"),
    }


def test_an_order_that_was_stopped_in_a_batchs_hands_ends(world: World) -> None:
    tasks = at_step(world, "receive", 2)
    run = ordered(tasks, world.lan, outcome="accept")
    BulkRun.objects.filter(pk=run.pk).update(stopped_at=timezone.now())  # its tasks were locked
    work(run)
    assert set(run.tasks.values_list("state", flat=True)) == {State.STOPPED}


def test_rows_of_an_order_stand_as_a_batch_locks_its_dossiers(world: World) -> None:
    tasks = at_step(world, "receive", 3)
    run = ordered(tasks[::-1], world.lan, outcome="accept")
    stand = list(run.tasks.order_by("pk").values_list("dossier_id", flat=True))
    assert stand == sorted(stand)


def test_nobody_can_foresee_the_keys_of_an_order(world: World) -> None:
    run = ordered(at_step(world, "receive", 1), world.lan, outcome="accept")
    assert run.key[:32] in working.key_of(run.tasks.get())
