"""The administration's pages that move dossiers: who may, what is shown, what is written down."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.models import User
from tests.people import World
from tests.workflows.conftest import accepted, reread
from tests.workflows.test_versions_move import work
from tests.workflows.versions import WORDS, administrator, filed, next_version, renamed
from workflows.models import MovedDossier, ProcedureVersion, VersionMove, VersionPath

pytestmark = pytest.mark.once


@pytest.fixture
def client(world: World) -> Client:
    found = Client()
    found.force_login(administrator())
    return found


def plan_of(old: ProcedureVersion, new: ProcedureVersion) -> str:
    return reverse("admin:workflows_version_plan_to", args=[old.pk, new.pk])


def test_from_the_list_of_versions_to_the_plan_to_the_move_and_back(
    world: World, client: Client
) -> None:
    dossiers = [filed(world), accepted(world, filed(world))]
    new = next_version(*WORDS)
    listed = client.get(reverse("admin:workflows_procedureversion_changelist")).content.decode()
    plan = reverse("admin:workflows_version_plan", args=[world.version.pk])
    assert plan in listed and reverse("admin:workflows_version_plan", args=[new.pk]) not in listed
    page = client.get(plan)
    assert page.context["way"].new == new and dossiers[0].code in page.content.decode()
    answer = client.post(
        plan_of(world.version, new), {"move": "1", "dossier": [dossiers[1].pk], "limit": "KEPT"}
    )
    work()
    assert [reread(dossier).version for dossier in dossiers] == [world.version, new]
    shown = client.get(answer.url).content.decode()
    assert dossiers[1].code in shown and "Đã chuyển" in shown
    move = VersionMove.objects.get()
    client.post(reverse("admin:workflows_version_back", args=[move.pk]))
    work()
    assert reread(dossiers[1]).version == world.version
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "move_dossiers",
        "move_back",
    ]


def test_all_that_follow_are_moved_at_once_and_no_other(world: World, client: Client) -> None:
    at_reception, at_check = filed(world), accepted(world, filed(world))
    plan = plan_of(world.version, renamed("check", "look_up"))
    client.post(plan, {"move_all": "1", "limit": "KEPT"})
    assert [row.dossier for row in MovedDossier.objects.all()] == [at_reception]
    sent = {"move": "1", "dossier": [at_check.pk], "limit": "KEPT"}
    told = client.post(plan, sent, follow=True).content.decode()
    assert "Hãy chọn ít nhất một hồ sơ theo được" in told and VersionMove.objects.count() == 1


def test_what_is_chosen_for_a_pair_is_kept(world: World, client: Client) -> None:
    dossier = accepted(world, filed(world))
    plan = plan_of(world.version, renamed("check", "look_up"))
    page = client.get(plan, {"xem": "CHOICE"}).content.decode()
    assert dossier.code in page and 'name="step.check"' in page
    client.post(plan, {"choose": "1", "step.check": "look_up"})
    assert VersionPath.objects.get().steps == {"check": "look_up"}
    page = client.get(plan).content.decode()
    assert '<option value="look_up" selected>' in page and "Theo được: <strong>1</strong>" in page
    client.post(plan, {"choose": "1", "step.check": "-"})
    assert "đã chọn cho ở lại" in client.get(plan).content.decode()


def test_only_whoever_has_the_right(world: World, client: Client) -> None:
    filed(world)
    new = next_version(*WORDS)
    staff = User.objects.create_user("can-bo", is_staff=True)
    staff.user_permissions.set(
        Permission.objects.filter(codename__in=("view_versionmove", "view_procedureversion"))
    )
    other = Client()
    other.force_login(staff)
    move = VersionMove.objects.create(old=world.version, new=new, by=world.dung)
    places = (
        plan_of(world.version, new),
        reverse("admin:workflows_versionmove_change", args=[move.pk]),
    )
    assert [other.get(place).status_code for place in places] == [403, 403]
    assert other.post(places[0], {"move_all": "1", "limit": "KEPT"}).status_code == 403
    assert other.post(reverse("admin:workflows_version_back", args=[move.pk])).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="move_dossiers"))
    assert other.get(places[0]).status_code == 200


def test_a_version_alone_has_no_plan(world: World, client: Client) -> None:
    assert (
        client.get(reverse("admin:workflows_version_plan", args=[world.version.pk])).status_code
        == 404
    )


def test_many_dossiers_come_in_pages_and_cost_no_more_queries(world: World, client: Client) -> None:
    place = plan_of(world.version, next_version(*WORDS))

    def queries() -> int:
        client.get(place)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(place).status_code == 200
        return len(seen.captured_queries)

    filed(world)
    few = queries()
    for _ in range(60):
        filed(world)
    assert queries() == few <= 20
    assert "Trang 1/2" in client.get(place).content.decode()
    assert "Trang 2/2" in client.get(place, {"trang": "2", "xem": "FOLLOWS"}).content.decode()
