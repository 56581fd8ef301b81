"""What a reform does to the authorities themselves: they end, their people and their hours go on
with who follows.

What else an authority keeps follows `authority_ended`. The dossiers are moved by
`workflows.organisation_reforms`.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.forms.models import model_to_dict

from foundation.text import list_key
from organisations.calendar_models import CalendarDay, WorkingHours
from organisations.models import Authority, Cover, RoleAssignment
from organisations.reform_models import Reform, Succession
from organisations.roles import ADMINISTRATOR, signs

#: Sent in the ending transaction with `leaves` and `takes`: Authority, who keeps the books from now
#: on.
authority_ended = Signal()


def heir(reform: Reform, leaves: Authority) -> Authority:
    """Who takes what no rule gives to somebody else, the books and the archive; raises
    Succession.DoesNotExist.
    """
    return (
        Succession.objects.select_related("takes").get(reform=reform, leaves=leaves, when="").takes
    )


def ending(reform: Reform) -> list[Authority]:
    """The authorities that end with this reform."""
    return sorted(
        Authority.objects.filter(pk__in=reform.successions.values("leaves")),
        key=lambda one: list_key(one.name),
    )


def people_of(reform: Reform) -> list[tuple[RoleAssignment, Authority]]:
    """Each role in force on the day or later that is carried, with the authority at which it goes
    on.
    """
    return [(role, taker) for role, taker in _held(reform) if not _is_granted_anew(role)]


def granted_anew(reform: Reform) -> list[tuple[RoleAssignment, Authority]]:
    """Each role that nobody carries: it signs or administers, so two give it again where who has it
    is to have it.

    Without those that two have given already for the day.
    """
    return [
        (role, taker)
        for role, taker in _held(reform)
        if _is_granted_anew(role)
        and not RoleAssignment.objects.filter(
            _not_over(reform.date), user=role.user, role=role.role, authority=taker
        ).exists()
    ]


def _held(reform: Reform) -> list[tuple[RoleAssignment, Authority]]:
    found = []
    for step in reform.successions.filter(carries_people=True).select_related("takes"):
        held = RoleAssignment.objects.filter(authority=step.leaves_id).filter(
            _not_over(reform.date)
        )
        found += [
            (role, step.takes)
            for role in held.select_related("user", "role", "authority").order_by("pk")
        ]
    return found


def _is_granted_anew(role: RoleAssignment) -> bool:
    """A school's head would else be head of whatever takes the school, by the word of one
    administrator.
    """
    return role.role_id == ADMINISTRATOR or signs(role.role_id)


def end_authorities(reform: Reform) -> None:
    """End them all in one transaction: people, who stands in for them, hours, subordinates and
    books go on.

    Doing it again changes nothing.
    """
    last_day = reform.date - dt.timedelta(days=1)
    with transaction.atomic():
        for role, taker in people_of(reform):
            carried, _made = RoleAssignment.objects.get_or_create(
                user=role.user,
                role=role.role,
                authority=taker,
                valid_from=max(role.valid_from, reform.date),
                defaults={"valid_to": role.valid_to},
            )
            Cover.objects.filter(assignment=role, valid_to__gte=reform.date).update(
                assignment=carried
            )
        for leaves in ending(reform):
            takes = heir(reform, leaves)
            RoleAssignment.objects.filter(_not_over(reform.date), authority=leaves).update(
                valid_to=last_day
            )
            _carry_hours(leaves, takes)
            Authority.objects.filter(parent=leaves).update(parent=takes)
            Authority.objects.filter(Q(pk=leaves.pk) | Q(successor=leaves)).update(successor=takes)
            Authority.objects.filter(pk=leaves.pk).update(valid_to=last_day)
            authority_ended.send(sender=Reform, leaves=leaves, takes=takes)


def _carry_hours(leaves: Authority, takes: Authority) -> None:
    """Own hours and days go on where the taker has none for that date."""
    for hours in WorkingHours.objects.filter(authority=leaves):
        known = model_to_dict(hours, exclude=["id", "authority", "valid_from"])
        WorkingHours.objects.get_or_create(
            authority=takes, valid_from=hours.valid_from, defaults=known
        )
    for day in CalendarDay.objects.filter(authority=leaves):
        known = model_to_dict(day, exclude=["id", "authority", "date"])
        CalendarDay.objects.get_or_create(authority=takes, date=day.date, defaults=known)


def _not_over(day: dt.date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)
