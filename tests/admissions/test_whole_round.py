"""A round of the shipped procedure, from the plan to the seat: filed, closed, checked, scored,
approved, published, confirmed, passed on, enrolled, ended. All by the acts that pages call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from admissions import acts, journal
from admissions.acts import by_the_clock
from admissions.models import AllocationRun, Application, Round
from admissions.opened.decisions import of_round
from admissions.opened.rows import public_round
from admissions.pages.own import application_of, own_result
from admissions.plans.reading import in_force, read
from documents.storage import read_pdf
from organisations.models import Authority, User
from organisations.roles import ADMISSIONS
from portal.demo.load import settle
from tests.admissions.plans import TEXT
from tests.admissions.site import sheet
from tests.people import make_world, officer, person, publish
from tests.procedures.admissions import answers
from tests.procedures.walking import decide, filed, item, now, open_items
from tests.reading import pdf_text
from workflows import actions
from workflows.background import due_timers
from workflows.errors import Incomplete, WrongState
from workflows.models import Dossier, Timer, WorkItem

State = Round.State
NAMES = ("Y Khoa Niê", "H Mai Êban", "Trần Văn Nam")
NONE = {"priority": "none", "prize": "none", "direct": "none"}


class Place:
    """The site, its people, and three families whose children have 27, 26 and 25 points."""

    def __init__(self, passed_on: float = 4) -> None:
        world = make_world()
        self.head, self.department = world.dung, world.department
        self.version = publish("grade-10-admission")
        for slug, name in (("thpt-buon-ma-thuot", "BMT"), ("thpt-chu-van-an", "CVA")):
            told = {"kind": "SCHOOL", "name": f"Trường THPT {name}", "place": "Đắk Lắk"}
            made = {**told, "symbol": name, "code": f"H15.{name}", "parent": self.department}
            Authority.objects.get_or_create(slug=slug, defaults=made)
        self.thu = officer("thu", "Võ Thị Thu", ADMISSIONS, self.department, "Thư ký")
        school = Authority.objects.get(slug="thpt-buon-ma-thuot")
        other = Authority.objects.get(slug="thpt-chu-van-an")
        self.teacher = officer("giao", "Trần Thị Giáo", "expert", school, "Giáo vụ")
        self.other_teacher = officer("vu", "Lê Thị Vụ", "expert", other, "Giáo vụ")
        made = acts.make_round(plan_text(passed_on), self.thu)
        acts.publish_plan(made.plans.get(), self.head)
        self.slug = made.slug
        self.people = [person(f"me{number}", f"Mẹ Số {number}") for number in range(3)]

    @property
    def round(self) -> Round:
        return Round.objects.get(slug=self.slug)

    def applied(self, number: int, wishes: list[str]) -> Dossier:
        said = answers(**{"round": self.slug, "wishes": wishes, "pupil_code": f"HS{number}"})
        told = {"name": NAMES[number], "identity": f"06621000451{number}"}
        said["student"] = {**said["student"], **told}
        return filed(self.version, self.people[number], said)


def plan_text(passed_on: float = 4) -> str:
    """The plan of the tests with its windows around today: applications for an hour, then
    confirming, then the supplementary round.
    """
    start = timezone.now().replace(microsecond=0)

    def hour(number: float) -> str:
        return (start + dt.timedelta(hours=number)).isoformat()

    windows = f"""windows:
  apply: {{start: {hour(-1)}, end: {hour(1)}}}
  confirm: {{start: {hour(2)}, end: {hour(6)}}}
  supplementary: {{start: {hour(7)}, end: {hour(8)}}}
  passed_on: [{hour(passed_on)}]
