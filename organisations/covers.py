"""Standing in for somebody who is away: given, ended, and what it makes of a signature (NĐ 30/2020 Điều 13)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from organisations.models import Cover, RoleAssignment, User


def in_force(day: dt.date | None = None) -> Q:
    """Covers that hold on the local date `day` (default: today)."""
    on = day or timezone.localdate()
    return Q(revoked_at__isnull=True, valid_from__lte=on, valid_to__gte=on)


def give(cover: Cover, by: User) -> Cover:
    """Write a new cover; raises ValidationError with the sentence for each field that is wrong."""
    cover.given_by, cover.given_at = by, timezone.now()
    cover.full_clean()
    cover.save(force_insert=True)
    return cover


def revoke(cover: Cover, by: User) -> None:
    """End a cover now; ending it again changes nothing."""
    rows = Cover.objects.filter(pk=cover.pk, revoked_at__isnull=True)
    rows.update(revoked_at=timezone.now(), revoked_by=by)


def stands_in(cover_id: int | None) -> Cover | None:
    """The cover of a post with the person who is away; None for somebody's own post."""
    if cover_id is None:
        return None
    return with_people().get(pk=cover_id)


def with_people() -> QuerySet[Cover]:
    """Covers with everybody they name."""
    related = ("covering", "assignment__user", "assignment__role", "assignment__authority", "given_by", "revoked_by")
    return Cover.objects.select_related(*related)


def signature_lines(signer: User, cover: Cover | None) -> str:
    """The lines above a signature: "KT. GIÁM ĐỐC", under it the signer's own position; an acting head has one."""
    if cover is None:
        return signer.position
    head = f"{cover.form}. {_position(cover.assignment)}"
    return head if cover.form == Cover.Form.Q else f"{head}\n{signer.position}".rstrip()


def _position(assignment: RoleAssignment) -> str:
    return assignment.user.position or assignment.role.name
