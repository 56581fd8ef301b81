"""Time that acts by itself: silence, lapse, the end of a consultation, warnings; each once, whoever
comes first.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from documents.models import Document
from documents.rendering import docx
from tests.people import World, draft_of, officer
from tests.portal.conftest import visiting
from tests.reading import word_text
from tests.workflows.conftest import accepted, item_of, reread
from tests.workflows.procedures import FOLDER, changed, findings_of
from workflows import actions
from workflows.background import due_timers
from workflows.definition import load
from workflows.errors import Incomplete
from workflows.lifecycle import Status
from workflows.models import Dossier, Draft, Opinion, ProcedureVersion, Timer, WorkItem
from workflows.papers.facts import noted_texts
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text
from workflows.process.conditions import holds

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột
DAY = dt.timedelta(days=1)
SUPPLEMENT = "    title: {vi: Chờ công dân bổ sung, en: Waiting for the applicant}\n    to: check\n"
LAPSE = SUPPLEMENT + "    lapse: {amount: 30, unit: DAY, to: end_lapsed}\n"
SILENCE = (
    "    not_same_person_as: [check]\n    outcomes:\n      - {id: approve",
    (
        "    not_same_person_as: [check]\n    silence: {amount: 2, unit: WORKING_DAY, outcome:"
        " send_back, reason: Hết hạn.}\n    outcomes:\n      - {id: approve"
    ),
)
ASK = """  - id: ask
    kind: consult
    title: {vi: Hỏi ý kiến}
    hours: 2
    closes: true
    asked:
      - {role: clerk, at: deciding, confidential: true}
      - {role: head, at: deciding, hours: 1}
      - {role: receptionist, at: receiving, when: copies > 5}
    fields:
      - {id: agrees, kind: yes_no, label: {vi: Đồng ý không}, required: true}
    to: sign
  - id: sign
