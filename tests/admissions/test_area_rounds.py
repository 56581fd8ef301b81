"""Rounds by area: grade 1, pre-school and boarding schools, from the shipped plans to the seats."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from admissions import acts
from admissions.models import Round
from admissions.opened.decisions import of_round
from admissions.pages.own import own_result
from admissions.plans.reading import findings, read
from admissions.seats.running import content_of
from portal.demo.load import settle
from tests.admissions.area_rounds import EXAMPLES, AreaRound, application, example, later
from tests.procedures.walking import decide, now, officer
from workflows import actions
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.models import WorkItem

HERE = {"residence": "permanent", "has_sibling": False, "priority": "none"}
HOME = {"residence": "permanent", "has_sibling": False}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_plan_has_no_fault_but_the_schools_it_invents(path: Any, db: Any) -> None:
    plan = read(example(path.stem))
    assert plan.procedure == path.stem
    assert {one.rule for one in findings(plan) if one.is_fault} <= {"school_unknown"}


def test_grade_1_by_hamlet_sibling_and_priority(db: Any) -> None:
    """Two seats at Hoa Sen, one at Lê Lợi; all four ask for Hoa Sen first. The first lives in a
    hamlet of Hoa Sen, the second has a brother there, the third is of a priority group and lives
    in a hamlet of Lê Lợi, the fourth does not live where they said.
    """
    site = AreaRound("grade-1-admission", {"hoa-sen": 2, "le-loi": 1})
    site.opened()
    both = ["hoa-sen", "le-loi"]
    site.applied("Y Một Niê", both, hamlet="buôn  ea kmat", **HOME)
    named = {"sibling_school": "tieu-hoc-hoa-sen", "sibling_name": "Y Anh, lớp 3A"}
    site.applied("H Hai Êban", both, hamlet="Thôn 3", **{**HOME, **named, "has_sibling": True})
    site.applied("Trần Ba", both, hamlet="Thôn 3", priority="2", **HOME)
    site.applied("Lê Bốn", both, hamlet="Thôn 1", **HOME)
    first, second, third, fourth = site.dossiers
    with later(1.5):
        acts.move(site.round, "close", site.head)
        settle()
        two = site.teachers("tieu-hoc-hoa-sen")
        site.checked(first, two, hamlet="Buôn Ea Kmat", **HERE)
        told = {**HERE, "hamlet": "Thôn 3"}
        decide(now(second), "check", two[0], "sound", **{**told, "has_sibling": True})
        with pytest.raises(NoRight):
            decide(now(second), "second_check", two[0], "agree")
        decide(now(second), "second_check", two[1], "agree")
        site.checked(third, two, twice=True, **{**told, "priority": "2"})
        site.checked(fourth, two, hamlet="Thôn 1", **{**HERE, "residence": "none"})
        assert site.steps() == ["result"] * 4
        run = site.published()
    assert site.seats(run) == ["hoa-sen", "hoa-sen", "le-loi", ""]
    own = own_result(application(third))
    assert own is not None and "có anh chị em học tại trường" in own.reasons[0]
    own = own_result(application(fourth))
    assert own is not None and "ở xã thuộc địa bàn" in own.reasons[0]
    with later(3):
        for number, answer in enumerate(("decline", "accept", "accept_wait")):
            actions.reply(now(site.dossiers[number]), site.parents[number], {"answer": answer})
        settle()
    with later(4.5):
        again = site.run()
        acts.pass_on(site.round, again, again.root, site.head)
        settle()
    assert site.steps() == ["", "enrol", "confirm", "confirm"]
    assert site.seats(again) == ["-", "-", "hoa-sen", "le-loi"]


def test_pre_school_by_area_then_a_lot_that_anybody_recomputes(db: Any) -> None:
    """One seat in the class of five: two live in its area, the lot parts them; the third, from
    elsewhere with a sister in another class of the school, stands behind both.
    """
    site = AreaRound("preschool-admission", {"hoa-mai-5": 1, "hoa-mai-4": 1, "so-ca": 1})
    site.opened()
    for name in ("Y Một Niê", "H Hai Êban"):
        site.applied(name, ["hoa-mai-5", "so-ca"], hamlet="Thôn 1", **HOME)
    named = {"sibling_school": "mam-non-hoa-mai", "sibling_name": "H Chị, lớp 4 tuổi"}
    third = {**HOME, **named, "has_sibling": True, "hamlet": "Thôn 4"}
    site.applied("Trần Ba", ["hoa-mai-5", "so-ca"], **third)
    with later(1.5):
        acts.move(site.round, "close", site.head)
        settle()
        two = site.teachers("mam-non-hoa-mai")
        for dossier in site.dossiers[:2]:
            site.checked(dossier, two, hamlet="Thôn 1", **HERE)
        told = {**HERE, "has_sibling": True, "hamlet": "Thôn 4"}
        site.checked(site.dossiers[2], two, twice=True, **told)
        run = site.published()
    lots = {one["name"]: int(one["lot"]) for one in content_of(run)["applicants"]}
    names = [application(one).pseudonym for one in site.dossiers]
    winner = min((0, 1), key=lambda number: lots[names[number]])
    assert site.seats(run)[winner] == "hoa-mai-5" and site.seats(run)[1 - winner] == ""
    assert site.seats(run)[2] == "so-ca", "who lives in its area stands before the others there"
    assert site.round.state == Round.State.CONFIRMING


def test_boarding_school_by_area_then_by_the_school_report(db: Any) -> None:
    """One seat for boarders, one for midday care: who lives in the area stands before a better
    average; points for priority are added to it, exactly.
    """
    site = AreaRound("boarding-school-admission", {"noi-tru": 1, "ban-tru": 1})
    site.opened()
    for name, average in (("Y Một Niê", "8,25"), ("H Hai Êban", "9,5"), ("Trần Ba", "7,3")):
        site.applied(
            name,
            ["noi-tru", "ban-tru"],
            ethnic_group="Êđê",
            average=average,
            priority="3" if average == "7,3" else "none",
        )
    with later(1.5):
        acts.move(site.round, "close", site.head)
        settle()
        two = site.teachers("ptnt-dam-san")
        first, second, third = site.dossiers
        site.checked(first, two, priority="none", in_area=True, average="8,25")
        site.checked(second, two, priority="none", in_area=False, average="9,5")
        site.checked(third, two, twice=True, priority="3", in_area=True, average="7,3")
        run = site.published()
    assert site.seats(run) == ["ban-tru", "", "noi-tru"]
    scores = dict(run.placements.values_list("application__dossier", "score"))
    assert [scores[one.pk] for one in site.dossiers] == ["8.25", "9.50", "8.30"]


def test_seats_left_over_go_to_who_has_none_and_to_who_applies_anew(db: Any) -> None:
    """One seat at Hoa Sen, two at Lê Lợi. The second child has none; its family applies anew for
    Lê Lợi, and so does a third. Who holds a seat may not.
    """
    site = AreaRound("grade-1-admission", {"hoa-sen": 1, "le-loi": 2})
    site.opened()
    site.applied("Y Một Niê", ["hoa-sen"], hamlet="Thôn 1", **HOME)
    site.applied("H Hai Êban", ["hoa-sen"], hamlet="Thôn 3", **HOME)
    with later(1.5):
        acts.move(site.round, "close", site.head)
        settle()
        two = site.teachers("tieu-hoc-hoa-sen")
        site.checked(site.dossiers[0], two, hamlet="Thôn 1", **HERE)
        site.checked(site.dossiers[1], two, hamlet="Thôn 3", **HERE)
        site.published()
        assert site.steps() == ["confirm", "unplaced"]
        actions.reply(now(site.dossiers[0]), site.parents[0], {"answer": "accept"})
    with later(7.2):
        settle()
        acts.move(site.round, "supplementary", site.head)
        site.applied("H Hai Êban", ["le-loi", "hoa-sen"], child=1, hamlet="Thôn 3", **HOME)
        site.applied("Trần Ba", ["le-loi"], hamlet="Thôn 1", **HOME)
        with pytest.raises(WrongState, match="đang giữ một chỗ"):
            site.applied("Y Một Niê", ["le-loi"], child=0, hamlet="Thôn 1", **HOME)
        with pytest.raises(Incomplete, match="kéo dài đến"):
            acts.order_run(site.round, site.secretary)
    with later(8.1):
        with pytest.raises(Incomplete, match="chưa khóa"):
            acts.order_run(site.round, site.secretary)
        acts.move(site.round, "close_again", site.head)
        settle()
        with pytest.raises(Incomplete, match="2 hồ sơ"):
            acts.order_run(site.round, site.secretary)
        three = officer("ba", "Y Ba", "tieu-hoc-le-loi", "expert")
        for dossier, hamlet in zip(site.dossiers[2:], ("Thôn 3", "Thôn 1"), strict=True):
            decide(now(dossier), "check", three, "sound", hamlet=hamlet, **HERE)
        run = site.run()
        assert run.report["applicants"] == 2, "the older application of the child asks no more"
        acts.pass_on(site.round, run, run.root, site.head)
        settle()
        assert site.seats(run) == ["-", "-", "le-loi", "le-loi"]
        assert site.steps() == ["enrol", "unplaced", "confirm", "confirm"]
        due = WorkItem.objects.filter(process=site.dossiers[2], step="confirm").get().due_at
        assert due and due > timezone.now(), "the family has time to answer"
        assert of_round(site.round).count() == 2, "what was filled up is decided on paper too"
