"""The demo plays VNeID beside the site where it can, and says why where it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from config import identity_providers
from scripts import demo_provider, run
from tests.identity.conftest import free_port

SITE = "http://127.0.0.1:8123"


class Started:
    """What would be started."""

    def __init__(self) -> None:
        self.programs: list[str] = []

    def add_process(self, name: str, command: str, **_more: Any) -> None:
        self.programs.append(name)


def played(folder: Path, **environment: str) -> tuple[str, list[str], dict[str, str]]:
    started = Started()
    told = {"SITE_URL": SITE, "HOST": "127.0.0.1", "MOTCUA_VAR": str(folder), **environment}
    said = run._identity_provider(started, told, free_port())  # type: ignore[arg-type]
    return said, started.programs, told


def test_it_is_started_and_the_site_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_provider, "installed", lambda folder: folder)
    said, programs, told = played(tmp_path)
    assert programs == ["vneid"] and f"{SITE}/dang-nhap/" in said
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    found = identity_providers.described()["vneid"]
    assert found["name"] == "VNeID" and found["issuer"].startswith("http://127.0.0.1:")
    assert (
        len(found["client_secret"]) >= 32
        and found["client_secret"] != played(tmp_path)[2]["OIDC_VNEID_CLIENT_SECRET"]
    )


def test_a_machine_without_node_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said, programs, told = played(tmp_path)
    assert programs == [] and "Node.js" in said and "OIDC_PROVIDERS" not in told


@pytest.mark.parametrize("said", [{"OIDC_PROVIDERS": "vneid"}, {"HOST": "0.0.0.0"}])
def test_a_site_with_its_own_has_no_other(tmp_path: Path, said: dict[str, str]) -> None:
    assert played(tmp_path, **said)[:2] == ("", [])


@pytest.mark.parametrize(("name", "value"), [("DEMO", "0"), ("PRODUCTION", "1")])
def test_a_site_that_serves_people_plays_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert played(tmp_path)[:2] == ("", [])
