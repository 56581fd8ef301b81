"""Nobody fills the site with applications that they leave unfinished: 40 of them took 2.4
seconds.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.people import World, draft_of
from tests.reading import as_read
from workflows import actions
from workflows.models import Draft

pytestmark = pytest.mark.django_db
START = "/thu-tuc/diploma-copy/nop/"


@pytest.fixture
def citizen(client: Client, world: World) -> Client:
    client.force_login(world.huong)
    return client


def test_a_person_has_so_many_unfinished_drafts_and_is_told(
    citizen: Client, world: World, settings: Any
) -> None:
    settings.DRAFTS_A_PERSON = 3
    Draft.objects.all().delete()
    assert [citizen.post(START).status_code for _try in range(5)] == [302, 302, 302, 409, 409]
    page = as_read(citizen.post(START).text)
    assert "3 hồ sơ viết dở" in page and "Hồ sơ của tôi" in page and page.count("Tiếp tục</a>") == 3
    Draft.objects.filter(owner=world.huong).first().delete()
    assert citizen.post(START).status_code == 302


def test_what_was_filed_is_no_unfinished_draft(
    citizen: Client, world: World, settings: Any
) -> None:
    settings.DRAFTS_A_PERSON = 1
    Draft.objects.all().delete()
    actions.submit(draft_of(world), world.huong)
    assert citizen.post(START).status_code == 302
