"""A production start refuses what is convenient in a demo, and names every fault at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import production
from organisations.models import User

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    "PRODUCTION": "1",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "motcua.example",
    "SITE_URL": "https://motcua.example",
    "SEAL_PKCS12": "/etc/motcua/seal.p12",
    "SEAL_PASSPHRASE": "a passphrase",
    "CLAMAV_ADDRESS": "/run/clamav/clamd.ctl",
}


def check(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` as the administrator of a new site runs it."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env={**kept, "MOTCUA_VAR": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_embedded_default_starts_without_any_variable(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_production_site_with_all_it_needs_starts(tmp_path: Path) -> None:
    done = check(tmp_path, **SOUND)
    assert done.returncode == 0, done.stderr


def test_a_production_site_with_nothing_set_is_refused_with_the_whole_list(tmp_path: Path) -> None:
    done = check(tmp_path, PRODUCTION="1")
    assert done.returncode != 0
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "SEAL_PKCS12", "CLAMAV_ADDRESS"):
        assert name in done.stderr


@pytest.fixture
def sound_site(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """The settings of a production site that may start."""
    for name, value in SOUND.items():
        monkeypatch.setenv(name, value)
    settings.DEMO, settings.DEBUG, settings.ALLOWED_HOSTS = False, False, [SOUND["ALLOWED_HOSTS"]]
    settings.CLAMAV_ADDRESS, settings.UPLOADS_WITHOUT_SCANNER = SOUND["CLAMAV_ADDRESS"], False
    settings.SITE_URL, settings.SEAL_PKCS12 = SOUND["SITE_URL"], SOUND["SEAL_PKCS12"]
    assert not production.faults()
    return settings


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("DEMO", True, "DEMO is on"),
        ("DEBUG", True, "DEBUG is on"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
        ("SITE_URL", "http://motcua.example", "SITE_URL"),
        ("SEAL_PKCS12", "/srv/motcua/var/keys/demo-seal.p12", "SEAL_PKCS12"),
        ("CLAMAV_ADDRESS", "", "virus scanner"),
    ],
)
def test_each_convenience_of_the_demo_is_refused(sound_site: Any, name: str, value: Any, named: str) -> None:
    setattr(sound_site, name, value)
    (fault,) = production.faults()
    assert named in fault


def test_a_guessable_key_is_refused(sound_site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    (fault,) = production.faults()
    assert "SECRET_KEY" in fault


@pytest.mark.django_db
def test_demo_people_who_can_sign_in_stop_web_and_worker(sound_site: Any) -> None:
    demo = User.objects.create_user("giam-doc", is_demo=True)
    with pytest.raises(ImproperlyConfigured, match="demo people can sign in"):
        production.refuse_unsafe_start()
    demo.is_active = False
    demo.save()
    production.refuse_unsafe_start()
