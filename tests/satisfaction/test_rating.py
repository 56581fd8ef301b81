"""How satisfied one is: asked once, answered once, counted coarsely, a negative one answered."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from config import satisfaction_goals
from notifications.models import Message
from portal.demo.load import settle
from privacy import retention
from satisfaction import answering, asking, counting
from satisfaction.models import Survey
from tests.people import World, officer
from tests.portal.conftest import visiting
from tests.satisfaction.conftest import handed_over
from workflows.errors import AlreadyDone, Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.models import Dossier, Entry

VERY, SATISFIED, NOT = Survey.Grade.VERY, Survey.Grade.SATISFIED, Survey.Grade.NOT
REASON = "Chim Cu Gáy: phải đi lại bốn lần."


def asked(dossier: Dossier) -> Survey:
    """A day later the sweep asks."""
    with time_machine.travel(timezone.now() + dt.timedelta(days=1, minutes=1), tick=False):
        asking.sweep()
        settle()
    return Survey.objects.get(dossier=dossier)


def test_it_is_asked_once_the_day_after(world: World, returned: Dossier) -> None:
    assert asking.sweep() == 0
    survey = asked(returned)
    with time_machine.travel(timezone.now() + dt.timedelta(days=2), tick=False):
        assert asking.sweep() == 0
    told = Message.objects.filter(entry__act="ask_rating", channel="EMAIL")
    assert asking.link_of(survey) in told.get().body
    assert entries.verify(returned) is None


def test_whoever_answered_before_is_not_asked(world: World, returned: Dossier) -> None:
    answering.rate(returned, world.huong, VERY, "")
    with time_machine.travel(timezone.now() + dt.timedelta(days=2), tick=False):
        assert asking.sweep() == 0


def test_the_link_answers_once_and_names_nobody(world: World, returned: Dossier) -> None:
    asked(returned)
    letter = Message.objects.get(entry__act="ask_rating", channel="EMAIL")
    path = re.search(r"(/danh-gia/[^\s/]+/)", letter.body).group(1)  # type: ignore[union-attr]
    stranger = Client()
    page = stranger.get(path).text
    assert returned.code not in page and returned.applicant_name not in page
    assert stranger.post(path, {"reason": REASON}).status_code == 422
    refused = stranger.post(path, {"grade": "1"})
    assert refused.status_code == 422 and "vì sao" in refused.text
    assert stranger.post(path, {"grade": "2"}).status_code == 200
    assert stranger.get(path).status_code == 410
    again = stranger.post(path, {"grade": "1", "reason": REASON})
    assert again.status_code == 409 and returned.applicant_name not in again.text
    assert Survey.objects.get().grade == SATISFIED
    assert stranger.get(path[:-3] + "00/").status_code == 410
    with time_machine.travel(timezone.now() + dt.timedelta(days=70), tick=False):
        assert asking.opened(path.split("/")[2]) is None


def test_nobody_elses_and_not_before_the_result(world: World, returned: Dossier) -> None:
    with pytest.raises(NoRight):
        answering.rate(returned, world.binh, VERY, "")
    Dossier.objects.filter(pk=returned.pk).update(legal_status=4)
    with pytest.raises(WrongState):
        answering.rate(returned, world.huong, VERY, "")
    assert not Survey.objects.exists()


def test_one_answer_a_dossier(world: World, returned: Dossier) -> None:
    first = answering.rate(returned, world.huong, VERY, "", "k" * 32)
    assert answering.rate(returned, world.huong, VERY, "", "k" * 32) == first
    with pytest.raises(WrongState, match="đã được đánh giá"):
        answering.rate(returned, world.huong, NOT, REASON)
    assert Survey.objects.get().grade == VERY


def test_the_journal_does_not_say_which_grade(world: World, returned: Dossier) -> None:
    entry = answering.rate(returned, world.huong, SATISFIED, REASON)
    assert entry.act == "rate" and set(entry.data) <= {"survey", "request"}
    assert "Cu Gáy" not in repr(list(Entry.objects.values_list("reason", "data")))
    settle()
    assert not Message.objects.filter(entry=entry).exists()


def test_a_negative_one_is_the_heads_task_and_is_answered(world: World, returned: Dossier) -> None:
    entry = answering.rate(returned, world.huong, NOT, REASON)
    settle()
    assert {one.recipient for one in Message.objects.filter(entry=entry)} == {world.dung}
    assert "Cu Gáy" not in repr(list(Message.objects.values_list("body", flat=True)))
    head, huong = visiting(world.dung), visiting(world.huong)
    assert "Đánh giá chờ trả lời" in head.get("/mot-cua/").text
    assert REASON in head.get("/mot-cua/danh-gia/").text
    assert visiting(world.binh).get("/mot-cua/danh-gia/").status_code == 404
    survey = Survey.objects.get()
    empty = head.post("/mot-cua/danh-gia/", {"survey": survey.pk, "reply": " "})
    assert empty.status_code == 422
    said = {"survey": survey.pk, "reply": "Xin lỗi, chúng tôi đã sửa."}
    assert head.post("/mot-cua/danh-gia/", said).status_code == 302
    assert "chúng tôi đã sửa" in huong.get(f"/ho-so/{returned.code}/").text
    assert REASON not in head.get("/mot-cua/danh-gia/").text
    with pytest.raises(AlreadyDone):
        answering.reply(returned, world.dung, "Lại nữa.")


def test_no_other_head_answers(world: World, returned: Dossier) -> None:
    answering.rate(returned, world.huong, NOT, REASON)
    foreign = officer("gd", "Giám Đốc", "head", world.centre, "GIÁM ĐỐC")
    assert not answering.to_answer(foreign).exists()
    for who in (foreign, world.binh, world.huong):
        with pytest.raises(NoRight):
            answering.reply(returned, who, "Vâng.")
    with pytest.raises(Incomplete):
        answering.reply(returned, world.dung, " ")


def test_figures_say_nothing_of_the_few(world: World, returned: Dossier) -> None:
    answering.rate(returned, world.huong, NOT, REASON)
    page = Client().get("/thong-ke/").text
    assert "dưới 5 lượt đánh giá" in page and "từ 80% trở lên" in page
    today = timezone.localdate()
    period = counting.Period(today, today)
    (grades,) = counting.count(period).authorities.values()
    assert (grades.given, grades.good) == (1, 0)
    assert list(counting.count(period).months) == [today.replace(day=1)]
    elsewhere = counting.Period(today, today, authorities=[world.centre.pk])
    assert counting.count(elsewhere).procedures == {}


def test_the_goal_holds_from_its_day_on(settings: object) -> None:
    read = satisfaction_goals.read("2022-03-01=80, 2027-01-01=90")
    settings.SATISFACTION_GOALS = read  # type: ignore[attr-defined]
    days = [dt.date(2022, 2, 28), dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
    assert [counting.goal_on(day) for day in days] == [None, 80, 90]
    for wrong in ("80", "2022-03-01=200", "x=80"):
        with pytest.raises(Exception, match="SATISFACTION_GOALS"):
            satisfaction_goals.read(wrong)


def test_the_reason_goes_with_the_dossier_and_the_grade_stays(world: World) -> None:
    dossier = handed_over(world)
    answering.rate(dossier, world.huong, NOT, REASON)
    retention._clear(dossier)
    survey = Survey.objects.get()
    assert (survey.reason, survey.grade) == ("", NOT)
