"""Going back to code that cannot read what was published since: taken back where nobody used it,
else named.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from organisations.models import User
from tests.people import World, answers, draft_of
from tests.workflows.conftest import accepted, item_of
from tests.workflows.procedures import changed
from workflows import actions
from workflows.models import Draft, Procedure, ProcedureVersion, VersionMove, VersionPath
from workflows.procedure import publishing, unpublishing
from workflows.procedure.inspection import from_text

pytestmark = pytest.mark.django_db


def publish_newer(by: User | None = None) -> ProcedureVersion:
    """What a newer release publishes, and the older one could not read."""
    text = changed(
        ("title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ"),
        ("[mất bằng, ", "[mất bằng, chữ mới, "),
    )
    return publishing.publish_proposal(from_text(text), by)


@pytest.fixture
def newer(world: World) -> ProcedureVersion:
    return publish_newer()


def command(monkeypatch: pytest.MonkeyPatch, version: ProcedureVersion, *options: str) -> str:
    """deploy/back asks so: digests on the input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{version.sha256}\n"))
    said = io.StringIO()
    call_command("unpublish_procedures", *options, stdout=said)
    return said.getvalue()


def test_nobody_used_it_the_one_before_is_the_newest_again(
    world: World, newer: ProcedureVersion, monkeypatch: pytest.MonkeyPatch, client: Any
) -> None:
    procedure = Procedure.objects.get(pk=newer.procedure_id)
    assert "chu moi" in procedure.words
    command(monkeypatch, newer, "--dry-run")
    assert procedure.current == newer
    assert str(newer) in command(monkeypatch, newer)
    procedure.refresh_from_db()
    assert procedure.current == world.version
    assert "chu moi" not in procedure.words, "the catalogue shows the one before"
    client.force_login(world.huong)
    assert client.get(reverse("portal:procedure", args=[procedure.slug])).status_code == 200
    again = publish_newer()
    assert (again.number, again.sha256) == (
        newer.number,
        newer.sha256,
    ), "forward again publishes it again"


def test_an_application_being_filled_in_goes_on_by_the_one_before_and_is_filed(
    world: World, newer: ProcedureVersion
) -> None:
    draft = Draft.objects.create(
        owner=world.huong, version=newer, answers=answers(), section="summary"
    )
    (gone,) = unpublishing.unpublish([newer.sha256])
    assert gone.drafts == 1
    draft.refresh_from_db()
    assert (draft.version, draft.section) == (world.version, "") and draft.answers == answers()
    dossier = actions.submit(draft, world.huong)
    assert accepted(world, dossier).version == world.version


def refused(digest: str) -> list[str]:
    with pytest.raises(unpublishing.InUse) as used:
        unpublishing.unpublish([digest])
    with pytest.raises(unpublishing.InUse):
        unpublishing.unused([digest])
    assert ProcedureVersion.objects.filter(sha256=digest).exists(), "nothing was changed"
    return used.value.reasons


def test_a_dossier_on_it_is_named_whether_it_runs_or_ended(
    world: World, newer: ProcedureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.version = newer
    dossiers = [actions.submit(draft_of(world), world.huong) for _ in range(12)]
    actions.decide(item_of(dossiers[0]), world.lan, "refuse", {}, reason="Không thuộc thẩm quyền")
    (reason,) = refused(newer.sha256)
    assert (
        dossiers[0].code in reason and dossiers[9].code in reason and reason.endswith("and 2 more")
    )
    with pytest.raises(CommandError, match=dossiers[0].code):
        command(monkeypatch, newer, "--dry-run")


def test_what_an_administrator_wrote_stays(world: World) -> None:
    written = publish_newer(world.dung)
    assert "administrator" in refused(written.sha256)[0]


def test_what_dossiers_were_moved_by_stays(world: World, newer: ProcedureVersion) -> None:
    VersionMove.objects.create(old=world.version, new=newer, by=world.dung)
    assert "moved" in refused(newer.sha256)[0]


def test_a_plan_that_was_never_ordered_goes_along(world: World, newer: ProcedureVersion) -> None:
    VersionPath.objects.create(old=world.version, new=newer, changed_by=world.dung)
    unpublishing.unpublish([newer.sha256])
    assert not VersionPath.objects.exists()


def test_a_procedure_that_the_release_brought_is_not_offered(world: World) -> None:
    """Its only version goes; without one the catalogue offers nothing, and drafts on it are named
    instead.
    """
    draft = draft_of(world)
    assert "no version before it" in refused(world.version.sha256)[0]
    draft.delete()
    unpublishing.unpublish([world.version.sha256])
    assert not publishing.search("").procedures


def test_all_or_none(world: World, newer: ProcedureVersion) -> None:
    actions.submit(draft_of(world), world.huong)
    with pytest.raises(unpublishing.InUse):
        unpublishing.unpublish([newer.sha256, world.version.sha256])
    assert ProcedureVersion.objects.count() == 2
