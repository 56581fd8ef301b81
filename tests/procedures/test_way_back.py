"""What a document still lacks stops whoever would sign it, and every step until the number has a
way back.

On the frozen versions of before, where an expert could leave empty what the document prints, and
nobody had a way back.
"""

from __future__ import annotations

import pytest
from django.utils.translation import override

from documents.models import Document
from documents.storage import read_pdf
from payments.models import FeeRequest
from tests.procedures.before import left_empty, publish_before
from tests.procedures.diplomas_abroad import DEPARTMENT, Office, fee_of, make_office, paid
from tests.procedures.licences import Licensing, appraised, council_done, make_licensing
from tests.procedures.walking import decide, item, now, officer, open_items
from tests.reading import pdf_text
from workflows import actions
from workflows.actions import ways_back
from workflows.errors import AlreadyDone, Incomplete, KeyReused, NoRight, WrongState
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import Dossier, Entry, Signature, WorkItem

REASON = "Chưa có kết luận."


@pytest.fixture
def office() -> Office:
    found = make_office()
    found.version = publish_before("foreign-diploma")
    return found


@pytest.fixture
def site() -> Licensing:
    found = make_licensing()
    found.version = publish_before("school-licence")
    return found


def to_sign(office: Office, conclusion: str | None = None) -> Dossier:
    """At the head, with or without the conclusion that the paper prints."""
    dossier = decide(
        paid(office), "appraise", office.expert, "recognise", equivalent="THPT", remark=""
    )
    return left_empty(dossier, "appraise", equivalent=conclusion)


def stuck(office: Office) -> Dossier:
    """At the clerk of the seal, signed before anybody asked whether the paper can be made."""
    dossier = decide(to_sign(office, "THPT"), "sign", office.head, "approve")
    return left_empty(dossier, "appraise", equivalent=None)


def back(
    dossier: Dossier, step: str, who: object, to: str, reason: str = REASON, **more: object
) -> Entry:
    return actions.bring_back(item(dossier, step), who, to, reason, **more)  # type: ignore[arg-type]


def targets(dossier: Dossier) -> list[str]:
    (open_item,) = open_items(dossier)
    return [way.to for way in ways_back.ways(now(dossier), open_item)]


# --- Stopped before the signature ---


def test_nobody_signs_what_could_not_be_made(office: Office) -> None:
    dossier = to_sign(office)
    with pytest.raises(Incomplete) as refused:
        decide(dossier, "sign", office.head, "approve")
    said = str(refused.value)
    assert (
        "Giấy công nhận văn bằng nước ngoài" in said
        and "“Kết luận”" in said
        and "“Thẩm định văn bằng”" in said
    )
    assert "equivalent" not in said
    dossier = now(dossier)
    assert not dossier.decision and [one.step for one in open_items(dossier)] == ["sign"]
    decide(dossier, "sign", office.head, "send_back", REASON)
    decide(dossier, "appraise", office.expert, "recognise", equivalent="THCS", remark="")
    decide(dossier, "sign", office.head, "approve")
    assert decide(dossier, "seal", office.clerk, "seal").legal_status == Status.RETURNED


def test_it_is_said_in_the_language_of_the_reader(office: Office) -> None:
    with override("en"), pytest.raises(Incomplete, match="Conclusion"):
        decide(to_sign(office), "sign", office.head, "approve")


def test_nothing_is_sent_to_be_signed_that_lacks_what_was_to_be_filled_in_before(
    office: Office,
) -> None:
    dossier = decide(
        paid(office), "appraise", office.expert, "abroad", "Hỏi trường.", equivalent="THPT"
    )
    dossier = left_empty(dossier, "appraise", equivalent="")
    with pytest.raises(Incomplete, match="Kết luận"):
        decide(dossier, "verify", office.expert, "confirmed")
    assert targets(dossier) == ["appraise"]


