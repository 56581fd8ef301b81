"""The promised time: the apology the head signs, the extension it may bring, the notice of a stop,
late steps.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from documents.models import Document, SlipForm
from documents.rendering import docx
from notifications import inbox, recording
from tests.people import World, draft_of
from tests.reading import word_text
from tests.workflows.conftest import accepted, reread
from tests.workflows.test_timers import CONSULT, DAY, MONDAY, acts, matched, of_version
from workflows import actions
from workflows.background import due_timers
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.models import Dossier, Effect, Timer, WorkItem

REASON = "Sổ gốc đang được số hóa."


def slip(dossier: Dossier, kind: str) -> str:
    return word_text(docx(Document.objects.get(pk=dossier.documents.get(kind=kind).document_id)))


def told(dossier: Dossier, act: str, *people: object) -> list[list[str]]:
    for effect in Effect.objects.filter(kind="notify", entry__dossier=dossier, entry__act=act):
        recording.record(effect)
    return [[row.subject for row in inbox.for_user(person)] for person in people]  # type: ignore[arg-type]


def test_an_extension_is_a_numbered_apology_signed_by_the_head(world: World) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    before = timezone.localtime(dossier.due_at)
    entry = actions.extend(dossier, world.dung, REASON)
    after = timezone.localtime(reread(dossier).due_at)
    assert entry.data["document"] == "01/PXL"
    text = slip(dossier, "apology")
    for words in (
        *(
            "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN",
            "Mẫu số 04",
            "Số: 01/PXL",
            "Kính gửi: Nguyễn Thị Hường",
            dossier.code,
        ),
        *(
            f"{before:%H:%M ngày %d/%m/%Y}",
            f"{after:%H:%M ngày %d/%m/%Y}",
            REASON,
            "PHÓ GIÁM ĐỐC",
            "Trần Văn Dũng",
        ),
        *("Ngày tiếp nhận hồ sơ", "Số định danh cá nhân: 066198001234"),
    ):
        assert words in text, words
    with pytest.raises(NoRight):
        actions.extend(reread(dossier), world.dung, REASON)
    with pytest.raises(NoRight):
        actions.apologise(reread(dossier), world.dung, REASON, timezone.localdate() + 9 * DAY)


def test_the_number_of_a_form_is_the_sites_own(world: World) -> None:
    SlipForm.objects.create(name="slips/apology", number="05", source="TT 01/2018/TT-VPCP")
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    actions.extend(dossier, world.dung, REASON)
    assert "Mẫu số 05" in slip(dossier, "apology")
    assert "Mẫu số 01" in slip(dossier, "receipt")


def test_what_is_late_gets_one_apology_and_stays_late(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = accepted(world, actions.submit(draft_of(world), world.huong))
        with pytest.raises(WrongState):
            actions.apologise(dossier, world.dung, REASON, timezone.localdate() + DAY)
        due = reread(dossier).due_at
        clock.move_to(due + dt.timedelta(hours=15))  # Tuesday, 8:00
        saturday, monday = dt.date(2026, 11, 21), dt.date(2026, 11, 16)
        for day in (saturday, monday):
            with pytest.raises(Incomplete):
                actions.apologise(dossier, world.dung, REASON, day)
        with pytest.raises(NoRight):
            actions.apologise(dossier, world.binh, REASON, dt.date(2026, 11, 19))
        actions.apologise(dossier, world.dung, REASON, dt.date(2026, 11, 19), key="once")
        actions.apologise(dossier, world.dung, REASON, dt.date(2026, 11, 19), key="once")
        with pytest.raises(NoRight):
            actions.apologise(dossier, world.dung, REASON, dt.date(2026, 11, 20))
    assert reread(dossier).due_at == due and not reread(dossier).extended
    assert "17:00 ngày 19/11/2026" in slip(dossier, "apology")
    assert acts(dossier).count("apologise") == 1
    subjects = told(dossier, "apologise", world.huong)[0]
    assert any("Xin lỗi" in subject for subject in subjects)


def test_a_stop_and_a_lapse_each_leave_a_notice(world: World) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    actions.withdraw(dossier, world.huong, "Đổi ý")
    entry = actions.stop(reread(dossier), world.lan)
    assert entry.data["document"] == "01/TB-TTPVHCC"
    text = slip(dossier, "stop_notice")
    assert (
        "Mẫu số 05" in text
        and "Theo yêu cầu của người nộp hồ sơ." in text
        and "Hoàng Thị Lan" in text
    )


def test_the_head_is_warned_while_they_may_still_extend(world: World) -> None:
    long = ('amount: 1, unit: SAME_DAY, cut_off: "15:00"', "amount: 4, unit: WORKING_DAY")
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = of_version(world, long)
        warning = Timer.objects.get(dossier=dossier, kind=Timer.Kind.NEAR_DUE).due_at
        assert warning < dossier.due_at - DAY
        clock.move_to(warning + dt.timedelta(minutes=1))
        due_timers.fire()
        [subjects] = told(dossier, "near_due", world.dung)
        assert any("Sắp đến hạn" in subject for subject in subjects)
        actions.extend(reread(dossier), world.dung, REASON)


def test_a_step_that_used_its_hours_is_told_though_the_dossier_is_in_time(world: World) -> None:
    long = ('amount: 1, unit: SAME_DAY, cut_off: "15:00"', "amount: 5, unit: WORKING_DAY")
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = of_version(world, long)
        clock.shift(dt.timedelta(hours=2))
        due_timers.fire()
        assert "step_late" not in acts(dossier)
        clock.shift(dt.timedelta(hours=4))  # the expert has three
        due_timers.fire()
        due_timers.fire()
        assert acts(dossier).count("step_late") == 1 and "overdue" not in acts(dossier)
        heads, experts, citizen = told(dossier, "step_late", world.dung, world.binh, world.huong)
    assert any("Quá giờ của bước" in subject for subject in heads)
    assert any("Quá giờ của bước" in subject for subject in experts)
    assert not any("Quá giờ" in subject for subject in citizen)


def test_whoever_is_asked_is_reminded_and_whoever_asked_hears_of_silence(world: World) -> None:
    open_end = tuple((old, new.replace("    closes: true\n", "")) for old, new in CONSULT)
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = matched(world, of_version(world, *open_end))
        asked = WorkItem.objects.get(process=dossier, step="ask", role="clerk")  # two hours
        clock.move_to(asked.created + dt.timedelta(minutes=100))
        due_timers.fire()
        due_timers.fire()
        clerk, _head, expert = told(dossier, "remind", world.anh, world.dung, world.binh)
        assert len([one for one in clerk if "Sắp hết hạn cho ý kiến" in one]) == 1
        assert not any("ý kiến" in one for one in expert)
        clock.move_to(asked.due_at + dt.timedelta(minutes=1))
        due_timers.fire()
        due_timers.fire()
        [expert] = told(dossier, "unheard", world.binh)
    # the clerk's, and the head's with its own hour
    assert len([one for one in expert if "chưa có ý kiến" in one]) == 2
    assert acts(dossier).count("unheard") == 2
    assert WorkItem.objects.filter(process=dossier, step="ask", finished=None).count() == 2


def test_whoever_answered_is_not_reminded(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = matched(world, of_version(world, *CONSULT))
        asked = WorkItem.objects.get(process=dossier, step="ask", role="clerk")
        actions.give_opinion(asked, world.anh, "Đồng ý.", values={"agrees": True})
        clock.move_to(asked.due_at - dt.timedelta(minutes=1))
        due_timers.fire()
        entries = reread(dossier).entries.filter(act="remind")
        assert "clerk" not in [entry.role for entry in entries]
