"""Calendar files (RFC 5545) of what stands in a dossier: the day of a result, of a council's visit.

An event keeps its UID for ever and counts up SEQUENCE with the journal, so that a calendar that has
it already moves it instead of adding another. Nothing else changes a file: asked twice it is the
same, letter by letter. It names the dossier by its code and nobody.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.models import Appointment
from organisations.calendar.working_time import calendar_for
from workflows.models import Council, Dossier

PRODID = "-//Motcua//motcua//VI"
KIND = "text/calendar; charset=utf-8"


def of_due_date(dossier: Dossier, link: str) -> HttpResponse | None:
    """When the result is due; None while no day was promised."""
    due = dossier.due_at
    if due is None:
        return None
    said = {"summary": _("Hẹn trả kết quả %(code)s") % {"code": dossier.code}}
    if why := calendar_for(dossier.deciding).provisional(due):
        said["description"] = why
    return _file(f"due-{dossier.pk}", dossier, timezone.localtime(due), None, {**said, "url": link})


def of_visit(council: Council, link: str) -> HttpResponse | None:
    """The day of the council's visit, a whole day; None while none is set."""
    on = council.visit_on
    if on is None:
        return None
    dossier = council.dossier
    said = {"summary": _("Kiểm tra thực tế, hồ sơ %(code)s") % {"code": dossier.code}, "url": link}
    if council.visit_note:
        said["location"] = council.visit_note
    return _file(f"visit-{council.pk}", dossier, on, on + dt.timedelta(days=1), said)


def of_appointment(appointment: Appointment, link: str) -> HttpResponse:
    """When one is expected at a counter; it names the office and nobody."""
    office = appointment.authority
    said = {"summary": _("Hẹn tại quầy: %(office)s") % {"office": office.name}, "url": link}
    if office.address:
        said["location"] = office.address
    start, end = (timezone.localtime(one) for one in (appointment.starts_at, appointment.ends_at))
    written = appointment.booked_at.astimezone(dt.UTC)
    return _event(f"appointment-{appointment.pk}", 0, written, (start, end), said)


def _file(
    name: str, dossier: Dossier, start: dt.date, end: dt.date | None, said: dict[str, str]
) -> HttpResponse:
    return _event(name, dossier.entry_count, _last_written(dossier), (start, end), said)


def _event(
    name: str,
    sequence: int,
    written: dt.datetime,
    times: tuple[dt.date, dt.date | None],
    said: dict[str, str],
) -> HttpResponse:
    from icalendar import Calendar, Event  # late: takes a fifth of a second of every start

    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", sequence)
    event.add("dtstamp", written)
    start, end = times
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    for field, text in said.items():
        event.add(field, text)
    calendar = Calendar()
    for field, text in {"prodid": PRODID, "version": "2.0", "method": "PUBLISH"}.items():
        calendar.add(field, text)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    response = HttpResponse(calendar.to_ical(), content_type=KIND)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _last_written(dossier: Dossier) -> dt.datetime:
    """When the journal last said something; the file is of that moment."""
    at = dossier.entries.order_by("-sequence").values_list("at", flat=True).first()
    return (at or dossier.submitted_at).astimezone(dt.UTC)
