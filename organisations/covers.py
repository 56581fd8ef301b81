"""Standing in for somebody who is away: given, ended, and what it makes of a signature (NĐ 30/2020
Điều 13).
"""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.read_once import read_once
from organisations.models import Cover, RoleAssignment, User
from protection import security_log

_DEPUTY = re.compile(
    r"(?:phó|p\.)\s*(?!giáo sư)(?P<head>\S.*?)(?:,?\s+(?:phụ trách|điều hành|thường trực))*",
    re.IGNORECASE,
)
_FORM = re.compile(r"^(?:KT|TL|TUQ|Q)\.\s*")
_HEAD = re.compile(
    r"(?:tổng giám đốc|giám đốc|chủ tịch|hiệu trưởng|chánh (?:văn phòng|thanh tra)|(?:cục|viện|chi"
    r" cục) trưởng"
    r"|trưởng ban)",
    re.IGNORECASE,
)


def in_force(day: dt.date | None = None) -> Q:
    """Covers that hold on the local date `day` (default: today)."""
    on = day or timezone.localdate()
    return Q(revoked_at__isnull=True, valid_from__lte=on, valid_to__gte=on)


def give(cover: Cover, by: User) -> Cover:
    """Write a new cover; raises ValidationError with the sentence for each field that is wrong."""
    cover.given_by, cover.given_at = by, timezone.now()
    cover.full_clean()
    cover.save(force_insert=True)
    security_log.note(
        "cover_given", account=cover.covering_id, by=by.pk, role=cover.assignment.role_id
    )
    return cover


def revoke(cover: Cover, by: User) -> None:
    """End a cover now; ending it again changes nothing."""
    rows = Cover.objects.filter(pk=cover.pk, revoked_at__isnull=True)
    if rows.update(revoked_at=timezone.now(), revoked_by=by):
        security_log.note("cover_ended", account=cover.covering_id, by=by.pk)


@read_once
def stands_in(cover_id: int | None) -> Cover | None:
    """The cover of a post with the person who is away; None for somebody's own post."""
    if cover_id is None:
        return None
    return with_people().get(pk=cover_id)


def with_people() -> QuerySet[Cover]:
    """Covers with everybody they name."""
    related = (
        "covering",
        "assignment__user",
        "assignment__role",
        "assignment__authority",
        "given_by",
        "revoked_by",
    )
    return Cover.objects.select_related(*related)


def signature_lines(signer: User, cover: Cover | None) -> str:
    """The lines above a signature: "KT. GIÁM ĐỐC", under it the signer's own position; an acting
    head has one.

    A deputy always signs for the head, also what falls to them and while in charge (NĐ 30/2020,
    Điều 13 khoản 1); whoever stands in for a deputy stands in for the head's signature too.
    """
    if cover is None:
        head = head_over(signer.position)
        return f"KT. {head}\n{signer.position}" if head else signer.position
    position = _position(cover.assignment)
    if cover.form == Cover.Form.Q:
        return f"{cover.form}. {position}"
    return f"{cover.form}. {head_over(position) or position}\n{signer.position}".rstrip()


def head_over(position: str) -> str:
    """The head's position in the deputy's own spelling: "GIÁM ĐỐC" of "PHÓ GIÁM ĐỐC" or of "Phó
    Giám đốc phụ trách"; "" of anybody else.
    """
    deputy = _DEPUTY.fullmatch(" ".join(position.split()))
    return deputy["head"][0].upper() + deputy["head"][1:] if deputy else ""


def issuer(lines: str, authority: str) -> str:
    """Whose decision it is: "Giám đốc Sở …" by the lines above the signature, the authority alone
    where no head signs.

    A deputy decides in the head's name: NĐ 30/2020, Phụ lục III, names the head above the grounds
    of a decision.
    """
    first = lines.splitlines()[0] if lines else ""
    head = _HEAD.match(_FORM.sub("", first).strip())
    return f"{head[0]} {authority}" if head else authority


def _position(assignment: RoleAssignment) -> str:
    return assignment.user.position or assignment.role.name
