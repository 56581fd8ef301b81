"""A dossier due in a year whose days off nobody has entered is told so, until they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine
from django.test import Client

from organisations.calendar.official_days import official_days
from organisations.calendar.working_time import LOCAL
from organisations.calendar_models import CalendarDay
from tests.people import World, draft_of
from tests.workflows.conftest import accepted, reread
from workflows import actions
from workflows.background import recompute_deadlines
from workflows.models import Dossier
from workflows.papers import facts
from workflows.published import definition_of


def enter(year: int) -> None:
    for day in official_days([year]):
        day.save()


def test_slip_and_pages_say_that_the_time_is_provisional(world: World, client: Client) -> None:
    with time_machine.travel("2027-12-31T15:30+07:00", tick=False):
        dossier = accepted(world, actions.submit(draft_of(world), world.huong))
        assert dossier.due_at is not None and dossier.due_at.astimezone(LOCAL).year == 2028
        said = facts.slip_facts(dossier, definition_of(dossier.version), "")["due_at_text"]
        assert said.endswith("(tạm tính: lịch nghỉ năm 2028 chưa công bố)")
        client.force_login(world.huong)
        for page in (f"/ho-so/{dossier.code}/", "/ho-so/", f"/ho-so/{dossier.code}/da-nop/"):
            assert "lịch nghỉ năm 2028 chưa công bố" in client.get(page).content.decode(), page


def test_entering_the_days_recomputes_and_makes_it_a_promise(world: World, client: Client) -> None:
    with time_machine.travel("2027-12-31T15:30+07:00", tick=False):
        dossier = accepted(world, actions.submit(draft_of(world), world.huong))
        before = dossier.due_at
        enter(2028)
        CalendarDay.objects.create(date=dt.date(2028, 1, 4), kind="OFF", name="Nghỉ hoán đổi")
        recompute_deadlines.recompute_all()
        after: Any = reread(dossier)
        assert isinstance(after, Dossier) and before is not None and after.due_at is not None
        assert after.due_at > before
        client.force_login(world.huong)
        assert "chưa công bố" not in client.get(f"/ho-so/{dossier.code}/").content.decode()
