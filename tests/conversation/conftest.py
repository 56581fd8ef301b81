"""The seeded site, with a dossier that Hường filed and Lan received."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import World, draft_of, make_world
from tests.workflows.conftest import accepted
from workflows import actions
from workflows.models import Dossier


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


@pytest.fixture
def dossier(world: World) -> Dossier:
    return accepted(world, actions.submit(draft_of(world), world.huong))
