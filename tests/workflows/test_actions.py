"""The acts, told as the people do them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from documents.models import Document
from organisations.models import RoleAssignment
from tests.people import World, draft_of, officer, person
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from workflows import actions
from workflows.errors import AlreadyDone, Incomplete, KeyReused, NoRight, WrongState
from workflows.journal import outbox
from workflows.lifecycle import Status
from workflows.models import Dossier, Effect, Entry, WorkItem

MORNING = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # Monday 09:00 in Đắk Lắk


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def work_through_effects() -> None:
    """What the worker does: everything that is owed."""
    for pk in Effect.objects.filter(state="PENDING").order_by("pk").values_list("pk", flat=True):
        outbox.run(pk)


def test_a_submitted_dossier_waits_for_reception_under_its_national_code(
    world: World, dossier: Dossier
) -> None:
    assert dossier.code == f"{world.department.code}-261123-0001"
    assert dossier.legal_status == Status.REGISTERED
    assert dossier.holder_name == "Nguyễn Thị Hường"
    item = item_of(dossier)
    assert (item.role, item.authority) == ("receptionist", world.centre)


def test_submitting_the_same_draft_again_gives_the_same_dossier(world: World) -> None:
    draft = draft_of(world)
    first = actions.submit(draft, world.huong)
    assert actions.submit(draft, world.huong) == first
    assert Dossier.objects.count() == 1


def test_somebody_else_cannot_submit_my_draft(world: World) -> None:
    with pytest.raises(NoRight):
        actions.submit(draft_of(world), person("minh", "Trần Văn Minh"))
    assert not Dossier.objects.exists()


def test_an_incomplete_form_is_not_filed_and_says_what_is_missing(world: World) -> None:
    with pytest.raises(Incomplete, match="Hồ sơ chưa gửi được"):
        actions.submit(draft_of(world, phone=""), world.huong)
    assert not Dossier.objects.exists()


def test_acceptance_starts_the_clock_and_promises_the_same_working_day(
    world: World, dossier: Dossier
) -> None:
    dossier = accepted(world, dossier)
    assert dossier.legal_status == Status.RECEIVED
    assert dossier.accepted_at is not None
    assert dossier.due_at == dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)  # 17:00 that day
    assert dossier.documents.get().kind == "receipt"


def test_from_application_to_a_sealed_document(world: World, dossier: Dossier) -> None:
    ready_to_sign(world, dossier)
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    work_through_effects()
    dossier = reread(dossier)
    assert dossier.legal_status == Status.RETURNED  # delivered online, so returned at once
    copy = dossier.documents.get(kind="copy").document
    assert copy.state == Document.State.SEALED
    assert copy.holder_name == "Nguyễn Thị Hường"
    assert copy.signer_name == "Trần Văn Dũng"
    assert [entry.act for entry in dossier.entries.order_by("sequence")] == [
        "submit",
        "accept",
        "forward",
        "approve",
        "forward",
        "issue",
        "return_result",
    ]
    assert not WorkItem.objects.filter(finished__isnull=True).exists()


def test_a_result_for_the_counter_waits_there(world: World) -> None:
    dossier = actions.submit(draft_of(world, delivery="COUNTER"), world.huong)
    ready_to_sign(world, dossier)
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    work_through_effects()
    assert reread(dossier).legal_status == Status.DONE
    actions.decide(item_of(dossier), world.lan, "returned")
    assert reread(dossier).legal_status == Status.RETURNED


def test_no_entry_in_the_register_leads_to_a_written_refusal_with_its_reason(
    world: World, dossier: Dossier
) -> None:
    accepted(world, dossier)
    reason = "Trong sổ gốc không có thông tin của người được cấp văn bằng."
    actions.decide(item_of(dossier), world.binh, "not_found", reason=reason)
    actions.decide(item_of(dossier), world.dung, "refuse")
    actions.decide(item_of(dossier), world.anh, "seal")
    work_through_effects()
    dossier = reread(dossier)
    assert (dossier.decision, dossier.decision_reason) == ("REFUSED", reason)
    letter = dossier.documents.get(kind="refusal_letter").document
    assert letter.facts["reason"] == reason


def test_the_expert_cannot_propose_a_signature_without_a_match(
    world: World, dossier: Dossier
) -> None:
    accepted(world, dossier)
    with pytest.raises(Incomplete, match="Hãy chọn dòng khớp"):
        actions.decide(item_of(dossier), world.binh, "found")
    assert reread(dossier).entries.count() == 2


def test_the_clock_stops_while_the_citizen_must_act(world: World, dossier: Dossier) -> None:
    accepted(world, dossier)
    with time_machine.travel(MORNING + dt.timedelta(hours=1), tick=False):
        actions.decide(item_of(dossier), world.binh, "supplement", reason="Cần ảnh văn bằng.")
    assert reread(dossier).paused_at is not None
    later = MORNING + dt.timedelta(days=2)
    with time_machine.travel(later, tick=False):
        given = {**dossier.answers, "serial": "A 01234567"}
        actions.supply(reread(dossier), world.huong, given)
    dossier = reread(dossier)
    assert dossier.paused_at is None
    assert dossier.legal_status == Status.PROCESSING
    assert dossier.due_at is not None and dossier.due_at > later
    assert dossier.answers["serial"] == "A 01234567"
    assert dossier.entries.get(act="supply").data["changed"] == ["serial"]


def test_a_supplement_before_reception_brings_the_dossier_back_to_reception(
    world: World, dossier: Dossier
) -> None:
    actions.decide(item_of(dossier), world.lan, "supplement", reason="Ảnh giấy tờ mờ.")
    assert reread(dossier).legal_status == Status.SUPPLEMENT_ASKED
    actions.supply(reread(dossier), world.huong, dossier.answers)
    assert reread(dossier).legal_status == Status.REGISTERED
    assert item_of(dossier).step == "receive"


def test_refused_reception_closes_the_dossier_and_issues_the_slip(
    world: World, dossier: Dossier
) -> None:
    actions.decide(item_of(dossier), world.lan, "refuse", reason="Văn bằng không thuộc thẩm quyền.")
    dossier = reread(dossier)
    assert dossier.legal_status == Status.NOT_RECEIVED
    assert dossier.documents.get().kind == "refusal"
    assert not WorkItem.objects.filter(process=dossier, finished__isnull=True).exists()


def test_the_citizen_withdraws_and_the_office_confirms(world: World, dossier: Dossier) -> None:
    accepted(world, dossier)
    actions.withdraw(reread(dossier), world.huong, "Tôi đã tìm thấy bản chính.")
    assert reread(dossier).legal_status == Status.WITHDRAWAL_ASKED
    assert not WorkItem.objects.filter(process=dossier, finished__isnull=True).exists()
    actions.stop(reread(dossier), world.lan)
    assert reread(dossier).legal_status == Status.STOPPED


def test_nothing_is_withdrawn_once_the_result_has_its_number(
    world: World, dossier: Dossier
) -> None:
    ready_to_sign(world, dossier)
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    with pytest.raises(WrongState):
        actions.withdraw(reread(dossier), world.huong)
    work_through_effects()
    with pytest.raises(WrongState):
        actions.withdraw(reread(dossier), world.huong)
    assert reread(dossier).legal_status == Status.RETURNED


def test_sending_back_undoes_the_decision(world: World, dossier: Dossier) -> None:
    ready_to_sign(world, dossier)
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "send_back", reason="Sai chức danh người ký.")
    dossier = reread(dossier)
    assert (dossier.decision, dossier.decided_at) == ("", None)
    assert item_of(dossier).step == "sign"


def test_a_decision_without_the_role_writes_nothing(world: World, dossier: Dossier) -> None:
    for stranger in (world.huong, world.binh, world.dung, world.anh):
        with pytest.raises(NoRight):
            actions.decide(item_of(dossier), stranger, "accept")
    assert Entry.objects.filter(dossier=dossier).count() == 1
    assert reread(dossier).legal_status == Status.REGISTERED


def test_a_role_that_was_removed_is_dead_at_the_next_act(world: World, dossier: Dossier) -> None:
    item = item_of(dossier)
    actions.claim(item, world.lan)
    RoleAssignment.objects.filter(user=world.lan).update(valid_to=dt.date(2026, 11, 22))
    with pytest.raises(NoRight):
        actions.decide(item, world.lan, "accept")


def test_the_expert_never_signs_their_own_dossier(world: World, dossier: Dossier) -> None:
    RoleAssignment.objects.create(user=world.binh, role_id="head", authority=world.department)
    ready_to_sign(world, dossier)
    with pytest.raises(NoRight, match="không được tự quyết định"):
        actions.decide(item_of(dossier), world.binh, "approve")


def test_an_officer_never_decides_their_own_application(world: World) -> None:
    dossier = actions.submit(draft_of(world, owner=world.lan), world.lan)
    for act in (
        lambda: actions.claim(item_of(dossier), world.lan),
        lambda: actions.decide(item_of(dossier), world.lan, "accept"),
    ):
        with pytest.raises(NoRight, match="không được tự quyết định"):
            act()


def test_the_same_key_does_one_act_and_other_content_is_refused(
    world: World, dossier: Dossier
) -> None:
    item = item_of(dossier)
    first = actions.decide(item, world.lan, "accept", key="form-1")
    assert actions.decide(item, world.lan, "accept", key="form-1") == first
    with pytest.raises(KeyReused):
        actions.decide(item, world.lan, "refuse", reason="khác", key="form-1")
    assert dossier.entries.count() == 2


def test_the_loser_of_a_race_reads_who_was_faster(world: World, dossier: Dossier) -> None:
    item = item_of(dossier)
    other = officer("mai", "Đỗ Thị Mai", "receptionist", world.centre, "Nhân viên tiếp nhận")
    actions.decide(item, world.lan, "accept")
    with pytest.raises(AlreadyDone, match="Hoàng Thị Lan"):
        actions.decide(item, other, "accept")


def test_claim_release_and_reassign(world: World, dossier: Dossier) -> None:
    accepted(world, dossier)
    item = item_of(dossier)
    other = officer("mai", "Đỗ Thị Mai", "expert", world.department, "Chuyên viên")
    actions.claim(item, world.binh)
    assert reread(dossier).legal_status == Status.PROCESSING
    with pytest.raises(AlreadyDone, match="Y Bình Niê"):
        actions.claim(item, other)
    actions.release(item, world.binh)
    actions.reassign(item, world.dung, other)
    assert item_of(dossier).owner == other
    with pytest.raises(NoRight):
        actions.reassign(item, world.dung, world.anh)  # the clerk does not hold the expert's role


def test_one_extension_by_the_head_with_a_reason(world: World, dossier: Dossier) -> None:
    dossier = accepted(world, dossier)
    before = dossier.due_at
    with pytest.raises(NoRight):
        actions.extend(dossier, world.binh, "Nhiều hồ sơ.")
    with pytest.raises(Incomplete):
        actions.extend(dossier, world.dung, " ")
    actions.extend(dossier, world.dung, "Phải tra nhiều sổ gốc.")
    dossier = reread(dossier)
    assert before is not None and dossier.due_at is not None and dossier.due_at > before
    with pytest.raises(NoRight):
        actions.extend(dossier, world.dung, "Lần nữa.")


def test_a_missing_fact_stops_the_seal_before_a_number_is_used(
    world: World, dossier: Dossier
) -> None:
    ready_to_sign(world, dossier)
    actions.decide(item_of(dossier), world.dung, "approve")
    world.dung.full_name = world.dung.username = ""
    world.dung.save()
    with pytest.raises(Incomplete, match="còn thiếu"):
        actions.decide(item_of(dossier), world.anh, "seal")
    assert not Document.objects.filter(kind="BS").exists()
    assert item_of(dossier).step == "seal"