def test_a_head_whose_position_is_not_known_does_not_sign_what_prints_it(office: Office) -> None:
    dossier = to_sign(office, "THPT")
    office.head.position = ""
    office.head.save()
    with pytest.raises(Incomplete, match="chức vụ"):
        decide(dossier, "sign", office.head, "approve")


def test_a_fact_that_may_be_empty_stops_nobody(office: Office) -> None:
    """The remark and the serial number stand under an `if` of the template."""
    decide(to_sign(office, "THPT"), "sign", office.head, "approve")
    assert [one.step for one in open_items(now(Dossier.objects.get()))] == ["seal"]


# --- A way back ---


def test_a_dossier_that_stuck_at_the_seal_gets_out(office: Office) -> None:
    dossier = stuck(office)
    due = dossier.due_at
    with pytest.raises(Incomplete, match=r"“Kết luận”.*“Thẩm định văn bằng”"):
        decide(dossier, "seal", office.clerk, "seal")
    assert targets(dossier)[0] == "appraise" and "sign" in targets(dossier)
    entry = back(dossier, "seal", office.clerk, "appraise")
    assert (entry.act, entry.actor, entry.reason, entry.data["to"]) == (
        "bring_back",
        office.clerk,
        REASON,
        "appraise",
    )
    dossier = now(dossier)
    assert (dossier.decision, dossier.decided_at, dossier.legal_status) == (
        "",
        None,
        Status.PROCESSING,
    )
    (again,) = open_items(dossier)
    assert (again.step, again.owner) == ("appraise", office.expert) and dossier.due_at == due
    decide(dossier, "appraise", office.expert, "recognise", equivalent="THPT", remark="")
    decide(dossier, "sign", office.head, "approve")
    dossier = decide(dossier, "seal", office.clerk, "seal")
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "GRANTED")
    assert "Tương đương bằng tốt nghiệp" in pdf_text(read_pdf(Document.objects.get(kind="GCN-VB")))
    fee = fee_of(dossier)
    assert fee.state == FeeRequest.State.PAID
    assert [one.act for one in entries.timeline(dossier)].count("ask_payment") == 1
    assert entries.verify() is None


def test_it_comes_back_to_whoever_had_it_though_another_is_next_in_turn(office: Office) -> None:
    dossier = stuck(office)
    officer("hai", "Chuyên Viên Hai", DEPARTMENT, "expert")
    back(dossier, "seal", office.clerk, "sign")
    assert open_items(dossier)[0].owner == office.head
    decide(dossier, "sign", office.head, "send_back", REASON)
    assert open_items(dossier)[0].owner == office.expert


def test_only_whoever_may_do_the_step_brings_back_and_says_why(office: Office) -> None:
    dossier = stuck(office)
    for who in (office.khoa, office.expert, office.reception, office.head):
        with pytest.raises(NoRight):
            back(dossier, "seal", who, "appraise")
    with pytest.raises(Incomplete):
        back(dossier, "seal", office.clerk, "appraise", " ")
    for to in ("receive", "pay_fee", "verify", "seal", "issue_recognition", "unheard_of"):
        with pytest.raises(WrongState):
            back(dossier, "seal", office.clerk, to)
    assert [one.step for one in open_items(dossier)] == ["seal"]


def test_asked_twice_it_is_done_once(office: Office) -> None:
    dossier = stuck(office)
    task = item(dossier, "seal")
    first = actions.bring_back(task, office.clerk, "appraise", REASON, key="k")
    assert actions.bring_back(task, office.clerk, "appraise", REASON, key="k") == first
    with pytest.raises(KeyReused):
        actions.bring_back(task, office.clerk, "sign", REASON, key="k")
    with pytest.raises(AlreadyDone, match=str(office.clerk)):
        actions.bring_back(task, office.clerk, "appraise", REASON)
    with pytest.raises(AlreadyDone):
        actions.decide(task, office.clerk, "seal")


