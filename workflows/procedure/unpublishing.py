"""Going back to an older release: what it cannot read of what the newer one published is taken
back, if nobody used it.

A published version never changes; it may cease to be while no dossier has begun on it. An
application that is only being filled in goes on by the version before: every answer is checked once
more when it is filed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from workflows.models import Draft, Procedure, ProcedureVersion, VersionMove, VersionPath
from workflows.procedure import publishing
from workflows.published import definition_of

_NAMED = 10  # codes a sentence names; the rest are counted


class InUse(Exception):
    """Something rests on a version that the older release cannot read; `reasons`: a sentence
    each.
    """

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


@dataclass(frozen=True)
class Unpublished:
    """A version that is gone, and the applications being filled in that went to the version
    before.
    """

    name: str
    drafts: int

    def __str__(self) -> str:
        return (
            f"{self.name} is no longer published; {self.drafts} applications being filled in go on"
            " by the one before"
        )


@transaction.atomic
def unpublish(digests: Iterable[str]) -> list[Unpublished]:
    """Take back the versions of these digests (SHA-256 of a definition). Raises InUse, and then
    nothing is changed.
    """
    procedures = Procedure.objects.filter(versions__sha256__in=set(digests))
    locked = list(Procedure.objects.select_for_update().filter(pk__in=procedures))
    unread = list(ProcedureVersion.objects.filter(procedure__in=locked, sha256__in=set(digests)))
    if reasons := [reason for version in unread for reason in _uses(version, unread)]:
        raise InUse(reasons)
    done = [_taken_back(version, unread) for version in unread]
    for procedure in locked:
        _show_the_newest(procedure)
    return done


def _uses(version: ProcedureVersion, unread: list[ProcedureVersion]) -> Iterable[str]:
    """Why the version cannot go."""
    codes = list(version.dossiers.order_by("code").values_list("code", flat=True))
    if codes:
        more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
        yield f"{version}: dossiers run on it: {', '.join(codes[:_NAMED])}{more}"
    if version.published_by_id is not None:
        yield f"{version}: an administrator of this site published it"
    if VersionMove.objects.filter(Q(old=version) | Q(new=version)).exists():
        yield f"{version}: dossiers were moved from or to it"
    drafts = version.drafts.filter(dossier=None).count()
    if drafts and _before(version, unread) is None:
        yield (
            f"{version}: {drafts} applications are being filled in, and there is no version"
            " before it"
        )


def _before(version: ProcedureVersion, unread: list[ProcedureVersion]) -> ProcedureVersion | None:
    """The newest of the same procedure that stays."""
    others = ProcedureVersion.objects.filter(procedure=version.procedure_id).exclude(
        pk__in=[one.pk for one in unread]
    )
    return others.order_by("-number").first()


def _taken_back(version: ProcedureVersion, unread: list[ProcedureVersion]) -> Unpublished:
    drafts = Draft.objects.filter(version=version).update(
        version=_before(version, unread), section=""
    )
    VersionPath.objects.filter(Q(old=version) | Q(new=version)).delete()
    version.delete()
    return Unpublished(str(version), drafts)


def _show_the_newest(procedure: Procedure) -> None:
    """The catalogue says what the version that is the newest now says; a procedure without any is
    not offered.
    """
    newest = procedure.versions.order_by("-number").first()
    if newest is not None:
        Procedure.objects.filter(pk=procedure.pk).update(**publishing.shown(definition_of(newest)))


def unused(digests: Iterable[str]) -> None:
    """Raises InUse where `unpublish` would; changes nothing."""
    unread = list(ProcedureVersion.objects.filter(sha256__in=set(digests)))
    if reasons := [reason for version in unread for reason in _uses(version, unread)]:
        raise InUse(reasons)
