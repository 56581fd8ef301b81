"""The shipped procedures on their way through the acts; each procedure has a file with its
stories.
"""

from __future__ import annotations

from typing import Any

import pytest

from organisations.seed import seed_organisations
from tests.documents.conftest import demo_authority_seals, demo_seal_folder  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def seeded(db: Any, demo_authority_seals: Any) -> None:  # noqa: F811
    """Authorities, roles and days; a seal that works."""
    seed_organisations()
