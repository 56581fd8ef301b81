"""Acts done in somebody's stead: the right, the journal, the signature block, and four eyes on both
sides (B8).
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from documents.models import Document
from organisations import covers
from organisations.models import RoleAssignment, User
from tests.organisations.test_covers import cover
from tests.people import World, draft_of, officer, person, reads
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from workflows import actions, permissions
from workflows.background.claim_next import claim_next
from workflows.errors import ActRefused, AlreadyDone, NoRight
from workflows.journal import entries
from workflows.models import Dossier
from workflows.reports import queues

DAY = dt.timedelta(days=1)


def to_sign(world: World) -> Dossier:
    return ready_to_sign(world, actions.submit(draft_of(world), world.huong))


@pytest.fixture
def deputy(world: World) -> User:
    """Phó giám đốc, who stands in for the director (Dũng)."""
    User.objects.filter(pk=world.dung.pk).update(position="GIÁM ĐỐC")
    found = officer("pho", "Vũ Thị Phó", "clerk", world.department, "PHÓ GIÁM ĐỐC")
    cover(world.dung, found)
    return found


def test_the_deputy_signs_in_the_directors_stead(world: World, deputy: User) -> None:
    dossier = to_sign(world)
    item = item_of(dossier)
    assert item in queues.waiting(deputy, world.department, "head") and reads(deputy, dossier)
    actions.decide(item, deputy, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    document = Document.objects.get(kind="BS")
    assert (
        document.signer_name == "Vũ Thị Phó"
        and document.signer_position == "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    )
    entry = dossier.entries.get(act="approve")
    assert (
        entry.data["instead_of"]["name"] == "Trần Văn Dũng"
        and entry.data["instead_of"]["form"] == "KT"
    )
    assert entries.done_by(entry).startswith("Vũ Thị Phó (ký thay Trần Văn Dũng) · Sở Giáo dục")
    item.refresh_from_db()
    assert item.cover is not None and item.cover.assignment.user == world.dung
    assert entries.verify() is None


def test_a_cover_that_was_revoked_is_dead_at_the_next_act(world: World, deputy: User) -> None:
    dossier = to_sign(world)
    item = item_of(dossier)
    actions.claim(item, deputy)
    covers.revoke(deputy.covers.get(), world.dung)
    for act in (
        lambda: actions.decide(item, deputy, "approve"),
        lambda: claim_next(deputy, world.department, "head"),
    ):
        with pytest.raises(NoRight):
            act()
    assert not queues.waiting(deputy, world.department, "head").exists()
    assert not reread(dossier).decision


def test_the_tasks_of_the_one_who_is_away_are_done_by_who_stands_in(
    world: World, deputy: User
) -> None:
    covers.revoke(deputy.covers.get(), world.dung)
    dossier = to_sign(world)
    actions.claim(item_of(dossier), world.dung)
    with pytest.raises(NoRight):
        actions.decide(item_of(dossier), deputy, "approve")
    colleague = officer("hai", "Giám Đốc Hai", "head", world.department, "GIÁM ĐỐC")
    with pytest.raises(AlreadyDone):
        actions.decide(item_of(dossier), colleague, "approve")
    cover(world.dung, colleague, form="TL")
    assert item_of(dossier) in queues.mine(colleague)
    actions.decide(item_of(dossier), colleague, "approve")
    assert dossier.entries.get(act="approve").data["instead_of"]["form"] == "TL"


def test_a_cover_of_one_procedure_opens_no_other(world: World) -> None:
    dossier = to_sign(world)
    stranger = officer("xa", "Cán Bộ Xã", "expert", world.centre, "Công chức")
    RoleAssignment.objects.filter(user=stranger).update(valid_to=timezone.localdate() - DAY)
    given = cover(world.dung, stranger, procedures="school-transfer")
    assert not reads(stranger, dossier)
    assert (
        dossier not in queues.search(stranger, "")
        and not queues.waiting(stranger, world.department, "head").exists()
    )
    assert [queue.waiting for queue in queues.queues(stranger)] == [0]
    with pytest.raises(NoRight):
        actions.decide(item_of(dossier), stranger, "approve")
    given.procedures = "school-transfer diploma-copy"
    given.save()
    assert reads(stranger, dossier) and dossier in queues.search(stranger, "")
    assert [queue.waiting for queue in queues.queues(stranger)] == [1]
    taken = claim_next(stranger, world.department, "head")
    assert taken is not None and taken.process_id == dossier.pk
    actions.decide(item_of(dossier), stranger, "approve")


def test_nobody_is_given_a_task_while_they_are_away(world: World, deputy: User) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    cover(world.binh, world.anh, form="TL")
    assert permissions.holders_of(item_of(dossier)) == [world.anh]
    with pytest.raises(NoRight):
        actions.reassign(item_of(dossier), deputy, world.binh)
    actions.reassign(item_of(dossier), deputy, world.anh)
    assert dossier.entries.get(act="reassign").data["instead_of"]["name"] == "Trần Văn Dũng"


def test_the_drafter_does_not_sign_by_a_cover(world: World) -> None:
    """Bình drafted and stands in for the head."""
    dossier = to_sign(world)
    cover(world.dung, world.binh)
    refused_everywhere(world, dossier, world.binh)


def test_whoever_was_drafted_for_does_not_sign(world: World) -> None:
    """Anh drafted in Bình's stead: it is Bình's draft too, whatever role he has now."""
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    cover(world.binh, world.anh, form="TL")
    actions.decide(item_of(dossier), world.anh, "found", {"match": str(world.diploma.pk)})
    for who in (world.binh, world.anh):
        RoleAssignment.objects.create(user=who, role_id="head", authority=world.department)
    refused_everywhere(world, reread(dossier), world.binh)
    refused_everywhere(world, reread(dossier), world.anh)


def test_nobody_signs_in_the_name_of_the_drafter(world: World) -> None:
    """Bình is expert and head; he drafted, and Anh stands in for him as head: her signature would
    be his.
    """
    RoleAssignment.objects.create(user=world.binh, role_id="head", authority=world.department)
    dossier = to_sign(world)
    head = world.binh.assignments.get(role_id="head")
    today = timezone.localdate()
    head.covers.create(covering=world.anh, form="KT", valid_from=today, valid_to=today)
    refused_everywhere(world, dossier, world.anh)


def test_nobody_handles_the_application_of_the_one_they_stand_in_for(world: World) -> None:
    dossier = actions.submit(draft_of(world, world.lan), world.lan)
    second = person("hai", "Nhân Viên Hai")
    cover(world.lan, second, form="TL")
    refused_everywhere(world, dossier, second, "accept")


def refused_everywhere(world: World, dossier: Dossier, who: User, outcome: str = "approve") -> None:
    """By claim, decision, the next of the queue, and as a gift of the head."""
    item = item_of(dossier)
    # he has the role: it is four eyes that refuse him
    assert permissions.post_on(who, item) is not None
    before = reread(dossier).entry_count
    for attempt in (
        lambda: actions.claim(item, who),
        lambda: actions.decide(item, who, outcome),
        lambda: actions.reassign(item, world.dung, who),
    ):
        with pytest.raises(ActRefused):
            attempt()
    assert item.authority is not None and claim_next(who, item.authority, item.role) is None
    assert reread(dossier).entry_count == before
