"""A procedure's next version, and dossiers that run on the one before."""

from __future__ import annotations

from typing import Any

from organisations.models import User
from tests.people import World, draft_of
from tests.workflows.procedures import changed
from workflows import actions
from workflows.background import version_moves
from workflows.models import Dossier, Draft, ProcedureVersion, VersionMove, VersionPath
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text
from workflows.versions import planning
from workflows.versions.verdict import Verdict

#: Other words only: everybody may follow.
WORDS = (("title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ"),)


def next_version(*changes: tuple[str, str]) -> ProcedureVersion:
    """The shipped procedure with these changes, published as the next version."""
    return publishing.publish_proposal(from_text(changed(*changes)))


def renamed(old: str, new: str) -> ProcedureVersion:
    """The next version with one step called otherwise, wherever it is named."""
    text = changed()
    for before, after in (
        (f"id: {old}\n", f"id: {new}\n"),
        (f"to: {old}\n", f"to: {new}\n"),
        (f"to: {old},", f"to: {new},"),
        (f"to: {old}}}", f"to: {new}}}"),
        (f"[{old}]", f"[{new}]"),
        (f"reason_from: {old}", f"reason_from: {new}"),
        (f"office.{old}.", f"office.{new}."),
    ):
        text = text.replace(before, after)
    return publishing.publish_proposal(from_text(text))


def administrator(**changes: Any) -> User:
    """Somebody who may move dossiers."""
    return User.objects.create_superuser(
        "quan-tri", "", "mat-khau-rat-dai", full_name="Phạm Thị Quản", **changes
    )


def filed(world: World, **changes: Any) -> Dossier:
    """A dossier on the world's version."""
    return actions.submit(draft_of(world, **changes), world.huong)


def path(old: ProcedureVersion, new: ProcedureVersion, by: User, **chosen: Any) -> VersionPath:
    """What is chosen for the pair."""
    return VersionPath.objects.update_or_create(
        old=old, new=new, defaults={"changed_by": by, **chosen}
    )[0]


def verdict_on(dossier: Dossier, way: VersionPath) -> Verdict:
    """What the plan says of one dossier."""
    (row,) = (row for row in planning.plan(way).rows if row.dossier.pk == dossier.pk)
    return row.verdict


def move(
    way: VersionPath, by: User, *dossiers: Dossier, limit: str = VersionMove.Limit.KEPT
) -> VersionMove:
    """Order these dossiers moved; the caller lets the worker work."""
    return version_moves.order(way, [dossier.pk for dossier in dossiers], limit, by)


def draft_on(world: World, version: ProcedureVersion) -> Draft:
    """An application that is being filled in on another version than the world's."""
    draft = draft_of(world)
    Draft.objects.filter(pk=draft.pk).update(version=version)
    return Draft.objects.get(pk=draft.pk)
