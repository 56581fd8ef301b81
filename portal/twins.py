"""What a page says of other dossiers for the same thing: to each reader what he may see of them, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from organisations.models import User
from workflows import permissions, twins
from workflows.twins import Twin


@dataclass(frozen=True)
class Told:
    """One twin as a page names it: `code` is empty for who may not know it, `address` where he may not open it."""

    twin: Twin
    code: str = ""
    address: str = ""


def told_of(found: Iterable[Twin], reader: User | None) -> list[Told]:
    """Each with the way to it that the reader has; who has no account is told of no code."""
    return [_told(one, reader) if reader else Told(one) for one in found]


def _told(twin: Twin, reader: User) -> Told:
    dossier = twin.dossier
    if dossier.applicant_id == reader.pk:
        return Told(twin, dossier.code, reverse("portal:dossier", args=[dossier.code]))
    if permissions.may_see(reader, dossier):
        return Told(twin, dossier.code, reverse("portal:office_dossier", args=[dossier.code]))
    return Told(twin, dossier.code if twins.is_his(reader, dossier) else "")