"""
CONSULT = (("act: forward, to: sign,", "act: forward, to: ask,"), ("  - id: sign\n", ASK))


def of_version(world: World, *changes: tuple[str, str]) -> Dossier:
    """A dossier that was received under a changed procedure."""
    version: ProcedureVersion = publishing.publish_proposal(from_text(changed(*changes)))
    draft = draft_of(world)
    Draft.objects.filter(pk=draft.pk).update(version=version)
    return accepted(world, actions.submit(draft, world.huong))


def matched(world: World, dossier: Dossier) -> Dossier:
    actions.decide(item_of(dossier), world.binh, "found", {"match": str(world.diploma.pk)})
    return reread(dossier)


def acts(dossier: Dossier) -> list[str]:
    return list(dossier.entries.values_list("act", flat=True))


def test_a_supplement_that_never_comes_stops_the_dossier_once(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = of_version(world)
        actions.decide(item_of(dossier), world.binh, "supplement", reason="Cần ảnh văn bằng.")
        clock.shift(29 * DAY)
        due_timers.fire()
        assert reread(dossier).legal_status == Status.SUPPLEMENT_ASKED
        clock.shift(3 * DAY)
        due_timers.fire()
        due_timers.fire()
    dossier = reread(dossier)
    assert dossier.legal_status == Status.STOPPED and dossier.finished
    assert acts(dossier).count("lapse") == 1
    assert not WorkItem.objects.filter(process=dossier, finished__isnull=True).exists()
    assert not Timer.objects.filter(dossier=dossier, done_at__isnull=True).exists()


@pytest.mark.parametrize("received", [False, True])
def test_the_notice_says_that_the_supplement_did_not_come_and_the_page_says_until_when(
    world: World, received: bool
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = actions.submit(draft_of(world), world.huong)
        if received:
            dossier = accepted(world, dossier)
        who = world.binh if received else world.lan
        actions.decide(item_of(dossier), who, "supplement", reason="Cần ảnh văn bằng.")
        page = visiting(world.huong).get(f"/ho-so/{dossier.code}/").text
        clock.shift(32 * DAY)
        due_timers.fire()
    (due,) = Timer.objects.filter(dossier=dossier, kind="LAPSE").values_list("due_at", flat=True)
    assert (
        f"Bổ sung trước {timezone.localtime(due):%H:%M %d/%m/%Y}; quá hạn, hồ sơ dừng xử lý."
        in page
    )
    assert reread(dossier).legal_status == Status.STOPPED
    notice = Document.objects.get(pk=dossier.documents.get(kind="stop_notice").document_id)
    text = word_text(docx(notice))
    assert (
        "Mẫu số 05" in text
        and "Đã quá thời hạn bổ sung, hoàn thiện hồ sơ mà người nộp không bổ sung." in text
    )


def test_every_wait_of_every_shipped_procedure_ends_by_itself() -> None:
    waits = [
        step
        for folder in sorted(FOLDER.parent.iterdir())
        if (folder / "procedure.yaml").exists()
        for step in load((folder / "procedure.yaml").read_text(encoding="utf-8")).steps
        if step.kind == "wait"
    ]
    assert len(waits) >= 18 and [step.id for step in waits if step.lapse is None] == []


def test_a_supplement_in_time_takes_the_timer_away(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = of_version(world)
        actions.decide(item_of(dossier), world.binh, "supplement", reason="Cần ảnh văn bằng.")
        clock.shift(5 * DAY)
        actions.supply(reread(dossier), world.huong, {**dossier.answers, "serial": "A 1"})
        clock.shift(60 * DAY)
        due_timers.fire()
    assert "lapse" not in acts(reread(dossier))


def test_silence_takes_the_outcome_the_definition_says(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = matched(world, of_version(world, SILENCE))
        clock.shift(DAY)
        due_timers.fire()
        assert item_of(dossier).step == "sign"
        clock.shift(2 * DAY)
        due_timers.fire()
    entry = reread(dossier).entries.get(act="send_back")
    assert (entry.actor, entry.reason, entry.data["timer"]) == (None, "Hết hạn.", "SILENCE")
    assert item_of(dossier).step == "check"


def test_who_decides_in_the_last_moment_is_not_overtaken(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = matched(world, of_version(world, SILENCE))
        timer = Timer.objects.get(dossier=dossier, kind=Timer.Kind.SILENCE)
        actions.decide(item_of(dossier), world.dung, "approve")
        clock.shift(9 * DAY)
        assert actions.time_is_up(timer) is None
    assert "send_back" not in acts(reread(dossier))


def test_a_consultation_closes_when_its_time_is_up(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = matched(world, of_version(world, *CONSULT))
        asked = {item.role: item for item in WorkItem.objects.filter(process=dossier, step="ask")}
        assert asked.keys() == {"clerk", "head"}  # two copies: reception is not asked
        assert asked["head"].due_at < asked["clerk"].due_at
        actions.give_opinion(asked["clerk"], world.anh, "Đồng ý cấp.", values={"agrees": True})
        clock.shift(dt.timedelta(hours=5))
        due_timers.fire()
        due_timers.fire()
    assert item_of(dossier).step == "sign"
    assert acts(reread(dossier)).count("no_answer") == 1
    assert reread(dossier).office["ask"]["answered"] == 1
    assert "agrees" not in reread(dossier).office["ask"]  # the clerk is asked in confidence


def test_a_confidential_opinion_is_read_by_who_asked_and_by_who_gave_it(world: World) -> None:
    dossier = matched(world, of_version(world, *CONSULT))
    actions.give_opinion(
        WorkItem.objects.get(process=dossier, role="clerk", finished=None),
        world.anh,
        "Bí mật.",
        values={"agrees": False},
    )
    from workflows.opinions.store import readable
    from workflows.reading_rights import Reader

    outsider = officer("ngoai", "Người Ngoài", "expert", world.centre, "Chuyên viên")
    assert [one.text for one in readable(Reader(world.dung).towards(dossier))] == ["Bí mật."]
    assert readable(Reader(outsider).towards(dossier)) == []
    assert dossier.entries.get(act="opinion").reason == ""
    assert Opinion.objects.get().confidential


def test_an_opinion_answers_what_the_step_asks(world: World) -> None:
    dossier = matched(world, of_version(world, *CONSULT))
    item = WorkItem.objects.get(process=dossier, role="head", finished=None)
    with pytest.raises(Incomplete, match="Đồng ý không"):
        actions.give_opinion(item, world.dung, "Không rõ.")
    assert not Opinion.objects.exists()


def test_nobody_to_ask_is_passed_through(world: World, tmp_path: Path) -> None:
    only = ASK.replace("      - {role: clerk, at: deciding, confidential: true}\n", "").replace(
        "      - {role: head, at: deciding, hours: 1}\n", ""
    )
    dossier = matched(world, of_version(world, CONSULT[0], (CONSULT[1][0], only)))
    assert item_of(dossier).step == "sign"


def test_people_are_warned_before_and_at_the_due_time_and_again_after_an_extension(
    world: World,
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = of_version(world)
        clock.move_to(dossier.due_at - dt.timedelta(minutes=5))
        due_timers.fire()
        assert acts(reread(dossier))[-1] == "near_due"
        actions.extend(reread(dossier), world.dung, "Sổ gốc đang được số hóa.")
        clock.move_to(dossier.due_at + dt.timedelta(minutes=5))
        due_timers.fire()
        assert "overdue" not in acts(reread(dossier))
        clock.move_to(reread(dossier).due_at + dt.timedelta(minutes=5))
        due_timers.fire()
        due_timers.fire()
    assert acts(reread(dossier)).count("overdue") == 1
    assert acts(reread(dossier)).count("near_due") == 1 + 1


def test_the_warnings_rest_while_the_applicant_must_act(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = of_version(world)
        actions.decide(item_of(dossier), world.binh, "supplement", reason="Cần ảnh văn bằng.")
        clock.shift(10 * DAY)
        due_timers.fire()
        assert not {"near_due", "overdue"} & set(acts(reread(dossier)))
        actions.supply(reread(dossier), world.huong, {**dossier.answers, "serial": "A 1"})
        assert (
            Timer.objects.filter(
                dossier=dossier, item=None, done_at=None, due_at__gt=timezone.now()
            ).count()
            == 2
        )


def test_a_timer_that_cannot_act_keeps_no_other_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        first, second = of_version(world), of_version(world)
        clock.move_to(first.due_at + DAY)
        real = actions.time_is_up

        def failing(timer: Timer) -> object:
            if timer.dossier_id == first.pk:
                raise OSError
            return real(timer)

        monkeypatch.setattr(actions, "time_is_up", failing)
        due_timers.fire()
    assert "overdue" in acts(second) and "overdue" not in acts(first)
    waiting = Timer.objects.filter(dossier=first, done_at=None)
    assert {timer.last_error for timer in waiting} == {"OSError"}


def test_the_checker_wants_a_lapse_to_end_and_a_silence_to_be_an_outcome() -> None:
    assert "lapse_goes_on" in findings_of(changed((LAPSE, LAPSE.replace("end_lapsed", "check"))))
    assert "reference_unknown" in findings_of(
        changed((SILENCE[0], SILENCE[1].replace("send_back,", "nothing,")))
    )
    assert not {"lapse_goes_on", "reference_unknown"} & findings_of(changed(SILENCE)).keys()


def test_who_has_a_late_dossier_and_their_head_hear_of_it(world: World) -> None:
    from notifications import inbox, recording
    from workflows.models import Effect

    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = of_version(world)
        clock.move_to(dossier.due_at + dt.timedelta(minutes=5))
        due_timers.fire()
        for effect in Effect.objects.filter(kind="notify", entry__act__in=("near_due", "overdue")):
            recording.record(effect)
            recording.record(effect)
    told = {
        person: [row.subject for row in inbox.for_user(person)]
        for person in (world.binh, world.dung, world.huong)
    }
    assert len(told[world.binh]) == 2 and len(told[world.dung]) == 1
    assert "Quá hạn trả kết quả" in told[world.dung][0]
    assert not any("hạn" in subject for subject in told[world.huong])


def read_by_gate(condition: str, *more: tuple[str, str]) -> str:
    """The procedure with a gate behind its consultation."""
    gate = (
        f"  - {{id: turn, kind: gate, title: {{vi: Rẽ}}, when: '{condition}', then: sign,"
        " otherwise: check}\n"
    )
    return changed(
        *CONSULT, ("    to: sign\n  - id: sign\n", f"    to: turn\n{gate}  - id: sign\n"), *more
    )


OPENLY = (
    ("      - {role: head, at: deciding, hours: 1}\n", ""),
    ("      - {role: receptionist, at: receiving, when: copies > 5}\n", ""),
)


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ("office.ask.all.agrees.all(one, one)", ""),
        ("office.ask.all.agree.all(one, one)", "condition_unknown"),
        ("size(office.ask.all) > 0", "condition_unknown"),
        ("office.ask.agrees && office.ask.answered > 1", ""),
    ],
)
def test_the_checker_knows_the_answers_of_all(condition: str, rule: str) -> None:
    found = findings_of(read_by_gate(condition)).keys() & {"condition_unknown", "confidential_read"}
    assert found == ({rule} if rule else set())


@pytest.mark.parametrize("condition", ["office.ask.agrees", "office.ask.all.agrees.all(one, one)"])
def test_no_condition_reads_what_everybody_answers_in_confidence(condition: str) -> None:
    assert "confidential_read" in findings_of(read_by_gate(condition, *OPENLY))
    assert "confidential_read" not in findings_of(read_by_gate("office.ask.answered > 0", *OPENLY))


@pytest.mark.parametrize("name", ["all", "answered", "round"])
def test_a_field_is_not_called_as_what_is_noted_of_all_answers(name: str) -> None:
    assert "field_reserved" in findings_of(changed(*CONSULT, ("{id: agrees,", f"{{id: {name},")))


def test_the_answers_of_all_are_read_by_conditions_and_documents(world: World) -> None:
    dossier = matched(
        world,
        of_version(world, CONSULT[0], (CONSULT[1][0], ASK.replace(", confidential: true", ""))),
    )
    for role, by, agrees in (("clerk", world.anh, False), ("head", world.dung, True)):
        item = WorkItem.objects.get(process=dossier, role=role, step="ask")
        actions.give_opinion(item, by, "Ý kiến.", values={"agrees": agrees})
    dossier = reread(dossier)
    assert dossier.office["ask"]["agrees"] is True  # the last one's
    assert dossier.office["ask"]["all"] == {"agrees": [False, True]}
    assert not holds("office.ask.all.agrees.all(one, one)", dossier)
    assert noted_texts(dossier, dossier.flow_class.definition)["ask"]["all"] == {
        "agrees": ["Không", "Có"]
    }


def test_the_answers_of_an_earlier_round_are_not_counted_with_those_of_the_next(
    world: World,
) -> None:
    dossier = matched(
        world,
        of_version(world, CONSULT[0], (CONSULT[1][0], ASK.replace(", confidential: true", ""))),
    )
    for agrees in (False, True):
        for role, by in (("clerk", world.anh), ("head", world.dung)):
            item = WorkItem.objects.get(process=dossier, role=role, step="ask", finished=None)
            actions.give_opinion(item, by, "Ý kiến.", values={"agrees": agrees})
        assert reread(dossier).office["ask"]["all"] == {"agrees": [agrees, agrees]}
        if not agrees:
            actions.decide(item_of(dossier), world.dung, "send_back", reason="Hỏi lại.")
            matched(world, reread(dossier))
