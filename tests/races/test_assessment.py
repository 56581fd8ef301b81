"""People of one school at the same instant: papers get numbers without holes, no text is lost,
silence comes once.
"""

from __future__ import annotations

import datetime as dt

import time_machine

from assessment import evidence, pages, work
from assessment.catalogue import rules_of
from assessment.models import Assessment
from assessment.refusals import Refused
from organisations.models import User
from portal.shared.merge_answers import merge, shown_on
from tests.assessment.schools import begun, make_school, paper
from tests.people import World
from tests.races.conftest import many
from tests.races.line import race
from tests.workflows.conftest import reread
from tests.workflows.test_reply import asked
from workflows import actions
from workflows.errors import ActRefused
from workflows.models import Dossier, Timer

HANDS = 4


def attach(job: tuple[int, int, bool]) -> str:
    """One paper is attached; every third hand takes the first one away again."""
    found, person = Assessment.objects.get(pk=job[0]), User.objects.get(pk=job[1])
    made = evidence.add(found, "1.3", f"Sổ {person}", paper(person), person)
    if not job[2]:
        return "added"
    try:
        evidence.remove(found, made.pk, person)
    except Refused:
        return "kept"
    return "taken away"


def test_papers_attached_at_once_are_numbered_without_holes(world: World) -> None:
    school, rounds = make_school(), many(10, 4)
    found = begun(school)
    jobs = [
        [(found.pk, school.secretary.pk, hand == 0) for _ in range(rounds)] for hand in range(HANDS)
    ]
    done = [each for results in race(attach, *jobs) for each in results]
    numbers = list(found.evidence.values_list("number", flat=True).order_by("number"))
    assert numbers == list(range(1, done.count("added") + done.count("kept") + 1))
    assert done.count("taken away") == rounds


def save(job: tuple[int, int, str, str]) -> bool:
    """A page is saved; True when it was told of a conflict."""
    found, person = (
        Assessment.objects.select_related("rules").get(pk=job[0]),
        User.objects.get(pk=job[1]),
    )
    section = pages.section(rules_of(found.rules).criterion("1.1"), False)
    told = []

    def merged(now: dict[str, str]) -> dict[str, str]:
        changed, kept = merge(section, {}, now, {"description": job[3]}, job[2])
        told.append(bool(kept.conflicts))
        return dict(changed)

    work.change(found, "1.1", person, merged)
    return told[0]


def test_of_two_people_who_save_one_text_exactly_one_is_told(world: World) -> None:
    school = make_school()
    found = begun(school)
    section = pages.section(rules_of(found.rules).criterion("1.1"), False)
    first = (found.pk, school.secretary.pk, shown_on(section, {}), "Bản của thư ký")
    second = (found.pk, school.head.pk, shown_on(section, {}), "Bản của hiệu trưởng")
    (one,), (other,) = race(save, [first], [second])
    assert one != other
    kept = found.records.get(criterion="1.1").answers["description"]
    assert kept == (second[3] if one else first[3])


def answer(job: tuple[str, int, dt.datetime]) -> str:
    """The applicant answers, or their time is up."""
    kind, pk, moment = job
    with time_machine.travel(moment, tick=True):
        if kind == "time":
            return "silence" if actions.time_is_up(Timer.objects.get(pk=pk)) else "nothing"
        dossier = Dossier.objects.select_related("applicant").get(pk=pk)
        assert dossier.applicant is not None
        try:
            actions.reply(dossier, dossier.applicant, {"agrees": False, "why": "Sai."})
        except ActRefused:
            return "too late"
        return "answered"


def test_an_answer_and_the_end_of_its_time_at_once_are_one_of_both(world: World) -> None:
    dossiers = [asked(world) for _ in range(many(20, 6))]
    timers = [Timer.objects.get(dossier=one, kind=Timer.Kind.SILENCE) for one in dossiers]
    people = [("person", one.pk, timer.due_at) for one, timer in zip(dossiers, timers, strict=True)]
    clocks = [("time", timer.pk, timer.due_at) for timer in timers]
    for one, said, silent in zip(dossiers, *race(answer, people, clocks), strict=True):
        assert (said, silent) in (("answered", "nothing"), ("too late", "silence"))
        assert reread(one).office["ask"]["silent"] == (silent == "silence")
        assert reread(one).entries.filter(act__in=("reply", "no_reply")).count() == 1
