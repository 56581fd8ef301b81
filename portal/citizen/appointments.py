"""Appointments at a counter, as whoever comes sees them: book, cancel, take into one's calendar."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments import booking, slots
from appointments.models import Appointment
from organisations.models import Authority
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from portal.shared import calendar_files
from portal.shared.slot_choice import Day, days_of, moment_of
from workflows.errors import ActRefused

#: Days with free places that a page offers.
OFFERED = 10


def my_appointments(request: SignedIn) -> HttpResponse:
    """Those to come, and the offices that open hours."""
    page = {"appointments": booking.of_person(request.user), "offices": slots.offices()}
    return render(request, "portal/citizen/my_appointments.html", page)


def book(request: SignedIn, authority: str) -> HttpResponse:
    """GET offers the next free slots of an office, POST books one."""
    office = get_object_or_404(Authority, slug=authority)
    if request.method != "POST":
        return _page(request, office)
    chosen = moment_of(request.POST.get("slot", ""))
    if chosen is None:
        return _page(request, office, _("Hãy chọn một giờ."), 422)
    try:
        booking.book(request.user, office, chosen)
    except ActRefused as refused:
        return _page(request, office, str(refused), status_of(refused))
    messages.success(request, _("Đã đặt lịch hẹn. Bạn được nhắc trước một ngày."))
    return redirect("portal:my_appointments")


def cancel(request: SignedIn, pk: int) -> HttpResponse:
    """The place is given back."""
    try:
        booking.cancel(_own(request, pk), request.user)
    except ActRefused as refused:
        page = {"refusal": str(refused), "appointments": booking.of_person(request.user)}
        page["offices"] = slots.offices()
        status = status_of(refused)
        return render(request, "portal/citizen/my_appointments.html", page, status=status)
    messages.success(request, _("Đã hủy lịch hẹn."))
    return redirect("portal:my_appointments")


def appointment_calendar(request: SignedIn, pk: int) -> HttpResponse:
    """The appointment for one's own calendar."""
    link = request.build_absolute_uri("/lich-hen/")
    return calendar_files.of_appointment(_own(request, pk), link)


def _own(request: SignedIn, pk: int) -> Appointment:
    rows = Appointment.objects.select_related("authority", "person")
    return get_object_or_404(rows, pk=pk, person=request.user)


def _page(
    request: SignedIn, office: Authority, refusal: str = "", status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    last = today + dt.timedelta(days=booking.AHEAD.days)
    now = timezone.now()
    days: list[Day] = days_of(office, today, last, now + booking.AT_LEAST, OFFERED)
    page = {"office": office, "days": days, "refusal": refusal}
    return render(request, "portal/citizen/book.html", page, status=status)
