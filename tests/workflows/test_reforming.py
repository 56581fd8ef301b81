"""A reform of the organisation: what the preview says is done, once, whoever dies on the way; old
names stay old.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from documents.models import Document, NumberBook
from documents.numbers import BookClosed, take
from organisations import roles
from organisations.models import Authority, Cover, RoleAssignment
from organisations.reform_models import Reform, Succession
from organisations.roles import SIGNING
from organisations.seed import seed_organisations
from portal.demo.load import settle
from registers.models import RegisterBook
from tests.people import World, draft_of, reads
from tests.procedures.schools import NEW, OLD, Schools, answers, make_schools
from tests.procedures.walking import decide, filed, item, now, officer, open_items, paper
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from workflows import actions, organisation_reforms
from workflows.errors import ActRefused
from workflows.journal import entries
from workflows.models import Dossier, Entry, HandOver, WorkItem
from workflows.reports import queues

OLD_NAME = "Sở Giáo dục và Đào tạo Đắk Lắk"


def today() -> dt.date:
    return timezone.localdate()


def follower(of: Authority, slug: str, name: str, **changes: Any) -> Authority:
    """A new authority of the same kind, from today."""
    given: dict[str, Any] = {
        "valid_from": today(),
        "symbol": slug.upper(),
        "code": f"{of.code}.9",
        "place": of.place,
        "parent": of.parent,
    }
    return Authority.objects.create(slug=slug, kind=of.kind, name=name, **(given | changes))


def reform(kind: str, *successions: tuple[Authority, Authority, str], ready: bool = True) -> Reform:
    made = Reform.objects.create(kind=kind, date=today(), source="NQ 01/2026/NQ-HĐND", ready=ready)
    for leaves, takes, when in successions:
        Succession.objects.create(
            reform=made, leaves=leaves, takes=takes, when=when, carries_people=not when
        )
    return made


def granted_again(leaves: Authority, takes: Authority) -> None:
    """What signs, as two have given it at the one that follows, from its day on."""
    for held in RoleAssignment.objects.filter(authority=leaves, role_id__in=SIGNING):
        RoleAssignment.objects.create(
            user=held.user, role=held.role, authority=takes, valid_from=today()
        )


def renamed(world: World) -> tuple[Reform, Authority]:
    """The department gets another name, code and symbol."""
    made = follower(
        world.department, "so-moi", "Sở Giáo dục và Khoa học Đắk Lắk", code="H15.77", symbol="SGDKH"
    )
    granted_again(world.department, made)
    return reform("RENAME", (world.department, made, "")), made


def moved(done: Reform) -> list[tuple[str, str]]:
    """(code, who took over) of every dossier, as it was written down."""
    rows = (
        HandOver.objects.filter(reform=done)
        .select_related("dossier", "takes")
        .order_by("dossier_id", "id")
    )
    return [(row.dossier.code, row.takes.name) for row in rows]


def test_a_rename_carries_open_work_and_leaves_old_names_on_what_is_old(world: World) -> None:
    taken = accepted(world, actions.submit(draft_of(world), world.huong))
    actions.claim(item_of(taken), world.binh)
    waiting = ready_to_sign(world, actions.submit(draft_of(world), world.huong))
    closed = ready_to_sign(world, actions.submit(draft_of(world), world.huong))
    actions.decide(item_of(closed), world.dung, "approve")
    actions.decide(item_of(closed), world.anh, "seal")
    settle()
    paper = Document.objects.get(kind="BS")
    done, new = renamed(world)
    expected = [(move.dossier.code, move.takes) for move in organisation_reforms.plan(done).moves]
    assert organisation_reforms.sweep() == 1
    assert moved(done) == expected == [(taken.code, new.name), (waiting.code, new.name)]
    assert item_of(taken).owner == world.binh and item_of(taken).authority == new
    assert reread(taken).code == taken.code and reread(closed).deciding == world.department
    actions.decide(item_of(waiting), world.dung, "approve")
    actions.decide(item_of(waiting), world.anh, "seal")
    settle()
    later = Document.objects.filter(kind="BS").latest("pk")
    assert (later.authority_name, later.symbol) == (new.name, "01/BS-SGDKH")
    paper.refresh_from_db()
    assert (paper.authority_name, paper.symbol) == (OLD_NAME, "01/BS-SGDĐT")
    assert Entry.objects.get(dossier=waiting, act="forward", step="check").authority == OLD_NAME
    assert Entry.objects.get(dossier=waiting, act="approve").authority == new.name
    assert entries.verify() is None


def test_new_dossiers_and_registers_go_to_whoever_follows(world: World) -> None:
    _done, new = renamed(world)
    organisation_reforms.sweep()
    dossier = actions.submit(draft_of(world), world.huong)
    assert dossier.deciding == new and dossier.code.startswith("H15.77-")
    assert RegisterBook.objects.get().keeper == new
    ready_to_sign(world, dossier)


def test_what_was_closed_is_read_by_whoever_keeps_the_archive(world: World) -> None:
    closed = actions.submit(draft_of(world), world.huong)
    actions.decide(item_of(closed), world.lan, "refuse", reason="Không thuộc thẩm quyền.")
    commune = Authority.objects.get(slug="ubnd-ea-kar")
    stranger = officer("xa", "Cán Bộ Xã", commune.slug, "head")
    renamed(world)
    organisation_reforms.sweep()
    assert reads(world.dung, reread(closed)) and not reads(stranger, reread(closed))
    assert not reads(world.binh, reread(closed))  # it never came to him
    assert closed in queues.search(world.dung, closed.code)


def test_the_old_roles_end_and_the_old_books_are_closed(world: World) -> None:
    accepted(world, actions.submit(draft_of(world), world.huong))
    _done, new = renamed(world)
    organisation_reforms.sweep()
    old = RoleAssignment.objects.get(user=world.dung, authority=world.department)
    assert old.valid_to == today() - dt.timedelta(days=1)
    assert RoleAssignment.objects.get(user=world.dung, authority=new).valid_from == today()
    ended = Authority.objects.get(pk=world.department.pk)
    assert ended.valid_to == old.valid_to and ended.successor == new
    with pytest.raises(BookClosed), transaction.atomic():
        take(ended, "BS")
    assert not NumberBook.objects.filter(authority=ended, kind="BS").exists()


def test_who_stands_in_for_somebody_goes_on_doing_so(world: World) -> None:
    other = officer("thay", "Người Thay", world.department.slug, "cashier")
    for away in RoleAssignment.objects.filter(user__in=[world.binh, world.dung]):
        Cover.objects.create(
            assignment=away,
            covering=other,
            form="TL",
            valid_from=today(),
            valid_to=today() + dt.timedelta(days=9),
        )
    _done, new = renamed(world)
    organisation_reforms.sweep()
    assert roles.holds(other, "expert", new.pk)
    assert not roles.holds(other, "head", new.pk), (
        "what signs was given anew, without who stood in before"
    )


def test_doing_it_twice_changes_nothing(world: World) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    done, _new = renamed(world)
    assert organisation_reforms.run(done) == 1
    before = (Entry.objects.count(), RoleAssignment.objects.count(), WorkItem.objects.count())
    assert organisation_reforms.run(done) == 0 and organisation_reforms.sweep() == 0
    assert (
        Entry.objects.count(),
        RoleAssignment.objects.count(),
        WorkItem.objects.count(),
    ) == before
    Reform.objects.update(done_at=None)  # as if it had died in the last moment
    assert organisation_reforms.run(done) == 0
    assert Entry.objects.filter(dossier=dossier, act="reorganise").count() == 1


@pytest.mark.parametrize("survivors", [0, 1, 2])
def test_a_death_half_way_is_made_good(
    world: World, monkeypatch: pytest.MonkeyPatch, survivors: int
) -> None:
    dossiers = [
        accepted(world, actions.submit(draft_of(world), world.huong)) for _number in range(3)
    ]
    done, new = renamed(world)
    expected = [(move.dossier.code, move.takes) for move in organisation_reforms.plan(done).moves]
    real, count = actions.reorganise, 0

    def dying(*given: Any) -> object:
        nonlocal count
        count += 1
        if count > survivors:
            raise ConnectionError
        return real(*given)

    monkeypatch.setattr(actions, "reorganise", dying)
    with pytest.raises(ConnectionError):
        organisation_reforms.run(done)
    assert len(moved(done)) == survivors
    # the old roles are over, and nobody acts in the name of what has ended
    with pytest.raises(ActRefused):
        actions.decide(item_of(dossiers[2]), world.binh, "not_found", reason="Không có.")
    monkeypatch.setattr(actions, "reorganise", real)
    assert organisation_reforms.sweep() == 1
    assert moved(done) == expected
    for dossier in dossiers:
        assert Entry.objects.filter(dossier=dossier, act="reorganise").count() == 1
        assert item_of(dossier).authority == new
    assert entries.verify() is None


@pytest.fixture
def schools(db: None) -> Schools:
    seed_organisations()
    return make_schools()


def test_a_split_gives_each_dossier_to_the_school_its_answers_name(schools: Schools) -> None:
    old = Authority.objects.get(slug=NEW)
    east, west = (
        follower(old, "thpt-dong", "Trường THPT Đông"),
        follower(old, "thpt-tay", "Trường THPT Tây"),
    )
    eleven = decide(
        filed(schools.version, schools.mother, answers()), "receive", schools.office, "accept"
    )
    ten = filed(schools.version, schools.mother, answers(grade="10"))
    done = reform("SPLIT", (old, east, 'grade == "10"'), (old, west, ""))
    Succession.objects.filter(takes=east).update(carries_people=True)
    preview = {move.dossier.code: move.takes for move in organisation_reforms.plan(done).moves}
    organisation_reforms.run(done)
    assert dict(moved(done)) == preview == {eleven.code: west.name, ten.code: east.name}
    assert (
        now(ten).deciding == east
        and now(ten).receiving == east
        and item(ten, "receive").authority == east
    )
    # who is asked was not split
    assert [one.authority.slug for one in open_items(eleven) if one.authority] == [OLD]
    sent = decide(now(ten), "receive", schools.office, "supplement", reason="Thiếu học bạ.")
    # her answers still name the school that is no more
    actions.supply(sent, schools.mother, sent.answers)
    fresh = filed(schools.version, schools.mother, answers(grade="10"))
    assert fresh.deciding == east and fresh.code.startswith(east.code)


def test_who_is_asked_may_be_abolished_meanwhile(schools: Schools) -> None:
    old, heir = Authority.objects.get(slug=OLD), Authority.objects.get(slug=NEW)
    dossier = decide(
        filed(schools.version, schools.mother, answers()), "receive", schools.office, "accept"
    )
    organisation_reforms.run(reform("ABOLISH", (old, heir, "")))
    RoleAssignment.objects.create(
        user=schools.old_principal, role_id="head", authority=heir, valid_from=today()
    )
    task = item(dossier, "ask_release")
    assert task.authority == heir and now(dossier).deciding == heir
    said = {"releases": True, "handed_over": "electronic"}
    files = [paper(schools.old_principal)]
    actions.give_opinion(task, schools.old_principal, "Đồng ý.", values=said, files=files)
    assert [one.step for one in open_items(dossier)] == ["appraise"]


def test_two_become_one_and_books_of_one_name_both_live_on(world: World) -> None:
    communes = list(Authority.objects.filter(kind="COMMUNE").order_by("pk")[:2])
    for commune in communes:
        RegisterBook.objects.create(name="Sổ gốc THCS 2015", keeper=commune)
    both = follower(communes[0], "xa-moi", "Ủy ban nhân dân xã Mới")
    organisation_reforms.run(reform("MERGE", *((commune, both, "") for commune in communes)))
    names = set(RegisterBook.objects.filter(keeper=both).values_list("name", flat=True))
    assert len(names) == 2 and "Sổ gốc THCS 2015" in names


def test_what_is_entered_wrongly_is_said_and_nothing_is_done(world: World) -> None:
    centre, department = world.centre, world.department
    later = follower(department, "mai", "Sở Ngày Mai", valid_from=today() + dt.timedelta(days=1))
    wrong = [
        reform("RENAME"),
        reform("RENAME", (department, later, "")),
        reform("SPLIT", (department, centre, "")),
        reform("SPLIT", (department, centre, 'grade == "10"'), (department, later, "grade ==")),
        reform("MERGE", (department, centre, ""), (centre, department, "")),
    ]
    before = Authority.objects.get(pk=department.pk).valid_to
    for one in wrong:
        assert organisation_reforms.plan(one).faults and not organisation_reforms.plan(one).moves
        with pytest.raises(organisation_reforms.ReformRefused):
            organisation_reforms.run(one)
    assert organisation_reforms.sweep() == 0
    assert Authority.objects.get(pk=department.pk).valid_to == before and not Entry.objects.exists()


def test_it_waits_for_its_day_and_for_its_review(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    done, _new = renamed(world)
    Reform.objects.filter(pk=done.pk).update(ready=False)
    assert organisation_reforms.sweep() == 0 and not HandOver.objects.exists()
    call_command("reform_organisation", done.pk, preview=True)
    assert dossier.code in capsys.readouterr().out and not HandOver.objects.exists()
    Reform.objects.filter(pk=done.pk).update(ready=True, date=today() + dt.timedelta(days=1))
    assert organisation_reforms.sweep() == 0 and not HandOver.objects.exists()
    with pytest.raises(organisation_reforms.ReformRefused):
        organisation_reforms.run(Reform.objects.get(pk=done.pk))
    Reform.objects.filter(pk=done.pk).update(date=today())
    call_command("reform_organisation", done.pk)
    assert Dossier.objects.get(pk=dossier.pk).deciding.slug == "so-moi"
