"""A question before filing: to the office in charge, answered there, linked to a dossier later."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from conversation import questions, remarks
from conversation.models import Remark, Thread
from organisations.account_models import AccountLetter
from privacy import retention
from tests.people import World, officer, person, publish
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.models import Dossier
from workflows.published import definition_of


@pytest.fixture
def question(world: World) -> Thread:
    return questions.ask(world.huong, world.version.procedure, world.centre, "Mấy ngày có?")


def test_the_desk_and_the_head_of_that_office_answer(world: World, question: Thread) -> None:
    head = officer("gd", "Giám Đốc", "head", world.centre, "GIÁM ĐỐC")
    for who, may in ((world.lan, True), (head, True), (world.binh, False), (world.dung, False)):
        assert (question in questions.waiting(who)) is may
    with pytest.raises(NoRight):
        questions.write(question, world.binh, "Ba ngày.")
    questions.write(question, world.lan, "Ba ngày.")
    question.refresh_from_db()
    assert question.waiting_since is None
    letter = AccountLetter.objects.get(kind="QUESTION_ANSWERED")
    assert letter.person == world.huong
    with pytest.raises(NoRight):
        questions.write(question, person("la", "Người Lạ"), "Tôi nữa.")


def test_nobody_answers_their_own(world: World) -> None:
    own = questions.ask(world.lan, world.version.procedure, world.centre, "Mấy ngày?")
    assert not questions.of_office(world.lan).exists()
    assert questions.write(own, world.lan, "Có ai không?").of_office is False


def test_three_open_questions_and_no_more(world: World, question: Thread) -> None:
    for _each in range(2):
        questions.ask(world.huong, world.version.procedure, world.centre, "Còn nữa.")
    with pytest.raises(WrongState, match="3 câu hỏi"):
        questions.ask(world.huong, world.version.procedure, world.centre, "Còn nữa.")
    for _each in range(4):
        questions.write(question, world.huong, "Alô?")
    with pytest.raises(WrongState):
        questions.write(question, world.huong, "Alô?")


def test_a_dossier_takes_the_question_along(
    world: World, question: Thread, dossier: Dossier
) -> None:
    remarks.write(dossier, world.huong, "Tôi đã nộp.")
    questions.link(question, dossier, world.huong)
    texts = [one.text for one in remarks.of_dossier(dossier)]
    assert texts == ["Mấy ngày có?", "Tôi đã nộp."] and not Thread.objects.filter(dossier=None)
    assert remarks.unanswered(dossier).count() == 2
    assert dossier.entries.filter(act="link_question").count() == 1


def test_only_ones_own_question_of_the_same_procedure(
    world: World, question: Thread, dossier: Dossier
) -> None:
    stranger = person("la", "Người Lạ")
    theirs = questions.ask(stranger, world.version.procedure, world.centre, "Của tôi")
    with pytest.raises(NoRight):
        questions.link(theirs, dossier, world.huong)
    other = publish("school-transfer").procedure
    about_other = questions.ask(world.huong, other, world.centre, "Chuyển trường?")
    with pytest.raises(Incomplete):
        questions.link(about_other, dossier, world.huong)
    assert list(questions.linkable(world.huong, dossier)) == [question]


def test_the_offices_are_those_that_receive(world: World) -> None:
    named = questions.offices_for(definition_of(world.version))
    assert [slug for slug, _name in named] == [world.centre.slug, world.department.slug]
    schools = questions.offices_for(definition_of(publish("school-transfer")))
    assert len(schools) > 1


def test_a_year_after_the_last_word_it_is_gone(world: World, question: Thread) -> None:
    today = timezone.localdate()
    assert retention.forget_questions(today) == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=366), tick=False):
        assert retention.forget_questions(timezone.localdate()) == 1
    assert not Remark.objects.exists()
