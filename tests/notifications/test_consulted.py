"""Those who are asked hear of it, in the inbox and by mail, and once more before their time is
over.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from notifications.channels.mail import EMAIL
from notifications.models import INBOX, Message
from organisations.models import Authority
from organisations.seed import seed_organisations
from tests.notifications.conftest import tell
from tests.procedures.schools import OLD, Schools, answers, make_schools
from tests.procedures.walking import decide, filed, item, open_items, paper
from workflows import actions
from workflows.background import due_timers
from workflows.journal import outbox
from workflows.models import Dossier, Effect

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột


@pytest.fixture
def schools(db: None) -> Schools:
    seed_organisations()
    return make_schools()


def asked(schools: Schools) -> Dossier:
    return decide(
        filed(schools.version, schools.mother, answers()), "receive", schools.office, "accept"
    )


def told(dossier: Dossier) -> list[Message]:
    """What the worker made of all that is owed: the letters to the present school."""
    for effect in Effect.objects.filter(kind="ask", state=Effect.State.PENDING):
        assert outbox.run(effect.pk)
    tell(dossier)
    return [
        message
        for message in Message.objects.filter(dossier=dossier)
        if "/mot-cua/" in message.body
    ]


def test_the_school_that_is_asked_hears_by_both_ways(schools: Schools) -> None:
    dossier = asked(schools)
    letters = told(dossier)
    assert {(one.channel, one.recipient or one.address) for one in letters} == {
        (INBOX, schools.old_principal),
        (EMAIL, schools.old_principal.email),
    }
    task = item(dossier, "ask_release")
    for one in letters:
        assert one.subject == f"[{dossier.code}] Được hỏi ý kiến"
        assert f"/mot-cua/y-kien/{task.pk}/" in one.body and "Xin trả lời trước" in one.body
        assert "Y Khoa" not in one.body and "H'Lan" not in one.body and "0905" not in one.body
    told(dossier)
    for effect in Effect.objects.filter(kind="ask"):
        Effect.objects.filter(pk=effect.pk).update(state=Effect.State.PENDING)
    assert len(told(dossier)) == 2, "told twice"


def test_an_office_without_an_address_gets_it_in_its_own_mailbox(schools: Schools) -> None:
    schools.old_principal.email = ""
    schools.old_principal.save()
    Authority.objects.filter(slug=OLD).update(email="vanthu@ngogiatu.example.vn")
    assert [one.address for one in told(asked(schools)) if one.channel == EMAIL] == [
        "vanthu@ngogiatu.example.vn"
    ]


def test_who_has_not_answered_is_reminded_once_and_who_has_is_not(schools: Schools) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        silent, answered = asked(schools), asked(schools)
        told(silent), told(answered)
        said = {"releases": True, "handed_over": "electronic"}
        principal, files = schools.old_principal, [paper(schools.old_principal)]
        actions.give_opinion(
            item(answered, "ask_release"), principal, "Đồng ý.", values=said, files=files
        )
        due = open_items(silent)[0].due_at
        assert due is not None
        clock.move_to(due - dt.timedelta(minutes=30))
        due_timers.fire()
        due_timers.fire()
    assert silent.entries.filter(act="remind").count() == 1
    assert not answered.entries.filter(act="remind").exists()
    reminders = [one for one in told(silent) if "Sắp hết hạn cho ý kiến" in one.subject]
    assert {one.channel for one in reminders} == {INBOX, EMAIL}
    assert f"/mot-cua/y-kien/{item(silent, 'ask_release').pk}/" in reminders[0].body


@pytest.mark.parametrize("stays", [True, False])
def test_that_nobody_answered_is_told_to_who_asked_while_they_read_the_dossier(
    schools: Schools, stays: bool
) -> None:
    """Else to the head: a message with a link that opens nothing is a leak and no help."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = asked(schools)
        due = item(dossier, "ask_release").due_at
        assert due is not None
        if not stays:
            schools.office.assignments.update(valid_to=dt.date(2026, 11, 15))
        clock.move_to(due + dt.timedelta(minutes=1))
        due_timers.fire()
        tell(dossier)
    heard = Message.objects.filter(dossier=dossier, entry__act="no_answer", channel=INBOX)
    assert {one.recipient for one in heard} == {schools.office if stays else schools.principal}