def test_nothing_comes_back_once_it_has_a_number(office: Office) -> None:
    dossier = decide(to_sign(office, "THPT"), "sign", office.head, "approve")
    task = item(dossier, "seal")
    actions.decide(task, office.clerk, "seal")
    (issuing,) = open_items(dossier)
    for late in (task, issuing):
        with pytest.raises((AlreadyDone, WrongState, NoRight)):
            actions.bring_back(late, office.clerk, "sign", REASON)
    assert targets(dossier) == []


def test_a_new_head_who_appraised_it_does_not_bring_it_back_either(office: Office) -> None:
    dossier = to_sign(office)
    office.expert.assignments.create(role_id="head", authority=item(dossier, "sign").authority)
    with pytest.raises(NoRight):
        back(dossier, "sign", office.expert, "appraise")


def test_a_fee_between_is_not_asked_twice(office: Office) -> None:
    """Back to a step before the fee: it stays paid."""
    dossier = now(paid(office))
    step = dossier.flow_class.instance.node("step_pay_fee")
    task = WorkItem.objects.get(process=dossier, step="pay_fee")
    assert (
        step._create(type("Origin", (), {"process": dossier})(), task.token).task.step == "appraise"
    )
    assert FeeRequest.objects.count() == 1


# --- The licence of a school: initials and a register ---


def licence_to_seal(site: Licensing, scale: str | None) -> Dossier:
    dossier = council_done(site, appraised(site))
    decide(dossier, "draft", site.drafter, "propose", scale="12 lớp, 480 học sinh")
    decide(dossier, "review", site.chief, "reviewed")
    decide(dossier, "sign", site.director, "approve")
    return left_empty(dossier, "draft", scale=scale)


def test_initials_are_not_put_under_a_licence_without_its_scale(site: Licensing) -> None:
    dossier = council_done(site, appraised(site))
    decide(dossier, "draft", site.drafter, "propose", scale="12 lớp, 480 học sinh")
    dossier = left_empty(dossier, "draft", scale=None)
    with pytest.raises(Incomplete, match="“Quy mô"):
        decide(dossier, "review", site.chief, "reviewed")
    assert not Signature.objects.exists()


def test_a_licence_that_stuck_at_the_seal_gets_out_and_its_signatures_are_void(
    site: Licensing,
) -> None:
    dossier = licence_to_seal(site, None)
    back(dossier, "seal", site.clerk, "draft")
    given = Signature.objects.order_by("order")
    assert [one.void_reason for one in given] == ["RETURNED", "RETURNED"]
    entry = entries.timeline(now(dossier))[-1]
    assert [one["step"] for one in entry.data["voided"]] == ["review", "sign"]
    assert open_items(dossier)[0].owner == site.drafter
    decide(dossier, "draft", site.drafter, "propose", scale="12 lớp, 480 học sinh")
    decide(dossier, "review", site.chief, "reviewed")
    decide(dossier, "sign", site.director, "approve")
    dossier = decide(dossier, "seal", site.clerk, "seal")
    assert dossier.legal_status == Status.RETURNED and entries.verify() is None


def test_back_to_the_director_leaves_the_initials_standing(site: Licensing) -> None:
    dossier = licence_to_seal(site, "12 lớp, 480 học sinh")
    assert targets(dossier) == ["sign"], "nothing lacks: back to who had it last"
    back(dossier, "seal", site.clerk, "sign", "Sai chức danh.")
    assert [one.void_reason for one in Signature.objects.order_by("order")] == ["", "RETURNED"]
    decide(dossier, "sign", site.director, "approve")
    assert decide(dossier, "seal", site.clerk, "seal").legal_status == Status.RETURNED


def test_a_draft_has_a_way_back_too(site: Licensing) -> None:
    """The step after the council offered none."""
    dossier = council_done(site, appraised(site))
    assert targets(dossier) == ["appraise"]
    assert targets(decide(dossier, "draft", site.drafter, "propose", scale="12 lớp")) == [], (
        "it has one of its own"
    )
