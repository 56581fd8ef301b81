"""What a page says of other dossiers for the same thing: to each reader what they may see of them,
and no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from organisations.models import User
from workflows.applicant.twins import Twin, is_own
from workflows.reading_rights import Reader, What


@dataclass(frozen=True)
class Told:
    """One twin as a page names it: `code` is empty for who may not know it, `address` where they
    may not open it.
    """

    twin: Twin
    code: str = ""
    address: str = ""


def told_of(found: Iterable[Twin], user: User | None, opens_all: bool = False) -> list[Told]:
    """Each with the way to it that the user has; who has no account is told of no code.
    `opens_all`: they read the page of every one of them, as was asked already (`twins.tellable`).
    """
    twins = list(found)
    if user is None or not twins:
        return [Told(one) for one in twins]
    reader, dossiers = (
        Reader(user),
        [one.dossier for one in twins if one.dossier.applicant_id != user.pk],
    )
    opens = {one.pk for one in dossiers} if opens_all else reader.among(dossiers, What.DOSSIER)
    pays = reader.among([one for one in dossiers if one.pk not in opens], What.MONEY)
    return [_told(one, user, one.dossier.pk in opens, one.dossier.pk in pays) for one in twins]


def _told(twin: Twin, user: User, opens: bool, pays: bool) -> Told:
    """`pays`: they collect its fee, and know it by its code."""
    dossier = twin.dossier
    if dossier.applicant_id == user.pk:
        return Told(twin, dossier.code, reverse("portal:dossier", args=[dossier.code]))
    if opens:
        return Told(twin, dossier.code, reverse("portal:office_dossier", args=[dossier.code]))
    return Told(twin, dossier.code if pays or is_own(user, dossier) else "")
