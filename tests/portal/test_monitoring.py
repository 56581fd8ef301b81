"""What monitoring asks: names and figures, nothing personal, and nothing for strangers on a public
site.
"""

from __future__ import annotations

import socket
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from portal.monitoring import probes
from tests.people import World, draft_of
from workflows import actions
from workflows.journal import outbox


def test_the_process_says_that_it_lives_without_any_service(stranger: Client) -> None:
    """No database fixture: a query would fail this test."""
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@time_machine.travel("2026-11-29T09:00+07:00")  # a year later its calendar wants days
def test_a_site_that_has_all_it_needs_is_ready(world: World, stranger: Client) -> None:
    answer = stranger.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, **dict.fromkeys(probes.NEEDED, "ok")}


def test_without_its_database_it_is_not_ready_and_says_so(
    db: None, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("host=10.0.0.5 password=secret")

    monkeypatch.setitem(probes.NEEDED, "database", away)
    answer = stranger.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "away (OperationalError)"
    assert b"secret" not in answer.content


def test_a_broker_or_scanner_that_is_away_is_named_and_pages_go_on(
    db: None, stranger: Client, settings: Any
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{port}"
        answer = stranger.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["broker"] == answer.json()["scanner"] == "away (ConnectionRefusedError)"


def test_work_that_nobody_does_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "ring", lambda ids: None)
    actions.submit(draft_of(world), world.huong)
    assert probes.worker() is None
    monkeypatch.setattr(probes, "LATE", -probes.LATE)
    assert "is a worker running" in str(probes.worker())


def test_a_public_site_tells_strangers_nothing(db: None, stranger: Client, settings: Any) -> None:
    settings.DEMO, settings.MONITOR_TOKEN, settings.SECURE_SSL_REDIRECT = False, "", False
    assert stranger.get("/readyz").status_code == stranger.get("/metrics").status_code == 404
    settings.MONITOR_TOKEN = "mot-chuoi-bi-mat"
    assert stranger.get("/metrics").status_code == 404
    assert stranger.get("/metrics", headers={"Authorization": "Bearer sai"}).status_code == 404
    assert (
        stranger.get("/metrics", headers={"Authorization": "Bearer mot-chuoi-bi-mat"}).status_code
        == 200
    )


def test_figures_name_routes_and_never_addresses_or_people(world: World, stranger: Client) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    stranger.get(f"/ho-so/{dossier.code}/")
    text = stranger.get("/metrics").content.decode()
    assert 'route="portal:dossier",status="302"' in text
    assert "motcua_effects_pending" in text
    assert dossier.code not in text and "Hường" not in text


def test_a_request_leaves_one_line_with_its_route(
    world: World, stranger: Client, caplog: Any
) -> None:
    caplog.set_level("INFO", "portal.requests")
    answer = stranger.get("/tra-cuu/?code=H15.50-261124-0001")
    (line,) = [record for record in caplog.records if record.name == "portal.requests"]
    assert (line.route, line.method, line.status) == ("portal:follow", "GET", answer.status_code)
    assert line.request == answer.headers["X-Request-Id"]
    assert "H15" not in str(vars(line))
