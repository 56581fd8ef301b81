"""Authorities and roles for every test here."""

from __future__ import annotations

from typing import Any

import pytest

from organisations.seed import seed_organisations


@pytest.fixture
def seeded(db: Any) -> None:
    seed_organisations()