"""
    before, after = TEXT.split("windows:\n")[0], TEXT.split("pupil_code:")[1]
    said = before.replace("quota: 2", "quota: 1") + windows + "pupil_code:" + after
    said = said.replace("priority_group", "office.check.priority")
    assert read(said).rules.programmes["bmt"].quota == 1
    return said


@contextmanager
def later(hours: float) -> Iterator[None]:
    """So many hours from now on."""
    with time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=True):
        yield


def steps_of(dossiers: list[Dossier]) -> list[list[str]]:
    return [[one.step for one in open_items(now(dossier))] for dossier in dossiers]


@pytest.fixture
def place(db: Any) -> Place:
    return Place()


def published(place: Place, tmp_path: Path) -> list[Dossier]:
    """Three families applied; the result is published."""
    acts.move(place.round, "open", place.head)
    dossiers = [place.applied(number, ["bmt", "cvan"]) for number in range(3)]
    assert steps_of(dossiers) == [["registered"]] * 3
    with pytest.raises(Incomplete, match="còn được nộp"):
        acts.move(place.round, "close", place.head)
    with later(1.5):
        acts.move(place.round, "close", place.head)
        with pytest.raises(WrongState):
            actions.amend(dossiers[0], place.people[0], {"wishes": ["cvan"]})
        settle()
        assert steps_of(dossiers) == [["check"]] * 3
        with pytest.raises(Incomplete, match="3 hồ sơ"):
            acts.move(place.round, "checked", place.thu)
        for dossier in dossiers:
            decide(now(dossier), "check", place.teacher, "sound", **NONE)
        acts.move(place.round, "checked", place.thu)
        lines = [f",HS{number},{9 - number},9,9" for number in range(3)]
        acts.count_sheet(
            acts.read_sheet(place.round, sheet(tmp_path, *lines), place.thu), place.thu
        )
        acts.move(place.round, "scored", place.thu)
        run = acts.order_run(place.round, place.thu)
        settle()
        run.refresh_from_db()
        acts.bind(place.round, run, run.input_hash, place.thu)
        acts.approve(place.round, run.root, place.head)
        acts.move(place.round, "publish", place.head)
        settle()
    return dossiers


def answered(dossier: Dossier, who: User, answer: str) -> None:
    actions.reply(now(dossier), who, {"answer": answer})
    settle()


def test_a_round_from_the_plan_to_the_seat(place: Place, tmp_path: Path) -> None:
    dossiers = published(place, tmp_path)
    assert steps_of(dossiers) == [["confirm"], ["confirm"], ["unplaced"]]
    ends = in_force(place.round).windows.confirm.end
    asked = WorkItem.objects.filter(step="confirm")
    assert {item.due_at for item in asked} == {ends}, "the family is told the plan's last hour"
    silences = Timer.objects.filter(item__in=asked, kind=Timer.Kind.SILENCE)
    assert {timer.due_at for timer in silences} == {ends} and silences.count() == 2
    first, second, third = dossiers
    assert now(second).office["result"]["programme_name"] == "THPT Chu Văn An"
    assert "25" in now(third).office["result"]["reason"]
    papers = list(of_round(place.round))
    assert len(papers) == 2
    text = " ".join(pdf_text(read_pdf(papers[0])).split())
    for words in ("THPT Buôn Ma Thuột", "000001; NV1; 27.00", "Trần Văn Dũng", "điểm chuẩn 27.00"):
        assert words in text, text
    root = place.round.run.root if place.round.run else "?"
    assert root in text.replace(" ", "") and not any(name in text for name in NAMES)
    shown = public_round(place.slug)
    assert shown is not None and [one.cut_off for one in shown.programmes] == ["27.00", "26.00"]
    own = own_result(application_of(third) or Application())
    assert own is not None and own.programme == "" and len(own.reasons) == 2
    with later(3):
        acts.move(place.round, "confirming", place.thu)
        answered(first, place.people[0], "decline")
        answered(second, place.people[1], "accept_wait")
        assert steps_of(dossiers) == [[], ["waiting"], ["unplaced"]]
        with pytest.raises(WrongState, match="Giờ chuyển chỗ"):
            acts.order_run(place.round, place.thu)
    with later(4.5):
        run = acts.order_run(place.round, place.thu)
        settle()
        run.refresh_from_db()
        assert run.state == AllocationRun.State.DONE, run.why
        acts.pass_on(place.round, run, run.root, place.head)
        settle()
        assert steps_of(dossiers) == [[], ["confirm"], ["confirm"]]
        assert now(second).office["waiting"]["programme"] == "bmt"
        assert now(third).office["unplaced"]["programme"] == "cvan"
        answered(second, place.people[1], "accept")
        answered(third, place.people[2], "accept")
        decide(now(second), "enrol", place.teacher, "enrolled")
        decide(now(third), "enrol", place.other_teacher, "enrolled")
    with later(6.5):
        acts.move(place.round, "end", place.head)
        settle()
    assert place.round.state == State.ENDED
    assert journal.first_fault(place.round) == 0


def test_what_lapses_is_passed_on_by_the_clock_alone(db: Any, tmp_path: Path) -> None:
    """The first family never answers; nobody presses anything. The plan's hour is the last one of
    the confirming time, so what lapses then is passed on too.
    """
    place = Place(passed_on=6)
    dossiers = published(place, tmp_path)
    with later(3):
        acts.move(place.round, "confirming", place.thu)
        answered(dossiers[1], place.people[1], "accept_wait")
        assert by_the_clock.sweep() == 0, "not yet"
    with later(6.1):
        assert by_the_clock.sweep() == 0, "the timers come first"
        while due_timers.fire():
            settle()
        assert steps_of(dossiers) == [[], ["waiting"], ["unplaced"]]
        for moved in (1, 1, 0):
            assert by_the_clock.sweep() == moved
            settle()
    assert steps_of(dossiers) == [[], ["confirm"], ["confirm"]]
    assert now(dossiers[1]).office["waiting"]["programme"] == "bmt"
    assert now(dossiers[2]).office["unplaced"]["programme"] == "cvan"
    told = list(place.round.entries.filter(act__in=("order_run", "pass_on")))
    assert [one.actor for one in told[-2:]] == [None, None]
    assert told[-1].data["answers"] == place.head.pk
    assert journal.first_fault(place.round) == 0


def test_the_clock_works_out_anew_what_somebody_answered_meanwhile(
    place: Place, tmp_path: Path
) -> None:
    dossiers = published(place, tmp_path)
    with later(3):
        acts.move(place.round, "confirming", place.thu)
        answered(dossiers[0], place.people[0], "decline")
    with later(4.5):
        by_the_clock.sweep()
        settle()
        answered(dossiers[1], place.people[1], "accept_wait")
        by_the_clock.sweep()
        assert steps_of(dossiers)[1:] == [["waiting"], ["unplaced"]], "an old run moves nobody"
        settle()
        by_the_clock.sweep()
        settle()
    assert steps_of(dossiers) == [[], ["confirm"], ["confirm"]]


def test_without_anybody_who_may_the_clock_leaves_it_to_a_press(
    place: Place, tmp_path: Path
) -> None:
    published(place, tmp_path)
    with later(4.5):
        acts.move(place.round, "confirming", place.thu)
        place.head.assignments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
        assert by_the_clock.answers_for(place.round) is None and by_the_clock.sweep() == 0


def test_nobody_who_holds_a_seat_loses_it_when_seats_are_passed_on(
    place: Place, tmp_path: Path
) -> None:
    """The second waits for a better wish that nobody gives up: everybody stays."""
    dossiers = published(place, tmp_path)
    with later(4.5):
        acts.move(place.round, "confirming", place.thu)
        answered(dossiers[0], place.people[0], "accept")
        answered(dossiers[1], place.people[1], "accept_wait")
        run = acts.order_run(place.round, place.thu)
        settle()
        run.refresh_from_db()
        acts.pass_on(place.round, run, run.root, place.head)
        settle()
        assert steps_of(dossiers) == [["enrol"], ["waiting"], ["unplaced"]]
    with later(6.5), pytest.raises(Incomplete):
        acts.move(place.round, "end", place.head)


def test_a_pupil_who_is_marked_anew_moves_in_and_nobody_is_displaced(
    place: Place, tmp_path: Path
) -> None:
    """The third has 28 by re-marking, more than the first, who has accepted bmt: a seat is made
    beyond the quota, and the first keeps theirs.
    """
    dossiers = published(place, tmp_path)
    with later(3):
        acts.move(place.round, "confirming", place.thu)
        answered(dossiers[0], place.people[0], "accept")
        with pytest.raises(WrongState, match="phúc khảo"):
            acts.order_run(place.round, place.thu, after_remarking=True)
        again = acts.read_sheet(
            place.round, sheet(tmp_path, ",HS2,10,9,9", name="p.csv"), place.thu
        )
        acts.count_sheet(again, place.thu)
        run = acts.order_run(place.round, place.thu, after_remarking=True)
        settle()
        run.refresh_from_db()
        assert run.state == AllocationRun.State.DONE, run.why
        assert run.report["moving"] == run.report["beyond"] == 1
        acts.pass_on(place.round, run, run.root, place.head)
        settle()
        assert steps_of(dossiers) == [["enrol"], ["confirm"], ["confirm"]]
        assert now(dossiers[2]).office["unplaced"]["programme"] == "bmt"
        own = own_result(application_of(dossiers[2]) or Application())
        assert own is not None and own.beyond_quota and own.rank == 1


def test_a_pupil_who_accepted_moves_to_another_wish_and_leaves_a_seat_to_others(
    place: Place, tmp_path: Path
) -> None:
    """By re-marking the second has 28, the first 19: the first keeps the seat it accepted, the
    second, who had accepted its second wish, waits at its own wish and moves; the seat it leaves is
    the third's, not one beyond the quota, whoever is looked at first.
    """
    dossiers = published(place, tmp_path)
    first, second, _third = dossiers
    with later(3):
        acts.move(place.round, "confirming", place.thu)
        answered(first, place.people[0], "accept")
        answered(second, place.people[1], "accept")
        marks = sheet(tmp_path, ",HS0,1,9,9", ",HS1,10,9,9", name="p.csv")
        acts.count_sheet(acts.read_sheet(place.round, marks, place.thu), place.thu)
        run = remarked(place)
        assert run.report["by_hand_numbers"] == ["000002"]
        assert run.report["kept_numbers"] == ["000001"]
        assert (run.report["moving"], run.report["beyond"]) == (1, 1)
        decide(now(second), "enrol", place.other_teacher, "reopen", "Gia đình đề nghị.")
        run = remarked(place)
        assert (run.report["moving"], run.report["beyond"], run.report["by_hand"]) == (2, 1, 0)
        acts.pass_on(place.round, run, run.root, place.head)
        settle()
    assert steps_of(dossiers) == [["enrol"], ["confirm"], ["confirm"]]
    seats = dict(run.placements.values_list("application__dossier", "programme"))
    beyond = run.placements.filter(beyond_quota=True).values_list("programme", flat=True)
    assert seats == {second.pk: "bmt", dossiers[2].pk: "cvan"} and list(beyond) == ["bmt"]


def remarked(place: Place) -> AllocationRun:
    run = acts.order_run(place.round, place.thu, after_remarking=True)
    settle()
    run.refresh_from_db()
    assert run.state == AllocationRun.State.DONE, run.why
    return run


def test_a_wish_changes_while_the_window_is_open_and_the_round_hears_it(place: Place) -> None:
    acts.move(place.round, "open", place.head)
    dossier = place.applied(0, ["bmt", "cvan"])
    actions.amend(dossier, place.people[0], {"wishes": ["cvan", "bmt"]})
    application = Application.objects.get(dossier=dossier)
    assert application.wishes == ["cvan", "bmt"]
    assert application.first_school and application.first_school.slug == "thpt-chu-van-an"
    assert application.candidate == "000001" and item(now(dossier), "registered")
