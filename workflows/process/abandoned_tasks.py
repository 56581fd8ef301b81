"""Tasks of people who have gone: back in their queues by themselves, as soon as the role that did
them is over.

A right is dead at once (`permissions.has_left`); `workflows.background.left_tasks` writes it down.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from organisations import covers
from organisations.models import Cover, RoleAssignment
from workflows import permissions
from workflows.models import WorkItem

Returned = WorkItem.Returned


def left(among: Q | None = None) -> Iterator[WorkItem]:
    """Open tasks, of these or of all, whose owner may do them no longer.

    The database leaves out whoever holds the role, or stands in for everything of somebody who
    does; the few others are asked one by one.
    """
    today = timezone.localdate()
    in_force = Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    place = {"role_id": OuterRef("role"), "authority_id": OuterRef("authority_id")}
    own = RoleAssignment.objects.filter(
        in_force, **place, user_id=OuterRef("owner_id"), user__is_active=True
    )
    rows = WorkItem.objects.filter(
        among or Q(), finished__isnull=True, owner__isnull=False, authority__isnull=False
    )
    rows = (
        rows.filter(~Exists(own))
        .select_related("owner", "authority", "process__version")
        .order_by("pk")
    )
    return (item for item in rows if permissions.has_left(item))


def why(item: WorkItem) -> str:
    """Why its owner may do the task no longer (`Returned`)."""
    assert item.owner is not None and item.authority is not None  # noqa: S101 - the caller asked `has_left`
    today, place = timezone.localdate(), {"role_id": item.role, "authority_id": item.authority_id}
    if not item.owner.is_active:
        return Returned.ACCOUNT
    if item.authority.valid_to is not None and item.authority.valid_to < today:
        return Returned.OFFICE
    had = RoleAssignment.objects.filter(**place, user=item.owner).exists()
    covered = Cover.objects.filter(
        covering=item.owner, **{f"assignment__{name}": one for name, one in place.items()}
    )
    return (
        Returned.COVER
        if not had and covered.exclude(covers.in_force(today)).exists()
        else Returned.ROLE
    )
