"""Many want the last place of a slot at once: each place is given once, and nobody has two."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from appointments import booking, slots
from appointments.models import Appointment, Opening
from organisations.models import Authority, User
from tests.people import World, officer, person
from tests.races.conftest import many
from tests.races.line import race
from workflows.errors import WrongState

pytestmark = pytest.mark.slow


def want(job: tuple[int, str]) -> int:
    """The place that the person got; 0 for none."""
    person_id, starts_at = job
    office = Authority.objects.get(slug="ttpvhcc-daklak")
    moment = dt.datetime.fromisoformat(starts_at)
    try:
        return booking.book(User.objects.get(pk=person_id), office, moment).place
    except WrongState:
        return 0


def test_no_place_is_given_twice(world: World) -> None:
    head = officer("gd", "Giám Đốc", "head", world.centre, "GIÁM ĐỐC")
    for weekday in range(5):
        hours = {"weekday": weekday, "starts": dt.time(8), "ends": dt.time(11), "minutes": 60}
        rows = Opening(authority=world.centre, places=2, kept=1, **hours)
        booking.open_hours(head, rows)
    first, second = person("mot", "Người Một"), person("hai", "Người Hai")
    for turn in range(many(8, 2)):
        Appointment.objects.all().delete()
        day = timezone.localdate() + dt.timedelta(days=2 + turn)
        while not (found := slots.of_day(world.centre, day)):
            day += dt.timedelta(days=1)
        moment = found[0].starts_at.isoformat()
        jobs = [[(one.pk, moment)] for one in (first, second)]
        places = [got for line in race(want, *jobs) for got in line]
        assert sorted(places) == [0, 1], places
        assert Appointment.objects.filter(state="BOOKED").count() == 1
