"""A production start refuses what is convenient in a demo, and names every fault at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import production
from organisations.models import User
from payments.gateways import vnpay
from tests.keystore import PASSPHRASE, keystore

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    "PRODUCTION": "1",
    "SECRET_KEY": "Zq3vJ8sKfT1xYw7N" * 4,
    "ALLOWED_HOSTS": "motcua.example",
    "SITE_URL": "https://motcua.example",
    "SEAL_PKCS12": str(keystore(Path(os.environ["MOTCUA_VAR"]) / "seal.p12")),
    "SEAL_PASSPHRASE": PASSPHRASE,
    "CLAMAV_ADDRESS": "/run/clamav/clamd.ctl",
    "FIELD_KEY": "aB3dE6gH9jK2mN5p" * 3,
    "INDEX_KEY": "Q1w2E3r4T5y6U7i8" * 3,
    "EMAIL_HOST": "smtp.motcua.example",
}


def check(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` as the administrator of a new site runs it."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "check", *options],
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


def test_an_address_written_with_a_stroke_at_its_end_is_the_same(tmp_path: Path) -> None:
    """Links are put together from it: "//k/7K2M" in a QR code would lead nowhere."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    said = {"MOTCUA_VAR": str(tmp_path), "SITE_URL": "https://motcua.example/"}
    done = subprocess.run(
        [sys.executable, "-c", "from config import settings; print(settings.SITE_URL)"],
        env={**kept, **said},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "https://motcua.example", done.stderr


def test_a_production_site_with_nothing_set_is_refused_with_the_whole_list(tmp_path: Path) -> None:
    done = check(tmp_path, PRODUCTION="1")
    assert done.returncode != 0
    for name in (
        "SECRET_KEY",
        "FIELD_KEY",
        "INDEX_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "SEAL_PKCS12",
        "CLAMAV_ADDRESS",
    ):
        assert name in done.stderr
    assert "EMAIL_HOST" in done.stderr


@pytest.fixture
def sound_site(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """The settings of a production site that may start."""
    for name, value in SOUND.items():
        monkeypatch.setenv(name, value)
    settings.DEMO, settings.DEBUG, settings.ALLOWED_HOSTS = False, False, [SOUND["ALLOWED_HOSTS"]]
    settings.CLAMAV_ADDRESS, settings.UPLOADS_WITHOUT_SCANNER = SOUND["CLAMAV_ADDRESS"], False
    settings.SITE_URL, settings.SEAL_PKCS12 = SOUND["SITE_URL"], SOUND["SEAL_PKCS12"]
    settings.SEAL_PASSPHRASE, settings.LETTERS_INTO_FILES = PASSPHRASE, False
    assert not production.faults()
    return settings


def bank(patch: pytest.MonkeyPatch, url: str, secret: str) -> None:
    """An account with VNPay in the environment."""
    for name, value in zip(vnpay.NAMES, (url, "SGDDT001", secret), strict=True):
        patch.setenv(name, value)


@pytest.mark.parametrize(
    ("url", "secret", "named"),
    [
        ("/dung-thu/ngan-hang/", "s" * 32, "the simulator"),
        ("https://sandbox.vnpayment.vn/paymentv2/vpcpay.html", "s" * 32, "sandbox"),
        ("https://pay.vnpay.vn/vpcpay.html", "short", "VNPAY_HASH_SECRET is short"),
        ("https://pay.vnpay.vn/vpcpay.html", "", "only VNPAY_URL, VNPAY_TMN_CODE are set"),
    ],
)
def test_a_gateway_that_anybody_could_play_is_refused(
    sound_site: Any, monkeypatch: pytest.MonkeyPatch, url: str, secret: str, named: str
) -> None:
    bank(monkeypatch, url, secret)
    assert any(named in fault for fault in production.faults())


def test_the_demo_banks_secret_is_refused(
    sound_site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sound_site.VAR = tmp_path
    vnpay.demo_secret_file().parent.mkdir()
    vnpay.demo_secret_file().write_text("s" * 50)
    bank(monkeypatch, "https://pay.vnpay.vn/vpcpay.html", "s" * 50)
    assert any("the demo's" in fault for fault in production.faults())
    bank(monkeypatch, "https://pay.vnpay.vn/vpcpay.html", "k" * 32)
    assert not production.faults()


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
def test_each_convenience_of_the_demo_is_refused(
    sound_site: Any, name: str, value: Any, named: str
) -> None:
    setattr(sound_site, name, value)
    (fault,) = production.faults()
    assert named in fault


def test_a_guessable_key_is_refused(sound_site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    (fault,) = production.faults()
    assert "SECRET_KEY" in fault


@pytest.fixture
def durable() -> Iterator[None]:
    """SQLite as a site has it; the other tests throw their data away."""
    set_synchronous("FULL")
    yield
    set_synchronous("OFF")


def set_synchronous(mode: str) -> None:
    if connection.vendor == "sqlite":
        connection.cursor().execute(f"PRAGMA synchronous={mode}")


@pytest.mark.django_db(transaction=True)
def test_demo_people_who_can_sign_in_stop_web_and_worker(sound_site: Any, durable: None) -> None:
    demo = User.objects.create_user("giam-doc", is_demo=True)
    with pytest.raises(ImproperlyConfigured, match="demo people can sign in"):
        production.refuse_unsafe_start()
    demo.is_active = False
    demo.save()
    production.refuse_unsafe_start()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a mode of SQLite")
def test_sqlite_in_a_mode_that_may_lose_a_commit_is_refused(sound_site: Any) -> None:
    set_synchronous("OFF")
    (fault,) = production.site_faults()
    assert "synchronous=0" in fault and "Mend:" in fault


class SlowClock(BaseHTTPRequestHandler):
    """A server whose clock stands on New Year's Day."""

    def do_HEAD(self) -> None:
        self.send_response_only(200)
        self.send_header("Date", "Fri, 01 Jan 2021 00:00:00 GMT")
        self.end_headers()

    def log_message(self, *given: Any) -> None:
        """Silent."""


@pytest.mark.django_db(transaction=True)
def test_a_clock_that_is_off_is_refused(
    sound_site: Any, durable: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HTTPServer(("127.0.0.1", 0), SlowClock) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("TIME_SOURCE", f"http://127.0.0.1:{server.server_port}/")
        (fault,) = production.site_faults()
        server.shutdown()
    assert "the clock differs from 127.0.0.1's by" in fault and "Mend:" in fault
    monkeypatch.setenv("TIME_SOURCE", "http://127.0.0.1:1/")  # nobody answers: no proof
    assert not list(production.site_faults())


def test_check_deploy_lists_everything_with_its_mend_on_any_site(tmp_path: Path) -> None:
    done = check(tmp_path, "--deploy")
    assert done.returncode != 0
    for name in ("DEMO is on", "SECRET_KEY", "SITE_URL", "SEAL_PKCS12"):
        assert name in done.stderr
    assert done.stderr.count("motcua.E002") == done.stderr.count("Mend:")
