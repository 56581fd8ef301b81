"""Bugs planted for appointments at a counter."""

from tests.planted import Planted

BOOKING = "tests/appointments/test_booking.py"

PLANTED = [
    Planted(
        "D1",
        "anybody takes the places that the counter keeps",
        "appointments/booking.py",
        "return _give(authority, starts_at, at_counter=False, person=person, booked_by=person)",
        "return _give(authority, starts_at, at_counter=True, person=person, booked_by=person)",
        f"{BOOKING} -k counters",
    ),
    Planted(
        "D1",
        "anybody cancels anybody's appointment",
        "appointments/booking.py",
        "    if appointment.person_id != actor.pk and not is_counter:\n        raise NoRight\n",
        "",
        f"{BOOKING} -k who_may",
    ),
    Planted(
        "D1",
        "an office has slots while it is closed",
        "appointments/slots.py",
        "        if any(opened <= start and end <= closed for opened, closed in hours)\n",
        "",
        f"{BOOKING} -k working_days",
    ),
]
