"""Two identity providers: a real one (npm's oidc-provider, `vneid`), and one that lies as told."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from config import identity_providers
from scripts import demo_provider
from tests import machine
from tests.identity.forger import Forger
from tests.people import World, make_world

SECRET = "a-secret-of-the-tests-alone"


@dataclass(frozen=True)
class Real:
    """The provider that runs, and what the portal is told of it."""

    issuer: str
    site: str


def described(monkeypatch: pytest.MonkeyPatch, said: dict[str, str]) -> dict[str, Any]:
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    return identity_providers.described()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def packages() -> Path:
    """Kept from run to run: npm is asked once a lock file."""
    kept = Path(tempfile.gettempdir()) / f"motcua-identity-provider-{os.getuid()}"
    try:
        return demo_provider.installed(kept)
    except demo_provider.NoProvider as missing:
        if machine.required("node"):
            raise
        pytest.skip(f"not run, npm brings no identity provider: {missing}")


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What one test's provider said of itself is not believed of the next one's."""
    cache.clear()


@pytest.fixture(scope="session")
def running(packages: Path) -> Iterator[Real]:
    """One for the session, for a portal at an address that nobody calls."""
    port, site = free_port(), "http://testserver"
    process = demo_provider.start(packages, port, site, SECRET)
    yield Real(f"http://127.0.0.1:{port}", site)
    process.kill()
    process.wait()


@pytest.fixture
def vneid(running: Real, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Real:
    """The portal signs in through the real one."""
    settings.SITE_URL = running.site
    port = int(running.issuer.rpartition(":")[2])
    said = demo_provider.environment(port, SECRET)
    settings.IDENTITY_PROVIDERS = described(monkeypatch, said)
    return running


@pytest.fixture
def forger(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forger]:
    """The portal signs in through one that says what a test has it say."""
    settings.SITE_URL = "http://testserver"
    with Forger() as liar:
        said = {
            "OIDC_PROVIDERS": "vneid",
            "OIDC_VNEID_NAME": "VNeID",
            "OIDC_VNEID_ISSUER": liar.issuer,
            "OIDC_VNEID_CLIENT_ID": liar.client_id,
            "OIDC_VNEID_CLIENT_SECRET": SECRET,
        }
        settings.IDENTITY_PROVIDERS = described(monkeypatch, said)
        yield liar
