"""The counter's appointments of a day, and the hours that a head opens for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from appointments import booking, slots
from appointments.models import Appointment, Opening
from organisations.models import Authority
from organisations.roles import HEAD, RECEPTIONIST
from portal.http.refusals import status_of
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of
from portal.shared.slot_choice import moment_of
from portal.wording.dates import read_date
from workflows.errors import ActRefused, Incomplete, WrongState

#: What the form for hours begins with.
USUAL = {
    **{"office": "", "weekday": "0", "starts": "08:00", "ends": "11:00"},
    **{"minutes": "30", "places": "3", "kept": "1"},
}


def appointments(request: HttpRequest) -> HttpResponse:
    """GET shows who comes on a day; POST gives a place at the counter, or takes one back."""
    offices = _offices(request, RECEPTIONIST)
    if request.method != "POST":
        return _day(request, offices)
    office = offices.filter(slug=request.POST.get("office", "")).first() or offices.first()
    if office is None:
        raise Http404
    try:
        said = _do(request, office)
    except ActRefused as refused:
        name = request.POST.get("name", "")[:150]
        return _day(request, offices, status_of(refused), refusal=str(refused), name=name)
    messages.success(request, said)
    day = request.POST.get("day", "")[:10]
    return redirect(f"{reverse('portal:office_appointments')}?co-quan={office.slug}&ngay={day}")


def _do(request: HttpRequest, office: Authority) -> str:
    officer = officer_of(request)
    if pk := request.POST.get("cancel", ""):
        number = int(pk) if pk.isdecimal() and len(pk) < 12 else 0
        found = Appointment.objects.filter(pk=number, authority=office).first()
        if found is None:
            raise WrongState(_("Lịch hẹn này đã hủy hoặc đã qua."))
        booking.cancel(found, officer)
        return _("Đã hủy lịch hẹn.")
    chosen = moment_of(request.POST.get("slot", ""))
    if chosen is None:
        raise Incomplete(_("Hãy chọn một giờ."))
    booking.give(officer, office, chosen, request.POST.get("name", ""))
    return _("Đã ghi lịch hẹn.")


def _day(request: HttpRequest, offices: Any, status: int = 200, **typed: Any) -> HttpResponse:
    wanted = request.GET.get("co-quan", request.POST.get("office", ""))
    office = offices.filter(slug=wanted).first() or offices.first()
    day = read_date(request.GET.get("ngay", request.POST.get("day", ""))) or timezone.localdate()
    page = {
        **frame(reader_of(request), timezone.now(), "appointments"),
        "offices": offices,
        "office": office,
        "day": day,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1),
        "name": "",
        "coming": booking.of_office(office, day) if office else [],
        "slots": [one for one in slots.of_day(office, day) if one.free > 0] if office else [],
        **typed,
    }
    return render(request, "portal/office/appointments.html", page, status=status)


def opening_hours(request: HttpRequest) -> HttpResponse:
    """What a head opens, and closes again; 404 for who heads nothing."""
    offices = _offices(request, HEAD)
    if not offices.exists():
        raise Http404
    if request.method != "POST":
        return _hours(request, offices)
    office = offices.filter(slug=request.POST.get("office", "")).first() or offices[0]
    try:
        said = _change(request, office)
    except ActRefused as refused:
        return _hours(
            request, offices, status_of(refused), refusal=str(refused), typed=_typed(request)
        )
    messages.success(request, said)
    return redirect("portal:opening_hours")


def _change(request: HttpRequest, office: Authority) -> str:
    officer, pk = officer_of(request), request.POST.get("close", "")
    if pk:
        number = int(pk) if pk.isdecimal() and len(pk) < 12 else 0
        found = Opening.objects.filter(pk=number, authority=office).first()
        if found is not None:
            booking.close_hours(officer, found)
        return _("Đã đóng khung giờ; các lịch đã hẹn vẫn giữ.")
    booking.open_hours(officer, _opening(request, office))
    return _("Đã mở khung giờ.")


def _opening(request: HttpRequest, office: Authority) -> Opening:
    """As it was typed; what is no number or time becomes one that is refused."""
    return Opening(
        authority=office,
        weekday=_number(request, "weekday") % 7,
        starts=_time(request, "starts"),
        ends=_time(request, "ends"),
        minutes=_number(request, "minutes"),
        places=_number(request, "places"),
        kept=_number(request, "kept"),
    )


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:50] for name in USUAL}


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _time(request: HttpRequest, name: str) -> dt.time:
    try:
        return dt.time.fromisoformat(request.POST.get(name, "").strip()[:5])
    except ValueError:
        return dt.time.min


def _hours(request: HttpRequest, offices: Any, status: int = 200, **typed: Any) -> HttpResponse:
    openings = Opening.objects.filter(authority__in=offices, closed_at=None)
    page = {
        **frame(reader_of(request), timezone.now(), "opening_hours"),
        "offices": offices,
        "openings": [(one, WEEKDAYS[one.weekday]) for one in openings.select_related("authority")],
        "typed": USUAL,
        "weekdays": [(number, WEEKDAYS[number]) for number in range(7)],
        **typed,
    }
    return render(request, "portal/office/opening_hours.html", page, status=status)


def _offices(request: HttpRequest, role: str) -> Any:
    places = {post.authority_id for post in reader_of(request).posts() if post.role == role}
    return Authority.objects.filter(pk__in=places).order_by("name")
