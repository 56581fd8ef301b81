"""Two administrators save one form, or publish one procedure, at the same instant (B5): one is
told, none is lost.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from html import unescape

from django.test import Client
from django.urls import reverse

from organisations.calendar_models import CalendarDay
from organisations.models import User
from tests.people import World
from tests.portal.conftest import visiting
from tests.races.conftest import many
from tests.races.line import race
from tests.workflows.procedures import changed
from workflows.models import ProcedureVersion
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text, inspect

Form = dict[str, str]
INPUT = re.compile(r'<input type="(?:text|hidden)" name="(\w+)" (?:value="([^"]*)")?')
SAVED, REFUSED = 302, 200


@functools.cache
def browser(pk: int) -> Client:
    """The administrator's own, in the racer's own process."""
    return visiting(User.objects.get(pk=pk))


def save(job: tuple[int, int, Form]) -> int:
    who, day, form = job
    address = reverse("admin:organisations_calendarday_change", args=[day])
    return browser(who).post(address, form).status_code


def form_of(client: Client, day: CalendarDay, name: str) -> Form:
    """What the page shows, with another name typed in."""
    page = client.get(reverse("admin:organisations_calendarday_change", args=[day.pk])).text
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    return {
        "date": f"{day.date:%d/%m/%Y}",
        "kind": day.kind,
        "name": name,
        "authority": "",
        "source": "",
        "seen": unescape(seen[1]),
    }


def test_two_administrators_save_one_day_and_one_is_told(world: World) -> None:
    people = [
        User.objects.create_superuser(f"goc{number}", password="x" * 20) for number in range(2)
    ]
    client = visiting(people[0])
    days = [
        CalendarDay.objects.create(
            date=dt.date(2031, 1, 1) + dt.timedelta(number), kind="OFF", name="Nghỉ"
        )
        for number in range(many(50, 10))
    ]
    jobs = [
        [(who.pk, day.pk, form_of(client, day, f"Nghỉ {side}")) for day in days]
        for side, who in zip(("một", "hai"), people, strict=True)
    ]
    for day, answers in zip(days, zip(*race(save, *jobs), strict=True), strict=True):
        assert sorted(answers) == [REFUSED, SAVED]
        day.refresh_from_db()
        assert day.name == ("Nghỉ một" if answers[0] == SAVED else "Nghỉ hai")


def publish(job: tuple[str, int]) -> str:
    text, seen = job
    try:
        publishing.publish_inspected(text, inspect(from_text(text)), newest_seen=seen)
    except publishing.Superseded:
        return "told"
    return "published"


def test_two_editors_publish_at_once_and_one_is_told(world: World) -> None:
    first = world.version.number
    rounds = many(20, 5)
    jobs = [
        [
            (
                changed(("retention_years: 5", f"retention_years: {6 + 2 * number + side}")),
                first + number,
            )
            for number in range(rounds)
        ]
        for side in range(2)
    ]
    for answers in zip(*race(publish, *jobs), strict=True):
        assert sorted(answers) == ["published", "told"]
    numbers = ProcedureVersion.objects.filter(procedure=world.version.procedure).values_list(
        "number", flat=True
    )
    assert sorted(numbers) == list(range(first, first + rounds + 1))
