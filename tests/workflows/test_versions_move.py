"""A running dossier changes its version and comes back: one journalled act, safe to repeat, nothing
half done.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.forms.models import model_to_dict

from organisations.models import User
from tests.people import World, officer, person
from tests.procedures.before import copy_without_way_back
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from tests.workflows.test_timers import LAPSE, SUPPLEMENT
from tests.workflows.versions import WORDS, administrator, filed, move, next_version, path, renamed
from workflows import actions
from workflows.background import version_moves
from workflows.deadlines import clock
from workflows.errors import NoRight, WrongState
from workflows.journal import entries, outbox
from workflows.models import Dossier, Effect, Entry, MovedDossier, Timer, VersionMove, WorkItem
from workflows.published import definition_of

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)
LONGER = ("amount: 1, unit: SAME_DAY", "amount: 3, unit: SAME_DAY")


@pytest.fixture
def by(world: World) -> User:
    return administrator()


def work() -> None:
    """Let the worker do what is owed for the moves."""
    for effect in Effect.objects.filter(kind=version_moves.KIND, state="PENDING"):
        outbox.run(effect.pk)


def rows(dossier: Dossier) -> list[Any]:
    """Everything of a dossier but its journal."""
    found = Dossier.objects.filter(pk=dossier.pk).values().get()
    del found["entry_count"], found["entry_hash"], found["office"]
    items = list(WorkItem.objects.filter(process=dossier).order_by("pk").values())
    # counts from the last act
    running = Timer.objects.filter(dossier=dossier, done_at=None).exclude(kind="NEAR_DUE")
    return [found, reread(dossier).office, items, list(running.order_by("pk").values())]


def state_of(made: VersionMove, dossier: Dossier) -> tuple[str, str]:
    row = MovedDossier.objects.get(move=made, dossier=dossier)
    return row.state, row.why


def test_a_dossier_follows_and_is_decided_under_the_new_version(world: World, by: User) -> None:
    dossier = ready_to_sign(world, filed(world))
    way = path(world.version, renamed("check", "look_up"), by, steps={"check": "look_up"})
    made = move(way, by, dossier)
    work()
    dossier = reread(dossier)
    assert state_of(made, dossier) == ("MOVED", "")
    assert dossier.version == way.new and set(dossier.office) == {"receive", "look_up"}
    entry = Entry.objects.get(dossier=dossier, act="migrate")
    assert (entry.actor, entry.data["from"], entry.data["to"]) == (by, way.old.pk, way.new.pk)
    actions.decide(item_of(dossier), world.dung, "send_back", reason="Xem lại.")
    assert item_of(dossier).step == "look_up"
    actions.decide(item_of(dossier), world.binh, "found", {"match": str(world.diploma.pk)})
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    for effect in Effect.objects.filter(kind="document.produce", entry__dossier=dossier):
        outbox.run(effect.pk)
    assert reread(dossier).legal_status == 10
    assert entries.verify(dossier) is None


def test_a_dossier_at_the_seal_follows_to_the_version_that_gives_a_way_back(
    world: World, by: User
) -> None:
    world.version = copy_without_way_back()
    dossier = ready_to_sign(world, filed(world))
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.bring_back(item_of(dossier), world.anh, "sign", reason="Sai chức danh.")
    actions.decide(item_of(dossier), world.dung, "approve")
    made = move(path(world.version, next_version(*WORDS), by), by, dossier)
    work()
    assert state_of(made, dossier) == ("MOVED", "")
    actions.decide(item_of(dossier), world.anh, "send_back", reason="Sai nữa.")
    assert item_of(dossier).step == "sign" and not reread(dossier).decision


def test_whoever_checked_a_step_under_its_old_name_may_still_not_sign(
    world: World, by: User
) -> None:
    both = officer("ca-hai", "Lê Kiêm Nhiệm", "expert", world.department, "Chuyên viên")
    from organisations.models import RoleAssignment

    RoleAssignment.objects.create(user=both, role_id="head", authority=world.department)
    dossier = accepted(world, filed(world))
    actions.decide(item_of(dossier), both, "found", {"match": str(world.diploma.pk)})
    move(
        path(world.version, renamed("check", "look_up"), by, steps={"check": "look_up"}),
        by,
        dossier,
    )
    work()
    with pytest.raises(NoRight):
        actions.decide(item_of(dossier), both, "approve")


def test_back_again_is_as_if_nothing_had_happened(world: World, by: User) -> None:
    """For every place a dossier can wait at: all rows but the journal are what they were."""
    new = next_version(
        (
            "role: expert\n    at: deciding\n    hours: 3",
            "role: clerk\n    at: receiving\n    hours: 5",
        ),
        LONGER,
    )
    claimed = accepted(world, filed(world))
    actions.claim(item_of(claimed), world.binh)
    asked = accepted(world, filed(world))
    actions.decide(item_of(asked), world.binh, "supplement", reason="Thiếu ảnh.")
    dossiers = [filed(world), claimed, asked, ready_to_sign(world, filed(world))]
    before = [rows(dossier) for dossier in dossiers]
    made = move(path(world.version, new, by), by, *dossiers, limit=VersionMove.Limit.NEW)
    work()
    item = item_of(claimed)
    assert (item.role, item.authority, item.owner) == ("clerk", world.centre, None)
    assert reread(claimed).due_at != before[1][0]["due_at"]
    assert version_moves.order_back(made, by) == len(dossiers)
    work()
    assert [rows(dossier) for dossier in dossiers] == before
    assert {state_of(made, dossier) for dossier in dossiers} == {("BACK", "")}
    assert all(entries.verify(dossier) is None for dossier in dossiers)


def test_no_way_back_once_something_has_happened(world: World, by: User) -> None:
    dossier = accepted(world, filed(world))
    made = move(path(world.version, next_version(*WORDS), by), by, dossier)
    work()
    actions.claim(item_of(dossier), world.binh)
    version_moves.order_back(made, by)
    work()
    assert state_of(made, dossier) == (
        "MOVED",
        "Hồ sơ đã có việc khác sau khi chuyển nên không chuyển về được.",
    )
    assert reread(dossier).version_id == made.new_id


def test_an_order_carried_out_twice_moves_once(world: World, by: User) -> None:
    dossier = accepted(world, filed(world))
    made = move(path(world.version, next_version(*WORDS), by), by, dossier)
    work()
    # as if the worker had died after the act, before it was noted
    MovedDossier.objects.update(state="WAITING")
    version_moves.carry_out(Effect.objects.get(kind=version_moves.KIND))
    assert state_of(made, dossier) == ("MOVED", "")
    assert Entry.objects.filter(dossier=dossier, act="migrate").count() == 1
    made.dossiers.update(state="RETURNING")
    for _ in range(2):
        assert (
            actions.migrate_back(dossier, by) is None or reread(dossier).version_id == made.old_id
        )
    assert Entry.objects.filter(dossier=dossier, act="migrate_back").count() == 1


def test_what_was_decided_meanwhile_is_judged_again(world: World, by: User) -> None:
    """Between the plan and the worker the document was numbered: it stays, and says why."""
    dossier = ready_to_sign(world, filed(world))
    made = move(path(world.version, next_version(*WORDS), by), by, dossier)
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    work()
    assert state_of(made, dossier) == ("REFUSED", "Văn bản kết quả đã được cấp số.")
    assert reread(dossier).version_id == made.old_id


def test_the_old_limit_is_kept_unless_the_plan_says_otherwise(world: World, by: User) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock_hand:
        kept, given = accepted(world, filed(world)), accepted(world, filed(world))
        way = path(world.version, next_version(LONGER), by)
        due = kept.due_at
        move(way, by, kept)
        move(way, by, given, limit=VersionMove.Limit.NEW)
        work()
        kept, given = reread(kept), reread(given)
        assert kept.due_at == due and given.due_at != due
        assert clock.expected_due(kept, definition_of(kept.version)) == due, (
            "a changed calendar recomputes the same"
        )
        actions.decide(item_of(kept), world.binh, "supplement", reason="Thiếu ảnh.")
        clock_hand.shift(dt.timedelta(hours=1))
        actions.supply(kept, world.huong, reread(kept).answers)
        again = reread(kept).due_at
        assert again == dt.datetime(2026, 11, 17, 1, 30, tzinfo=dt.UTC), (
            "one office hour later, not three days"
        )


def test_a_limit_that_would_be_over_at_once_refuses(world: World, by: User) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock_hand:
        old = next_version(LONGER)
        dossier = filed(world)
        Dossier.objects.filter(pk=dossier.pk).update(version=old)
        from workflows.compile import flow_for

        dossier = reread(dossier)
        dossier.flow_class = flow_for(old)
        dossier.save(update_fields=["flow_class"])
        dossier = accepted(world, dossier)
        clock_hand.shift(dt.timedelta(days=1))
        made = move(path(old, world.version, by), by, dossier, limit=VersionMove.Limit.NEW)
        work()
        assert (
            state_of(made, dossier)[1]
            == "Theo thời hạn của phiên bản mới, hồ sơ sẽ quá hạn ngay khi chuyển."
        )


def test_nobody_without_the_right_moves_anything(world: World, by: User) -> None:
    dossier = filed(world)
    way = path(world.version, next_version(*WORDS), by)
    with pytest.raises(NoRight):
        move(way, world.dung, dossier)
    made = VersionMove.objects.create(old=way.old, new=way.new, by=world.dung)
    for act in (
        lambda: actions.migrate(dossier, world.dung, made),
        lambda: actions.migrate_back(dossier, world.dung),
    ):
        with pytest.raises(NoRight):
            act()
    stranger = person("la", "Người Lạ")
    with pytest.raises(NoRight):
        actions.migrate(dossier, stranger, made)


def test_a_right_taken_away_stops_the_worker(world: World, by: User) -> None:
    dossier = filed(world)
    made = move(path(world.version, next_version(*WORDS), by), by, dossier)
    User.objects.filter(pk=by.pk).update(is_superuser=False)
    work()
    assert state_of(made, dossier)[0] == "REFUSED" and reread(dossier).version_id == made.old_id


def test_timers_follow_and_nothing_happens_at_once(world: World, by: User) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock_hand:
        world.version = next_version((LAPSE, SUPPLEMENT))  # it waits for ever
        dossier = accepted(world, filed(world))
        actions.decide(item_of(dossier), world.binh, "supplement", reason="Thiếu ảnh.")
        way = path(world.version, next_version(*WORDS), by)
        clock_hand.shift(dt.timedelta(days=3))
        made = move(way, by, dossier)
        work()
        (timer,) = Timer.objects.filter(dossier=dossier, kind="LAPSE", done_at=None)
        assert timer.due_at.date() == dt.date(2026, 12, 16)
        version_moves.order_back(made, by)
        work()
        assert not Timer.objects.filter(dossier=dossier, kind="LAPSE", done_at=None).exists()
        clock_hand.shift(dt.timedelta(days=40))
        made = move(way, by, dossier)
        work()
        assert (
            state_of(made, dossier)[1]
            == "Theo phiên bản mới, thời gian chờ của bước này đã hết ngay khi chuyển."
        )
        assert reread(dossier).version_id == way.old_id, "all or nothing"


def test_a_move_to_where_it_is_changes_nothing(world: World, by: User) -> None:
    dossier = filed(world)
    made = VersionMove.objects.create(old=world.version, new=world.version, by=by)
    before = model_to_dict(dossier)
    assert actions.migrate(dossier, by, made) is None
    assert model_to_dict(reread(dossier)) == before
    elsewhere = VersionMove.objects.create(
        old=next_version(*WORDS), new=next_version(LONGER), by=by
    )
    with pytest.raises(WrongState):
        actions.migrate(dossier, by, elsewhere)
