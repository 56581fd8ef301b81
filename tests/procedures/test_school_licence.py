"""1.012953: a school is licensed after a council has visited it; the licence stands in the public
register.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from documents.models import Document
from documents.storage import read_pdf
from notifications.models import Message
from portal.demo.load import settle
from registers import grants
from registers.models import Grant
from tests.portal.conftest import visiting
from tests.procedures.licences import (
    MINUTES,
    SCHOOL,
    Licensing,
    answers,
    appraised,
    council_done,
    licensed,
    make_licensing,
    named,
    seated,
)
from tests.procedures.walking import decide, filed, item, now, open_items, paper
from tests.reading import pdf_text
from workflows import actions
from workflows.actions.council import Named
from workflows.background import due_timers
from workflows.errors import ActRefused, AlreadyDone, Incomplete, KeyReused, NoRight, WrongState
from workflows.lifecycle import Status
from workflows.models import CouncilMember, Entry
from workflows.reports import queues

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)


@pytest.fixture
def site() -> Licensing:
    return make_licensing()


def test_a_school_is_licensed_and_stands_in_the_register(site: Licensing) -> None:
    dossier = licensed(site)
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "GRANTED")
    decision = Document.objects.get(kind="QĐ")
    granted = Grant.objects.get()
    assert granted.holder == "Trường THPT Hòa Bình" and granted.symbol == decision.symbol
    assert granted.document_code == decision.code and granted.holder_authority is not None
    assert (
        granted.holder_authority.slug == SCHOOL and granted.commune == "Ủy ban nhân dân xã Ea Kar"
    )
    assert "Quy mô: 12 lớp, 480 học sinh" in granted.content
    assert grants.standing_on(granted, timezone.localdate()) == "ACTIVE"
    text = " ".join(pdf_text(read_pdf(decision)).split())
    for words in (
        "Trường THPT Hòa Bình",
        "4/5 phiếu đồng ý",
        "12 lớp, 480 học sinh",
        "Trần Văn Dũng",
        "Điều 4.",
    ):
        assert words in text, words


def test_a_council_that_says_no_leads_to_a_refusal(site: Licensing) -> None:
    dossier = council_done(site, appraised(site), "AGAINST", "AGAINST", "AGAINST", "FOR", "ABSTAIN")
    assert dossier.office["council"]["result"] == "against"
    with pytest.raises(Incomplete, match="hội đồng đồng ý"):
        decide(dossier, "draft", site.drafter, "propose", scale="12 lớp")
    decide(dossier, "draft", site.drafter, "propose_refusal")
    reason = "Cơ sở vật chất của trường chưa bảo đảm theo quy định."
    decide(dossier, "draft_refusal", site.drafter, "propose", reason=reason)
    decide(dossier, "review_refusal", site.chief, "reviewed")
    decide(dossier, "sign_refusal", site.director, "refuse")
    dossier = decide(dossier, "seal_refusal", site.clerk, "seal")
    assert (dossier.legal_status, dossier.decision, dossier.decision_reason) == (
        Status.RETURNED,
        "REFUSED",
        reason,
    )
    assert reason in " ".join(pdf_text(read_pdf(Document.objects.get(kind="CV"))).split())
    assert not Grant.objects.exists()


def test_the_head_of_division_names_the_expert_and_nobody_takes_it_before(site: Licensing) -> None:
    dossier = decide(
        filed(site.version, site.school, answers(site.school)),
        "receive",
        site.receptionist,
        "accept",
    )
    task = item(dossier, "appraise")
    with pytest.raises(NoRight, match="chờ lãnh đạo phân công"):
        decide(dossier, "appraise", site.expert, "complete")
    for stranger in (site.receptionist, site.expert, site.clerk, site.commune, site.school):
        with pytest.raises(NoRight):
            actions.reassign(task, stranger, site.expert)
        assert not queues.to_give(stranger).exists()
    assert list(queues.to_give(site.chief)) == list(queues.to_give(site.director)) == [task]
    page = visiting(site.chief).get("/mot-cua/phan-cong/").text
    assert dossier.code in page and "Y Bình Niê" in page and "Bùi Thị Thảo" in page
    actions.reassign(task, site.chief, site.drafter)
    actions.reassign(item(dossier, "appraise"), site.chief, site.expert)  # on second thoughts
    assert not queues.to_give(site.chief).exists()
    with pytest.raises(AlreadyDone):
        decide(dossier, "appraise", site.drafter, "complete")
    dossier = decide(dossier, "appraise", site.expert, "supplement", reason="Thiếu giấy tờ về đất.")
    actions.supply(dossier, site.school, dossier.answers)
    assert item(dossier, "appraise").owner == site.expert, "what comes back goes to whoever had it"


def test_the_defect_notice_has_its_own_limit(site: Licensing) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        first = decide(
            filed(site.version, site.school, answers(site.school)),
            "receive",
            site.receptionist,
            "accept",
        )
        actions.reassign(item(first, "appraise"), site.chief, site.expert)
        second = decide(
            filed(site.version, site.school, answers(site.school)),
            "receive",
            site.receptionist,
            "accept",
        )
        actions.reassign(item(second, "appraise"), site.chief, site.expert)
        # the fifth working day is nearly over
        clock.move_to(dt.datetime(2026, 11, 23, 1, 15, tzinfo=dt.UTC))
        assert decide(first, "appraise", site.expert, "supplement", reason="Thiếu giấy tờ về đất.")
        clock.move_to(dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC))
        with pytest.raises(WrongState, match="23/11/2026"):
            decide(second, "appraise", site.expert, "supplement", reason="Thiếu giấy tờ về đất.")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda given: given[:3], "ít nhất 5"),
        (lambda given: [*given, Named("MEMBER", None, "Thêm Người")], "số lẻ"),
        (lambda given: [*given[1:], Named("MEMBER", None, "Không Chủ Tịch")], "một chủ tịch"),
        (lambda given: [*given[:4], Named("SECRETARY", None, "Hai Thư Ký")], "một thư ký"),
        (lambda given: [*given[:4], Named("MEMBER", given[0].user)], "một vị trí"),
        (lambda given: [*given[:4], Named("MEMBER")], "họ tên"),
    ],
)
def test_a_council_is_as_the_definition_wants_it(
    site: Licensing, change: object, message: str
) -> None:
    dossier = appraised(site)
    with pytest.raises(Incomplete, match=f"(?i){message}"):
        actions.appoint_council(item(dossier, "council"), site.drafter, change(named(site)))  # type: ignore[operator]
    assert not CouncilMember.objects.exists()


def test_neither_the_applicant_nor_who_appraised_sits_in_it(site: Licensing) -> None:
    dossier = appraised(site)
    for wrong in (site.school, site.expert):
        members = [*named(site)[:4], Named("MEMBER", wrong)]
        with pytest.raises(NoRight, match="không làm thành viên"):
            actions.appoint_council(item(dossier, "council"), site.drafter, members)


def test_a_member_votes_for_themselves_once_and_may_change_it_until_the_end(
    site: Licensing,
) -> None:
    dossier = appraised(site)
    chair, secretary, *_others, outside = seated(site, dossier)
    for stranger in (site.members[1], site.drafter, site.director):
        with pytest.raises(NoRight):
            actions.vote(chair, stranger, "FOR")
    actions.vote(chair, site.members[0], "FOR", key="once")
    actions.vote(chair, site.members[0], "FOR", key="once")
    with pytest.raises(KeyReused):
        actions.vote(chair, site.members[0], "AGAINST", key="once")
    actions.vote(chair, site.members[0], "AGAINST")
    chair.refresh_from_db()
    assert chair.vote == "AGAINST" and Entry.objects.filter(act="council_vote").count() == 2
    with pytest.raises(Incomplete):
        actions.vote(chair, site.members[0], "MAYBE")
    with pytest.raises(NoRight):
        # an ordinary member writes nobody's vote down
        actions.vote(outside, site.members[0], "FOR")
    actions.vote(outside, site.members[1], "FOR")
    with pytest.raises(WrongState, match="không đổi thành viên"):
        actions.appoint_council(item(dossier, "council"), site.drafter, named(site))
    assert "FOR" not in str(
        list(Entry.objects.filter(act="council_vote").values_list("data", flat=True))
    )
    assert secretary.vote == ""


def test_without_a_quorum_a_visit_or_the_signed_minutes_nothing_is_closed(site: Licensing) -> None:
    dossier = appraised(site)
    task = item(dossier, "council")
    with pytest.raises(WrongState, match="cử thành viên"):
        actions.close_council(task, site.drafter, MINUTES)
    actions.appoint_council(task, site.drafter, named(site))
    seats = list(CouncilMember.objects.order_by("pk"))
    with pytest.raises(Incomplete, match="hưa kiểm tra thực tế"):
        actions.close_council(task, site.drafter, MINUTES)
    actions.set_visit(task, site.drafter, timezone.localdate() + dt.timedelta(days=1))
    with pytest.raises(Incomplete, match="hưa kiểm tra thực tế"):
        actions.close_council(task, site.drafter, MINUTES)
    actions.set_visit(task, site.drafter, timezone.localdate())
    for seat in seats[:3]:
        assert seat.user is not None
        actions.vote(seat, seat.user, "FOR")
    with pytest.raises(Incomplete, match="cần ít nhất 4"):
        actions.close_council(task, site.drafter, MINUTES)
    actions.vote(seats[4], site.drafter, "FOR")
    with pytest.raises(Incomplete, match="biên bản đã ký"):
        actions.close_council(task, site.drafter, MINUTES)
    with pytest.raises(Incomplete, match="Kết quả kiểm tra"):
        actions.close_council(
            task, site.drafter, {**MINUTES, "findings": ""}, [paper(site.drafter)]
        )
    actions.close_council(task, site.drafter, MINUTES, [paper(site.drafter)], key="close")
    with pytest.raises(AlreadyDone):
        actions.vote(seats[3], site.members[3], "AGAINST")
    assert [one.step for one in open_items(now(dossier))] == ["draft"]


def test_who_drafted_does_not_sign_and_strangers_keep_no_council(site: Licensing) -> None:
    dossier = appraised(site)
    for stranger in (site.receptionist, site.commune, site.director, site.members[0]):
        with pytest.raises(ActRefused):
            actions.appoint_council(item(dossier, "council"), stranger, named(site))


def test_who_has_still_to_vote_is_reminded_before_the_councils_time_is_over(
    site: Licensing,
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = appraised(site)
        chair, *_others = seated(site, dossier)
        actions.vote(chair, site.members[0], "FOR")
        clock.move_to(dt.datetime(2026, 11, 17, 8, 0, tzinfo=dt.UTC))  # the second of its two days
        due_timers.fire()
        due_timers.fire()
        settle()
    told = Message.objects.filter(dossier=dossier, entry__act="remind")
    people = {message.recipient for message in told}
    assert people == {*site.members[1:], site.drafter, site.expert} and told.count() == len(people)
    assert all("/hoi-dong/" in message.body for message in told)
