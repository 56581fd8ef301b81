"""Officers who press at the same instant: one officer a task (B2), and never the same person twice
(B8).
"""

from __future__ import annotations

import datetime as dt
import functools

import pytest
from django.utils import timezone

from organisations.models import Cover, RoleAssignment, User
from tests.organisations.test_covers import cover
from tests.people import World, draft_of, officer
from tests.races.conftest import many
from tests.races.copies import copies, tasks
from tests.races.line import race, report, timed
from workflows import actions
from workflows.background.claim_next import claim_next
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.models import Dossier, Entry, WorkItem

person = functools.cache(lambda pk: User.objects.get(pk=pk))


def take(job: tuple[int, int, str]) -> int | None:
    """The next task of a queue; its id, or None when there is none left."""
    actor, authority, role = job
    from organisations.models import Authority

    found = claim_next(person(actor), Authority(pk=authority), role)
    return found and found.pk


def test_eight_officers_empty_a_queue_and_nobody_gets_what_another_has(world: World) -> None:
    count, hands = 500, 8
    dossiers = copies(actions.submit(draft_of(world), world.huong), count - 1)
    dossiers.append(Dossier.objects.get(draft__owner=world.huong))
    officers = [
        officer(f"tn{number}", f"Người Thứ {number}", "receptionist", world.centre, "Tiếp nhận")
        for number in range(hands)
    ]
    jobs = [[(who.pk, world.centre.pk, "receptionist")] * (count // hands + 1) for who in officers]
    found, seconds = timed(lambda: race(take, *jobs))
    report("B2", count, seconds)
    claimed = [item for items in found for item in items if item is not None]
    assert len(claimed) == count and sorted(claimed) == sorted(tasks(dossiers))
    for who, items in zip(officers, found, strict=True):
        assert set(WorkItem.objects.filter(owner=who).values_list("pk", flat=True)) == set(
            items
        ) - {None}
    assert Entry.objects.filter(act="claim").count() == count
    assert entries.verify() is None


def test_a_task_that_four_eyes_keep_from_an_officer_stays_for_a_colleague(world: World) -> None:
    RoleAssignment.objects.create(user=world.huong, role_id="receptionist", authority=world.centre)
    own = actions.submit(draft_of(world), world.huong)  # the first that is due
    assert claim_next(world.huong, world.centre, "receptionist") is None
    following = actions.submit(draft_of(world, world.binh), world.binh)
    taken = claim_next(world.huong, world.centre, "receptionist")
    assert taken is not None and taken.process_id == following.pk
    left = claim_next(world.lan, world.centre, "receptionist")
    assert left is not None and left.process_id == own.pk
    with pytest.raises(ActRefused):
        claim_next(world.binh, world.centre, "receptionist")


def own_and_sign(job: tuple[int, int, int]) -> str:
    """One person, as expert or as head, on whatever task of the dossier is open now; the head may
    take any.
    """
    dossier, actor, turn = job
    item = (
        WorkItem.objects.filter(process=dossier, finished__isnull=True)
        .select_related("process")
        .get()
    )
    try:
        if item.step == "sign_refusal" and turn == 1:
            actions.reassign(item, person(actor), person(actor))
        if item.step == "sign_refusal" and turn == 2:
            actions.claim(item, person(actor))
        outcome = {"check": "not_found", "sign_refusal": "refuse"}[item.step]
        actions.decide(item, person(actor), outcome, {}, "Không có trong sổ gốc.")
        return item.step
    except ActRefused as error:
        return type(error).__name__


def test_nobody_signs_what_they_checked_whatever_session_or_role_they_use(world: World) -> None:
    """Two sessions of one person who holds both roles press at the same instant, three times a
    dossier.
    """
    count = many(100, 40)
    RoleAssignment.objects.create(user=world.binh, role_id="head", authority=world.department)
    RoleAssignment.objects.create(user=world.dung, role_id="expert", authority=world.department)
    dossiers = accepted_copies(world, count)
    for who in (world.binh, world.dung):
        half = dossiers[: count // 2] if who is world.binh else dossiers[count // 2 :]
        jobs = [(dossier.pk, who.pk, turn) for dossier in half for turn in range(3)]
        race(own_and_sign, jobs, jobs)
    drafted_and_never_signed(dossiers)


def test_nobody_signs_by_a_cover_what_is_their_draft(world: World) -> None:
    """Half: the drafter stands in for the head. Half: somebody stands in for the drafter, as expert
    and as head.
    """
    count = many(100, 40)
    dossiers = accepted_copies(world, count)
    by_cover, in_their_name = dossiers[: count // 2], dossiers[count // 2 :]
    cover(world.dung, world.binh)
    jobs = [(dossier.pk, world.binh.pk, turn) for dossier in by_cover for turn in range(3)]
    race(own_and_sign, jobs, jobs)
    RoleAssignment.objects.create(user=world.binh, role_id="head", authority=world.department)
    for held in world.binh.assignments.all():
        Cover.objects.create(assignment=held, covering=world.anh, form="TL", **two_days())
    turns = [(dossier.pk, turn) for dossier in in_their_name for turn in range(3)]
    race(
        own_and_sign,
        *([(pk, who.pk, turn) for pk, turn in turns] for who in (world.binh, world.anh)),
    )
    assert WorkItem.objects.filter(
        process__in=in_their_name, step="check", cover__isnull=False
    ).exists()
    drafted_and_never_signed(dossiers)


def two_days() -> dict[str, dt.date]:
    today = timezone.localdate()
    return {"valid_from": today, "valid_to": today + dt.timedelta(days=1)}


def accepted_copies(world: World, count: int) -> list[Dossier]:
    dossiers = copies(actions.submit(draft_of(world), world.huong), count)
    for item in WorkItem.objects.filter(process__in=dossiers, finished__isnull=True).select_related(
        "process"
    ):
        actions.decide(item, world.lan, "accept")
    return dossiers


def drafted_and_never_signed(dossiers: list[Dossier]) -> None:
    assert WorkItem.objects.filter(
        process__in=dossiers, step="check", outcome="not_found"
    ).count() == len(dossiers)
    assert not WorkItem.objects.filter(
        process__in=dossiers, step="sign_refusal", finished__isnull=False
    ).exists()
    assert not WorkItem.objects.filter(
        process__in=dossiers, step="sign_refusal", owner__isnull=False
    ).exists()
    assert (
        not Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers])
        .exclude(decision="")
        .exists()
    )
    assert entries.verify() is None


def test_nobody_decides_their_own_application_by_any_way_in(world: World) -> None:
    """The applicant is also receptionist, expert and head: by claim, by gift, by decision, by the
    next of the queue.
    """
    for role, authority in (
        ("receptionist", world.centre),
        ("expert", world.department),
        ("head", world.department),
    ):
        RoleAssignment.objects.create(user=world.huong, role_id=role, authority=authority)
    RoleAssignment.objects.create(user=world.dung, role_id="head", authority=world.centre)
    item = WorkItem.objects.select_related("process").get(
        process=actions.submit(draft_of(world), world.huong)
    )
    tries = (
        lambda: actions.claim(item, world.huong),
        lambda: actions.decide(item, world.huong, "accept"),
        lambda: actions.reassign(item, world.dung, world.huong),
        lambda: actions.reassign(item, world.huong, world.huong),
    )
    for attempt in tries:
        with pytest.raises(ActRefused):
            attempt()
    assert claim_next(world.huong, world.centre, "receptionist") is None
    assert [entry.act for entry in entries.timeline(item.process)] == ["submit"]
