"""A dossier goes to the authority that is competent, whoever received it: queue, clock, rights,
people told.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from notifications import inbox
from organisations.calendar_models import CalendarDay
from organisations.models import Authority, User
from organisations.seed import seed_organisations
from portal.demo.load import settle
from tests.people import World, draft_of, reads
from tests.procedures.schools import NEW, Schools, answers, make_schools
from tests.procedures.walking import decide, filed, now, officer, open_items
from tests.workflows.conftest import accepted
from tests.workflows.procedures import FOLDER
from workflows import actions
from workflows.errors import ActRefused, Incomplete, NoRight, WrongState
from workflows.models import Dossier, HandOver
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text
from workflows.process import competence
from workflows.published import definition_of
from workflows.reading_rights import Reader
from workflows.reports import queues

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột
OTHER = "thpt-third"
SHEET = FOLDER.with_name("school-transfer") / "procedure.yaml"
REASON = "Học sinh cư trú tại địa bàn của trường bạn."


@pytest.fixture
def schools(db: None) -> Schools:
    seed_organisations()
    return make_schools()


@pytest.fixture
def other(schools: Schools) -> Authority:
    """A third school with everybody the procedure needs."""
    like = Authority.objects.get(slug=NEW)
    made = Authority.objects.create(
        slug=OTHER,
        kind=like.kind,
        name="Trường THPT Thứ Ba",
        symbol="THPT-TB",
        code="H15.50.09",
        place="Buôn Hồ",
    )
    officer("ba", "Người Thứ Ba", OTHER, "receptionist", "expert", "clerk")
    officer("truong", "Hiệu Trưởng Ba", OTHER, "head", position="HIỆU TRƯỞNG")
    return made


def who(name: str) -> User:
    return User.objects.get(username=name)


def appraised(schools: Schools) -> Dossier:
    """Received, and before the expert: a pupil from another province, so that nobody is asked."""
    from tests.procedures.walking import paper

    sent = answers(
        origin="other", former_school="THPT Pleiku, Gia Lai", record=[paper(schools.mother)]
    )
    dossier = decide(
        filed(schools.version, schools.mother, sent), "receive", schools.office, "accept"
    )
    assert [one.step for one in open_items(dossier)] == ["appraise"]
    return dossier


def test_queue_rights_and_people_follow_and_the_code_stays(
    schools: Schools, other: Authority
) -> None:
    dossier = appraised(schools)
    code, head, newcomer = dossier.code, schools.principal, who("ba")
    assert not reads(newcomer, dossier)
    entry = actions.hand_over(dossier, head, other, REASON, key="go")
    assert actions.hand_over(dossier, head, other, REASON, key="go") == entry
    settle()
    dossier = now(dossier)
    assert (dossier.code, dossier.deciding, dossier.receiving) == (code, other, other)
    assert entry.data["from"] == "Trường THPT Buôn Ma Thuột" and entry.data["to"] == other.name
    assert [item.process_id for item in queues.waiting(newcomer, other, "expert")] == [dossier.pk]
    assert not queues.waiting(schools.teacher, Authority.objects.get(slug=NEW), "expert").exists()
    assert reads(newcomer, dossier)
    assert not reads(schools.teacher, dossier) and not reads(head, dossier)
    assert any("chuyển đúng thẩm quyền" in row.subject for row in inbox.for_user(schools.mother))
    decide(dossier, "appraise", newcomer, "propose")
    assert decide(dossier, "sign", who("truong"), "approve").deciding == other


def test_the_task_leaves_the_holder_who_has_no_post_at_the_taker(
    schools: Schools, other: Authority
) -> None:
    dossier = appraised(schools)
    actions.claim(open_items(dossier)[0], schools.teacher)
    actions.hand_over(now(dossier), schools.principal, other, REASON)
    (task,) = open_items(dossier)
    assert task.owner is None
    actions.claim(task, who("ba"))


def test_the_old_authority_still_reads_what_it_issued_itself(
    schools: Schools, other: Authority
) -> None:
    dossier = appraised(schools)
    receipt = dossier.documents.select_related("document").get(kind="receipt").document
    actions.hand_over(dossier, schools.principal, other, REASON)
    assert Reader(schools.office).may_read_document(receipt)
    assert not Reader(schools.old_principal).may_read_document(receipt)
    assert HandOver.objects.get().leaves.slug == NEW


def test_the_due_time_goes_by_the_calendar_of_whoever_decides_now(
    schools: Schools, other: Authority
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        dossier = appraised(schools)
        CalendarDay.objects.create(
            date=dt.date(2026, 11, 18), kind="OFF", name="Lễ hội của buôn", authority=other
        )
        before, task = dossier.due_at, open_items(dossier)[0].due_at
        entry = actions.hand_over(dossier, schools.principal, other, REASON)
        dossier = now(dossier)
    assert before is not None and dossier.due_at is not None and dossier.due_at > before
    assert len(entry.data["due"]) == 2
    assert open_items(dossier)[0].due_at >= task  # type: ignore[operator]


def test_who_has_no_business_with_it_hands_nothing_over(schools: Schools, other: Authority) -> None:
    dossier = appraised(schools)
    for actor in (schools.teacher, schools.old_principal, schools.mother, who("truong")):
        with pytest.raises(NoRight):
            actions.hand_over(dossier, actor, other, REASON)
    with pytest.raises(Incomplete):
        actions.hand_over(dossier, schools.office, other, "  ")
    assert now(dossier).deciding.slug == NEW and not HandOver.objects.exists()


@pytest.mark.parametrize("wanted", ["sgddt-daklak", "thpt-ngo-gia-tu", NEW])
def test_only_one_of_a_competent_kind_with_all_its_people_is_competent(
    schools: Schools, wanted: str
) -> None:
    """A department is no school, the pupil's present school has nobody who appraises here, and
    itself is no other.
    """
    with pytest.raises(Incomplete):
        actions.hand_over(
            appraised(schools), schools.principal, Authority.objects.get(slug=wanted), REASON
        )


def test_one_of_another_kind_is_competent_where_the_definition_says_so(schools: Schools) -> None:
    """The applicant may name a school or the department: so either may give the dossier to the
    other.
    """
    text = SHEET.read_text(encoding="utf-8")
    either = text.replace(
        "new_school, kind: authority, among: [SCHOOL]",
        "new_school, kind: authority, among: [SCHOOL, DEPARTMENT]",
    )
    assert either != text
    schools.version = publishing.publish_proposal(from_text(either))
    department = Authority.objects.get(slug="sgddt-daklak")
    officer("so", "Cán Bộ Sở", department.slug, "receptionist", "expert", "clerk")
    officer("giamdoc", "Giám Đốc Sở", department.slug, "head", position="GIÁM ĐỐC")
    dossier = appraised(schools)
    assert competence.candidates(dossier, definition_of(dossier.version)) == [department]
    actions.hand_over(dossier, schools.principal, department, REASON)
    dossier = now(dossier)
    decide(dossier, "appraise", who("so"), "propose")
    assert decide(dossier, "sign", who("giamdoc"), "approve").deciding == department


def test_what_stands_with_another_kind_may_go_to_whom_the_definition_names(world: World) -> None:
    """The kind of whoever has it now says nothing: the definition names the department."""
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    Dossier.objects.filter(pk=dossier.pk).update(deciding=world.centre)
    dossier = now(dossier)
    assert competence.candidates(dossier, definition_of(dossier.version)) == [world.department]


def test_an_authority_that_ended_takes_nothing(schools: Schools, other: Authority) -> None:
    Authority.objects.filter(pk=other.pk).update(valid_to=dt.date(2025, 12, 31))
    with pytest.raises(Incomplete):
        actions.hand_over(appraised(schools), schools.principal, other, REASON)


def test_what_is_asked_about_or_decided_stays(schools: Schools, other: Authority) -> None:
    asked = decide(
        filed(schools.version, schools.mother, answers()), "receive", schools.office, "accept"
    )
    with pytest.raises(WrongState):
        actions.hand_over(asked, schools.principal, other, REASON)
    dossier = appraised(schools)
    decide(dossier, "appraise", schools.teacher, "propose")
    decide(dossier, "sign", schools.principal, "approve")
    with pytest.raises(ActRefused):
        actions.hand_over(dossier, schools.principal, other, REASON)
