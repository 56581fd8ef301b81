"""The seeded site for the tests of a round."""

from __future__ import annotations

import pytest

from tests.people import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """Authorities, officers, a citizen."""
    return make_world()
