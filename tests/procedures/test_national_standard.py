"""1.000288, 1.000691: commune, department, team, the school's answer or its silence, certificate
for five years.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from assessment import catalogue
from assessment.levels import standard_for
from documents.models import Document
from documents.storage import read_pdf
from notifications import wording
from organisations.calendar.working_time import local
from registers.models import Grant
from tests.people import publish
from tests.procedures.standards import (
    COMMUNE,
    SCHOOL,
    SEATS,
    Standards,
    accepted,
    answers,
    asked,
    decided,
    make_standards,
    visited,
)
from tests.procedures.walking import decide, filed, item, now, open_items, paper
from tests.reading import pdf_text
from workflows import actions
from workflows.actions.council import Named
from workflows.background import due_timers
from workflows.definition import Council as CouncilStep
from workflows.drawing.diagram import svg
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.lifecycle import Status
from workflows.models import CouncilMember, WorkItem
from workflows.opinions import councils
from workflows.papers import facts
from workflows.process.conditions import holds
from workflows.published import definition_of

OLD = {"rules": "2018", "self_level": "3", "wish": "2"}


def at(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    """A moment in Buôn Ma Thuột."""
    return dt.datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.fixture(params=["national-standard-secondary", "national-standard-preschool"])
def either(request: Any) -> Standards:
    return make_standards(request.param)


@pytest.fixture
def site() -> Standards:
    return make_standards()


def test_a_school_that_agrees_gets_its_certificate_for_five_years(either: Standards) -> None:
    dossier = asked(either)
    actions.reply(dossier, either.secretary, {"agrees": True})
    dossier = decided(either, now(dossier))
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "GRANTED")
    assert (dossier.receiving.slug, dossier.deciding.slug) == (COMMUNE, "sgddt-daklak")
    assert dossier.holder_name == "Trường THPT Buôn Ma Thuột"
    certificate = Document.objects.get(kind="BCN")
    granted = Grant.objects.get()
    today = timezone.localdate()
    assert granted.book == "national_standard" and granted.document_code == certificate.code
    assert granted.holder_authority is not None and granted.holder_authority.slug == SCHOOL
    assert granted.valid_to is not None and granted.valid_to.year == today.year + 5
    days = sorted(
        (granted.valid_to - timer.due_on).days
        for timer in granted.timers.all()
        if timer.kind == "REMIND"
    )
    assert days == [60, 180]
    text = " ".join(pdf_text(read_pdf(certificate)).split())
    for words in ("TRƯỜNG THPT BUÔN MA THUỘT", "MỨC ĐỘ 1", "GIÁM ĐỐC", "05 năm", "Trần Văn Dũng"):
        assert words in text, words


def test_by_the_rules_of_2018_level_3_is_the_second_degree(either: Standards) -> None:
    dossier = asked(either, level="3", **OLD)
    actions.reply(dossier, either.secretary, {"agrees": True})
    dossier = decided(either, now(dossier), level="3")
    assert dossier.decision == "GRANTED"
    text = " ".join(pdf_text(read_pdf(Document.objects.get(kind="BCN"))).split())
    assert "MỨC ĐỘ 2" in text and "Mức 3" in text


@pytest.mark.parametrize(
    ("rules", "slug", "level", "wish"),
    [
        (rules, slug, level, wish)
        for rules, slug, top in (("2018", "secondary-2018", 4), ("2026", "school-2026", 2))
        for level in range(top + 1)
        for wish in (1, 2)
    ],
)
@pytest.mark.once
def test_the_degree_follows_the_level_as_the_rule_set_says(
    site: Standards, rules: str, slug: str, level: int, wish: int
) -> None:
    """What the definition's expressions give, against the rule set's own data; a school gets no
    more than it asked.
    """
    allowed = standard_for(catalogue.shipped_as(slug), level)
    definition = definition_of(site.version)
    dossier = filed(
        *(site.version, site.secretary),
        answers(
            site, rules=rules, self_level=str(max(level, 1)), wish=str(wish), first_degree=True
        ),
    )
    dossier.office = {"final": {"level": str(level)}}
    outcome = next(one for one in definition.step("final").outcomes if one.id == "propose")
    assert holds(outcome.needs, dossier) == (allowed is not None)
    if allowed is not None:
        found = facts.evaluate(definition.document("certificate").facts, dossier, definition)
        assert found["degree"] == str(min(allowed, wish))


def test_the_team_is_called_what_the_circular_calls_it(either: Standards) -> None:
    """Đoàn đánh giá ngoài, led by its Trưởng đoàn (TT 18, 19/2018): on pages, in messages, in the
    minutes.
    """
    dossier = accepted(either)
    decide(dossier, "study", either.expert, "studied", note="Xem kỹ.")
    task = item(dossier, "team")
    with pytest.raises(Incomplete, match="trưởng đoàn"):
        actions.appoint_council(
            task, either.expert, [Named("MEMBER", who) for who in either.members]
        )
    actions.appoint_council(
        task,
        either.expert,
        [Named(seat, who) for seat, who in zip(SEATS, either.members, strict=True)],
    )
    client = Client()
    client.force_login(either.expert)
    page = client.get(f"/mot-cua/viec/{task.pk}/hoi-dong/").text
    main = page[page.index("<main") :]
    assert "Đoàn đánh giá ngoài" in page and "Trưởng đoàn" in main
    assert "ội đồng" not in main
    entry = actions.set_visit(task, either.expert, timezone.localdate(), "8 giờ")
    subject, body = wording.words(entry)
    assert "Đoàn đánh giá ngoài kiểm tra thực tế" in subject and "ội đồng" not in body
    assert "đoàn đánh giá ngoài từ 5 thành viên" in svg(definition_of(either.version), roles={})
    assert "(Trưởng đoàn)" in visited_composition(task)


def visited_composition(task: WorkItem) -> str:
    step = definition_of(task.process.version).step(task.step)
    assert isinstance(step, CouncilStep)
    return councils.composition(CouncilMember.objects.filter(council__item=task), step.head["vi"])


def test_the_two_months_and_fifteen_days_over_tet(site: Standards) -> None:
    with time_machine.travel(at(2025, 12, 16), tick=False) as clock:
        dossier = filed(site.version, site.secretary, answers(site))
        assert dossier.due_at is None
        clock.move_to(at(2025, 12, 17))
        dossier = decide(dossier, "check", site.commune, "hand_over")
        assert dossier.due_at is None and dossier.legal_status == Status.REGISTERED
        clock.move_to(at(2025, 12, 18))
        dossier = decide(dossier, "receive", site.expert, "accept")
        # two months end on 18/2, the third day of Tết (16–20/2): Monday 23/2 at closing; then 15
        # working days
        assert dossier.due_at is not None and local(dossier.due_at) == at(2026, 3, 16, 17)


def test_silence_over_tet_is_consent_after_ten_working_days_and_not_before(site: Standards) -> None:
    with time_machine.travel(at(2026, 1, 12), tick=False) as clock:
        dossier = accepted(site)
        clock.move_to(at(2026, 2, 10))
        dossier = visited(site, dossier)
        draft = item(dossier, "draft")
        actions.decide(draft, site.expert, "send", {"summary": "Đạt."}, files=[paper(site.expert)])
        question = item(dossier, "ask_school")
        # 11, 12, 13, [Tết 16–20], 23, 24, 25, 26, 27 February, 2 and 3 March
        assert question.due_at is not None and local(question.due_at) == at(2026, 3, 3)
        clock.move_to(at(2026, 3, 3) - dt.timedelta(minutes=1))
        due_timers.fire()
        assert [one.step for one in open_items(dossier)] == ["ask_school"]
        clock.move_to(at(2026, 3, 3))
        due_timers.fire()
    dossier = now(dossier)
    assert [one.step for one in open_items(dossier)] == ["final"]
    assert dossier.office["ask_school"] == {"agrees": True, "silent": True}
    assert "xem như đã đồng ý" in dossier.entries.get(act="no_reply").reason
    with pytest.raises(WrongState):
        actions.reply(dossier, site.secretary, {"agrees": False, "reason": "Muộn"})


def test_a_school_that_disagrees_says_why_and_is_answered(site: Standards) -> None:
    dossier = asked(site)
    with pytest.raises(Incomplete):
        actions.reply(dossier, site.secretary, {"agrees": False, "reason": ""})
    with pytest.raises(NoRight):
        actions.reply(dossier, site.expert, {"agrees": True})
    actions.reply(
        dossier, site.secretary, {"agrees": False, "reason": "Tiêu chí 3.2 đã khắc phục."}
    )
    assert [one.step for one in open_items(now(dossier))] == ["respond"]
    with pytest.raises(Incomplete, match="tiếp thu"):
        decide(dossier, "respond", site.expert, "answered", taken="", kept="")
    decide(dossier, "respond", site.expert, "answered", taken="Tiếp thu về tiêu chí 3.2.", kept="")
    dossier = decided(site, now(dossier), level="2")
    assert dossier.decision == "GRANTED"


def test_too_low_a_level_is_refused_with_its_reason(site: Standards) -> None:
    dossier = asked(site, level="0")
    actions.reply(dossier, site.secretary, {"agrees": True})
    report = [paper(site.expert)]
    with pytest.raises(Incomplete, match="Mức trường đạt chưa đủ"):
        decide(now(dossier), "final", site.expert, "propose", files=report, level="0")
    reason = "Kết quả đánh giá ngoài chưa đạt mức tối thiểu để công nhận đạt chuẩn quốc gia."
    with pytest.raises(Incomplete, match="ính kèm"):  # the step asks for the final report
        decide(now(dossier), "final", site.expert, "propose_refusal", reason, level="0")
    decide(now(dossier), "final", site.expert, "propose_refusal", reason, files=report, level="0")
    decide(dossier, "sign_refusal", site.director, "refuse")
    dossier = decide(dossier, "seal_refusal", site.clerk, "seal")
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "REFUSED")
    assert "chưa đạt mức tối thiểu" in " ".join(
        pdf_text(read_pdf(Document.objects.get(kind="CV"))).split()
    )
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"years": 4}, {"origin": "merged", "years": 1}, {"cohort": False}],
)
@pytest.mark.once
def test_the_commune_hands_over_no_school_that_is_too_young(
    site: Standards, changes: dict[str, Any]
) -> None:
    dossier = filed(site.version, site.secretary, answers(site, **changes))
    with pytest.raises(Incomplete, match="ít nhất 5 năm"):
        decide(dossier, "check", site.commune, "hand_over")


@pytest.mark.parametrize(
    ("changes", "good"),
    [
        ({"rules": "2018", "self_level": "1", "wish": "1"}, False),
        ({"rules": "2018", "self_level": "2", "wish": "1"}, True),
        ({"rules": "2018", "self_level": "2", "wish": "2"}, False),
        ({"rules": "2026", "self_level": "1", "wish": "2", "first_degree": True}, False),
        ({"rules": "2026", "self_level": "2", "wish": "2", "first_degree": False}, False),
        ({"rules": "2026", "self_level": "2", "wish": "2", "first_degree": True}, True),
    ],
)
@pytest.mark.once
def test_the_department_accepts_what_the_level_allows(
    site: Standards, changes: dict[str, Any], good: bool
) -> None:
    if good:
        assert accepted(site, **changes).legal_status == Status.RECEIVED
        return
    with pytest.raises(Incomplete, match="Mức tự đánh giá"):
        accepted(site, **changes)


@pytest.mark.parametrize("asks", ["check", "receive"])
def test_commune_or_department_may_ask_to_complete_it_before_the_clock_runs(
    site: Standards, asks: str
) -> None:
    dossier = filed(site.version, site.secretary, answers(site))
    if asks == "receive":
        dossier = decide(dossier, "check", site.commune, "hand_over")
    who = site.commune if asks == "check" else site.expert
    dossier = decide(dossier, asks, who, "supplement", "Công văn chưa nêu rõ nguyện vọng.")
    assert dossier.due_at is None
    actions.supply(dossier, site.secretary, dossier.answers)
    assert [one.step for one in open_items(now(dossier))] == [asks]
    if asks == "check":
        decide(now(dossier), "check", site.commune, "hand_over")
    dossier = decide(now(dossier), "receive", site.expert, "accept")
    assert dossier.due_at is not None and dossier.legal_status == Status.RECEIVED


def test_both_procedures_have_the_same_steps() -> None:
    one, other = (
        definition_of(publish(f"national-standard-{kind}")) for kind in ("secondary", "preschool")
    )
    for mine, theirs in zip(one.steps, other.steps, strict=True):
        if mine.id == "check":
            continue  # a cohort that finished is asked of one of them only
        assert mine.model_copy(update={"assign": None}) == theirs.model_copy(
            update={"assign": None}
        )
    assert [document.facts for document in one.documents] == [
        document.facts for document in other.documents
    ]
