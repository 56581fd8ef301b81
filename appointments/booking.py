"""Booking a place, giving one at the counter, cancelling, and reminding of the day before.

Two who want the last place at once: the unique key of the place lets one through, and the other is
told that it is taken, or gets the next free one.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments import slots
from appointments.models import Appointment, Opening
from foundation.text import clean_line
from organisations.account_models import AccountLetter
from organisations.accounts import letters
from organisations.models import Authority, User
from organisations.roles import HEAD, RECEPTIONIST, holds, posts
from workflows.errors import Incomplete, NoRight, WrongState

#: How far ahead one books, how long before at least, and how many appointments a person may have.
AHEAD, AT_LEAST, MOST = dt.timedelta(days=28), dt.timedelta(hours=1), 2
#: People are reminded when it is no farther off than this.
REMIND = dt.timedelta(hours=24)
BOOKED, CANCELLED = Appointment.State.BOOKED, Appointment.State.CANCELLED


def book(person: User, authority: Authority, starts_at: dt.datetime) -> Appointment:
    """A place for oneself. Raises WrongState where none is free, or they have enough."""
    now = timezone.now()
    if not now + AT_LEAST <= starts_at <= now + AHEAD:
        raise WrongState(_("Hãy chọn giờ trong 28 ngày tới, trước ít nhất một giờ."))
    with transaction.atomic():
        # one booking of a person at a time, so that two windows do not get three places
        User.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if of_person(person).count() >= MOST:
            raise WrongState(
                _("Bạn đang có %(count)d lịch hẹn. Hãy hủy bớt rồi đặt lại.") % {"count": MOST}
            )
        return _give(authority, starts_at, at_counter=False, person=person, booked_by=person)


def give(officer: User, authority: Authority, starts_at: dt.datetime, name: str) -> Appointment:
    """The counter gives a place to somebody without a telephone or an account.

    Raises NoRight, Incomplete, WrongState.
    """
    if not holds(officer, RECEPTIONIST, authority.pk):
        raise NoRight
    name = clean_line(name)
    if not name or len(name) > 150:
        raise Incomplete(_("Hãy ghi họ tên người hẹn."))
    if starts_at < timezone.now():
        raise WrongState(_("Giờ này đã qua."))
    with transaction.atomic():
        return _give(authority, starts_at, at_counter=True, name=name, booked_by=officer)


def _give(
    authority: Authority, starts_at: dt.datetime, *, at_counter: bool, **whose: object
) -> Appointment:
    """Tries the next place when somebody took the first meanwhile, and as often as there are
    places.
    """
    while (slot := slots.slot_at(authority, starts_at)) is not None:
        place = slot.first_free(at_counter)
        if place is None:
            break
        try:
            with transaction.atomic():
                return Appointment.objects.create(
                    authority=authority,
                    starts_at=slot.starts_at,
                    ends_at=slot.ends_at,
                    place=place,
                    **whose,
                )
        except IntegrityError:
            continue
    raise WrongState(_("Giờ này vừa hết chỗ. Hãy chọn giờ khác."))


def cancel(appointment: Appointment, actor: User) -> None:
    """Its person, or the counter, gives the place back. Raises NoRight, WrongState."""
    is_counter = holds(actor, RECEPTIONIST, appointment.authority_id)
    if appointment.person_id != actor.pk and not is_counter:
        raise NoRight
    now = timezone.now()
    rows = Appointment.objects.filter(pk=appointment.pk, state=BOOKED, starts_at__gt=now)
    with transaction.atomic():
        if not rows.update(state=CANCELLED, cancelled_at=now, cancelled_by=actor):
            raise WrongState(_("Lịch hẹn này đã hủy hoặc đã qua."))
        if appointment.person is not None and appointment.person_id != actor.pk:
            letters.owe(appointment.person, AccountLetter.Kind.PLACE_CANCELLED)


def of_person(person: User) -> QuerySet[Appointment]:
    """What somebody has booked and is still to come."""
    rows = Appointment.objects.filter(person=person, state=BOOKED, ends_at__gt=timezone.now())
    return rows.select_related("authority")


def of_office(authority: Authority, day: dt.date) -> QuerySet[Appointment]:
    """Who comes on a day."""
    rows = Appointment.objects.filter(authority=authority, state=BOOKED, starts_at__date=day)
    return rows.select_related("person")


def offices_of(officer: User) -> QuerySet[Authority]:
    """Where they receive or lead."""
    places = {post.authority_id for post in posts(officer) if post.role in (RECEPTIONIST, HEAD)}
    return Authority.objects.filter(pk__in=places).order_by("name")


def open_hours(officer: User, opening: Opening) -> Opening:
    """A head opens hours of a weekday. Raises NoRight, Incomplete."""
    if not holds(officer, HEAD, opening.authority_id):
        raise NoRight
    if opening.ends <= opening.starts or not 5 <= opening.minutes <= 240:
        raise Incomplete(_("Giờ cuối phải sau giờ đầu, mỗi lượt từ 5 đến 240 phút."))
    if not 1 <= opening.places <= 50 or opening.kept > opening.places:
        raise Incomplete(_("Mỗi lượt có từ 1 đến 50 chỗ, chỗ dành cho quầy không nhiều hơn."))
    clash = slots.open_rows(opening.authority).filter(
        weekday=opening.weekday, starts__lt=opening.ends, ends__gt=opening.starts
    )
    if clash.exists():
        raise Incomplete(_("Khung giờ này chồng lên khung giờ đang mở."))
    opening.opened_by = officer
    opening.save()
    return opening


def close_hours(officer: User, opening: Opening) -> None:
    """No more bookings there; those that are made stand. Raises NoRight."""
    if not holds(officer, HEAD, opening.authority_id):
        raise NoRight
    Opening.objects.filter(pk=opening.pk, closed_at=None).update(closed_at=timezone.now())


def sweep(limit: int = 200) -> int:
    """Remind who comes within a day, once; how many were reminded."""
    now = timezone.now()
    due = Q(state=BOOKED, reminded_at=None, starts_at__gt=now, starts_at__lte=now + REMIND)
    rows = Appointment.objects.filter(due, person__isnull=False).select_related("person")
    reminded = 0
    for one in rows.order_by("starts_at")[:limit]:
        with transaction.atomic():
            if Appointment.objects.filter(due, pk=one.pk).update(reminded_at=now) and one.person:
                letters.owe(one.person, AccountLetter.Kind.APPOINTMENT_SOON)
                reminded += 1
    return reminded


def forget(before: dt.datetime) -> int:
    """Delete appointments that were over then."""
    return Appointment.objects.filter(ends_at__lt=before).delete()[0]
