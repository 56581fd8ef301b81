"""The seeded site, and a dossier whose result was handed over."""

from __future__ import annotations

from typing import Any

import pytest

from portal.demo.load import settle
from tests.people import World, draft_of, make_world
from tests.portal.conftest import decide
from workflows import actions
from workflows.models import Dossier


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


@pytest.fixture
def returned(world: World) -> Dossier:
    return handed_over(world)


def handed_over(world: World) -> Dossier:
    """Accepted, matched, signed, sealed; the portal hands it over by itself."""
    dossier = actions.submit(draft_of(world), world.huong)
    decide(dossier, world.lan, "accept")
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, world.dung, "approve")
    decide(dossier, world.anh, "seal")
    settle()
    return Dossier.objects.get(pk=dossier.pk)
