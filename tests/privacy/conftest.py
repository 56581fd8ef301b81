"""The seeded site, and the browsers of its people."""

from tests.portal.conftest import world  # noqa: F401
