"""The administrator's lists of dossiers and of the journal say acts and statuses in words, in their
filters too.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from organisations.models import User
from tests.people import World, draft_of
from tests.portal.filling import words
from tests.workflows.conftest import accepted
from workflows import actions
from workflows.models import Dossier

pytestmark = pytest.mark.once


@pytest.fixture
def administrator(world: World) -> Client:
    client = Client()
    client.force_login(
        User.objects.create_superuser("quan-tri", "quan-tri@example.vn", "mat-khau-rat-dai")
    )
    return client


@pytest.fixture
def dossier(world: World) -> Dossier:
    actions.submit(draft_of(world), world.huong)
    return accepted(world, actions.submit(draft_of(world), world.huong))


def rows(client: Client, address: str) -> int:
    return len(re.findall(r'<th class="field-', client.get(address).content.decode()))


def test_the_journal_is_filtered_by_acts_as_people_call_them(
    administrator: Client, dossier: Dossier
) -> None:
    page = words(administrator.get("/quan-tri/workflows/entry/"))
    assert "Tiếp nhận hồ sơ" in page and "Được tiếp nhận" in page
    for raw in ("ask_supplement", "release_hold", "council_vote"):
        assert f">{raw}<" not in page
    assert "Yêu cầu bổ sung" in page, "an act that nobody did yet is among the choices too"
    assert rows(administrator, "/quan-tri/workflows/entry/?hanh-dong=submit") == 2
    assert rows(administrator, "/quan-tri/workflows/entry/?hanh-dong=accept") == 1


def test_dossiers_are_listed_and_filtered_by_the_names_of_their_statuses(
    administrator: Client, dossier: Dossier
) -> None:
    page = words(administrator.get("/quan-tri/workflows/dossier/"))
    assert "Mới đăng ký" in page and "Công dân yêu cầu rút hồ sơ" in page
    assert rows(administrator, "/quan-tri/workflows/dossier/?trang-thai=2") == 1
    assert rows(administrator, "/quan-tri/workflows/dossier/?trang-thai=10") == 0
    assert rows(administrator, "/quan-tri/workflows/dossier/?trang-thai=x") == 0
