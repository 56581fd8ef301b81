"""The applicant is asked while the clock runs: they answer once, or silence does; nobody else, and
not too late.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from forms.files.uploads import store
from notifications import inbox, recording
from organisations.models import User
from tests.forms.test_uploads import png
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.reading import as_read
from tests.workflows.conftest import item_of, reread
from tests.workflows.procedures import changed, findings_of
from workflows import actions, permissions
from workflows.background import due_timers
from workflows.errors import ActRefused, Incomplete, KeyReused, NoRight, WrongState
from workflows.lifecycle import Status
from workflows.models import Dossier, Draft, Effect, Timer
from workflows.papers import facts
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột
DAY = dt.timedelta(days=1)
QUESTION = """  - id: ask
    kind: reply
    about: check
    title: {vi: Hỏi ý kiến người nộp về dự thảo, en: The applicant is asked}
    silence: {amount: 2, unit: WORKING_DAY, values: {agrees: true}, reason: Quá hạn không trả lời thì coi như đồng ý.}
    fields:
      - {id: agrees, kind: yes_no, label: {vi: Ông/Bà có đồng ý không}, required: true}
      - {id: why, kind: long_text, label: {vi: Lý do không đồng ý}, required: agrees == false}
    to: sign
  - id: sign
"""
ASK = (
    ("act: forward, to: sign,", "act: forward, to: ask,"),
    ("  - id: sign\n", QUESTION),
    # their time is the office's too
    ('amount: 1, unit: SAME_DAY, cut_off: "15:00"', "amount: 4, unit: WORKING_DAY"),
)


def asked(world: World, *more: tuple[str, str]) -> Dossier:
    """A dossier about which the applicant is being asked."""
    version = publishing.publish_proposal(from_text(changed(*ASK, *more)))
    draft = draft_of(world)
    Draft.objects.filter(pk=draft.pk).update(version=version)
    dossier = actions.submit(Draft.objects.get(pk=draft.pk), world.huong)
    actions.decide(item_of(dossier), world.lan, "accept")
    paper = store(SimpleUploadedFile("du-thao.png", png()), world.binh, ["image"], 10**7)
    noted = {"match": str(world.diploma.pk), "note": "Có một chữ mờ."}
    actions.decide(item_of(dossier), world.binh, "found", noted, files=[str(paper.pk)])
    return reread(dossier)


def waiting_for(dossier: Dossier) -> str:
    return item_of(dossier).step


def test_the_clock_runs_on_and_the_answer_leads_on(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = asked(world)
        assert (
            waiting_for(dossier) == "ask"
            and dossier.paused_at is None
            and dossier.legal_status == Status.PROCESSING
        )
        due = dossier.due_at
        clock.shift(DAY)
        actions.reply(dossier, world.huong, {"agrees": False, "why": "Sai tên trường."})
    dossier = reread(dossier)
    assert (dossier.due_at, waiting_for(dossier)) == (due, "sign")
    assert dossier.office["ask"] == {"agrees": False, "why": "Sai tên trường.", "silent": False}
    assert (
        facts.noted_texts(dossier, dossier.flow_class.definition)["ask"]["why"] == "Sai tên trường."
    )
    # the journal is never erased
    assert "Sai tên trường" not in str(list(dossier.entries.values()))


def test_silence_is_an_answer_when_its_time_is_up_and_not_before(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = asked(world)
        timer = Timer.objects.get(dossier=dossier, kind=Timer.Kind.SILENCE)
        assert not Timer.objects.filter(
            dossier=dossier, kind=Timer.Kind.LATE, item=timer.item
        ).exists()
        clock.move_to(timer.due_at - dt.timedelta(minutes=1))
        due_timers.fire()
        assert waiting_for(dossier) == "ask"
        clock.move_to(timer.due_at)
        due_timers.fire()
        due_timers.fire()
    dossier = reread(dossier)
    assert waiting_for(dossier) == "sign" and dossier.office["ask"] == {
        "agrees": True,
        "silent": True,
    }
    entry = dossier.entries.get(act="no_reply")
    assert (entry.actor, entry.reason) == (None, "Quá hạn không trả lời thì coi như đồng ý.")
    with pytest.raises(WrongState):
        actions.reply(dossier, world.huong, {"agrees": False, "why": "Muộn"})
    assert reread(dossier).office["ask"]["agrees"] is True


def test_an_answer_in_the_last_moment_is_not_overtaken_by_silence(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = asked(world)
        timer = Timer.objects.get(dossier=dossier, kind=Timer.Kind.SILENCE)
        clock.move_to(timer.due_at)
        actions.reply(dossier, world.huong, {"agrees": False, "why": "Sai."})
        assert actions.time_is_up(timer) is None
    assert reread(dossier).office["ask"]["agrees"] is False


def test_twice_is_once_and_other_words_under_the_same_key_are_refused(world: World) -> None:
    dossier = asked(world)
    first = actions.reply(dossier, world.huong, {"agrees": True}, key="k")
    assert actions.reply(dossier, world.huong, {"agrees": True}, key="k") == first
    with pytest.raises(KeyReused):
        actions.reply(dossier, world.huong, {"agrees": False, "why": "x"}, key="k")
    assert dossier.entries.filter(act="reply").count() == 1


def test_only_the_applicant_answers_and_answers_whole(world: World) -> None:
    dossier = asked(world)
    stranger = User.objects.create_user("la", full_name="Người Lạ")
    for who in (world.binh, world.dung, world.lan, stranger):
        with pytest.raises(NoRight):
            actions.reply(dossier, who, {"agrees": True})
    for values in ({}, {"agrees": False}, {"agrees": False, "why": ""}):
        with pytest.raises(Incomplete):
            actions.reply(dossier, world.huong, values)
    with pytest.raises(ActRefused):
        actions.reply(dossier, world.huong, {"agrees": True, "office": "x"})
    assert waiting_for(dossier) == "ask"


def test_at_the_counter_the_receptionist_answers_for_whoever_has_no_account(world: World) -> None:
    dossier = asked(world)
    Dossier.objects.filter(pk=dossier.pk).update(applicant=None)
    assert permissions.may_reply(world.lan, reread(dossier))
    assert not permissions.may_reply(world.huong, reread(dossier))


def test_the_applicant_hears_that_they_are_asked_and_what_silence_meant(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = asked(world)
        effect = Effect.objects.get(kind="question")
        recording.record_question(effect)
        recording.record_question(effect)
        told = [row for row in inbox.for_user(world.huong) if "Cần ý kiến" in row.subject]
        assert len(told) == 1 and "/tra-loi/" in told[0].body and "18/11/2026" in told[0].body
        clock.move_to(Timer.objects.get(dossier=dossier, kind=Timer.Kind.SILENCE).due_at)
        due_timers.fire()
        recording.record(Effect.objects.get(kind="notify", entry__act="no_reply"))
    assert any("coi như đồng ý" in row.body for row in inbox.for_user(world.huong))


def test_the_page_shows_what_is_asked_about_and_loses_nothing(world: World) -> None:
    dossier = asked(world)
    client, page = visiting(world.huong), f"/ho-so/{dossier.code}/tra-loi/"
    own = client.get(f"/ho-so/{dossier.code}/").text
    assert f'href="{page}"' in own and "chờ trả lời" in own
    shown = client.get(page).text
    assert "Có một chữ mờ." in shown and "du-thao.png" in shown and "coi như đồng ý" in shown
    refused = client.post(page, {"agrees": "no", "why": ""})
    assert refused.status_code == 422 and 'value="no" checked' in as_read(refused.text)
    form = {"agrees": "no", "why": "Sai tên trường.", "key": "a" * 32}
    assert client.post(page, form).url == f"/ho-so/{dossier.code}/"
    assert client.post(page, form).url == f"/ho-so/{dossier.code}/"  # the same press again leads on
    assert client.post(page, {**form, "key": "b" * 32}).status_code == 409
    assert dossier.entries.filter(act="reply").count() == 1
    assert visiting(world.binh).get(page).status_code == 404
    assert (
        "Sai tên trường."
        in visiting(world.dung).get(f"/mot-cua/ho-so/{dossier.code}/?xem=y-kien").text
    )


def test_the_checker_wants_a_silence_that_answers_what_must_be_answered() -> None:
    def found(old: str, new: str) -> set[str]:
        return set(findings_of(changed(ASK[0], (ASK[1][0], QUESTION.replace(old, new)), ASK[2])))

    assert not {"silence_unanswered", "reference_unknown"} & found("", "")
    assert "silence_unanswered" in found("values: {agrees: true}, ", "")
    assert "reference_unknown" in found(
        "values: {agrees: true}", "values: {agrees: true, other: x}"
    )
    assert "reference_unknown" in found("about: check", "about: nothing")
