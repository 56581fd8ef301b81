"""Shared by every test: folders of its own, tables that can be emptied, and what the machine lacks
said plainly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import timezone

from admissions import triggers as admission_triggers
from assessment import triggers as assessment_triggers
from documents import triggers as document_triggers
from forms.files import scanning
from foundation import broker
from operation import triggers as command_triggers
from payments import triggers as payment_triggers
from portal.http import limits
from privacy import triggers as read_triggers
from registers import triggers as grant_triggers
from scripts import demo_provider
from tests import kept_database, machine, site_role
from workflows.journal import triggers as journal_triggers
from workflows.procedure import definition_check

TRIGGERS = (
    *(journal_triggers, document_triggers, read_triggers, command_triggers),
    *(grant_triggers, assessment_triggers, payment_triggers, admission_triggers),
)


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Uploads, documents and mail of a test go to its own folder."""
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.DOCUMENT_ROOT = tmp_path / "documents"
    settings.ANCHOR_ROOT = tmp_path / "anchors"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture(autouse=True)
def bell_rings() -> None:
    """A broker that one test took away is there for the next."""
    broker.listen_again()


@pytest.fixture(autouse=True)
def scanner_is_asked() -> None:
    """A virus scanner that one test took away is there for the next."""
    scanning.ask_again()


@pytest.fixture(autouse=True)
def windows_begin_with_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """No window of the limits ends in the middle of a test, unless it moves the clock: every window
    divides a day.
    """
    began = timezone.now()
    to_midnight = (
        began.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1) - began
    )
    monkeypatch.setattr(limits, "now", lambda: timezone.now() + to_midnight)


@pytest.fixture(scope="session", autouse=True)
def shipped_texts_are_read_once() -> Iterator[None]:
    """What a thousand tests publish is parsed for the first of them; nobody changes what was
    read.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            definition_check, "read_text", lru_cache(maxsize=64)(definition_check.read_text)
        )
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A database that was copied is taken as it is; its folder is thrown away with the run."""
    return kept_database.is_kept()


@pytest.fixture(scope="session")
def copied_database(django_db_modify_db_settings: None, django_db_keepdb: bool) -> bool:
    """Whether the tests' database stands there, copied."""
    return django_db_keepdb and kept_database.bring()


@pytest.fixture(scope="session")
def django_db_setup(
    copied_database: bool, django_db_keepdb: bool, django_db_setup: None, django_db_blocker: Any
) -> None:
    """The database is made where none was copied, and kept for the next run."""
    with django_db_blocker.unblock():
        site_role.give()
    if django_db_keepdb and not copied_database:
        kept_database.keep()


@pytest.fixture(scope="session", autouse=True)
def as_the_site() -> Iterator[None]:
    """On PostgreSQL every test works with the rights of the site's own role; who takes triggers
    away is the owner.
    """
    with site_role.worked_as(TRIGGERS) if connection.vendor == "postgresql" else nullcontext():
        yield


@pytest.fixture
def tables_owner(db: None) -> Iterator[None]:
    """The test tries what not even the owner of the tables may do: triggers refuse it."""
    with site_role.owner(connection):
        yield


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied(as_the_site: None) -> Iterator[None]:
    """Django empties all tables after a transactional test; triggers that refuse it step aside for
    that.
    """
    empty_tables = TransactionTestCase._fixture_teardown

    def without_triggers(test: TransactionTestCase) -> None:
        for database in connections.all(initialized_only=True):
            for triggers in TRIGGERS:
                triggers.remove(database)
        try:
            empty_tables(test)
        finally:
            for database in connections.all(initialized_only=True):
                for triggers in TRIGGERS:
                    site_role.be_owner(database)
                    triggers.install(database)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """The second pass, on another database, leaves out what would only do the same again."""
    parser.addoption(
        "--stored", action="store_true", help="only tests that use the database of the settings"
    )
    parser.addoption(
        "--today",
        help="run as if it were that moment, e.g. 2027-01-01T00:30+07:00: no test may mind",
    )


@pytest.fixture(scope="session", autouse=True)
def another_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """The whole session on another day, where one was named; the clock goes on from there."""
    moment = request.config.getoption("--today")
    with time_machine.travel(dt.datetime.fromisoformat(moment)) if moment else nullcontext():
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sites of their own, which take longest, first: at the end the one that is left would run
    alone.

    The second pass: a test uses that database when it says so by a mark or by a fixture of
    pytest-django's.
    """
    items.sort(key=lambda item: not item.get_closest_marker("slow") or _uses_database(item))
    if not config.getoption("stored"):
        return
    using = [item for item in items if _uses_database(item) and not item.get_closest_marker("once")]
    config.hook.pytest_deselected(items=[item for item in items if item not in using])
    items[:] = using


def _uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or _DATABASE & {*_fixtures(item)})


_DATABASE = {"db", "transactional_db", "django_db_setup"}


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose browser or database is missing is not run, and says how to get it; in CI it
    fails.
    """
    if item.get_closest_marker("browser") and machine.browser() is None:
        _not_run("browser", machine.NO_BROWSER)
    if item.get_closest_marker("scanner") and machine.scanner() is None:
        _not_run("scanner", machine.NO_SCANNER)
    if item.get_closest_marker("node") and not demo_provider.has_node():
        _not_run("node", machine.NO_NODE)
    if item.get_closest_marker("poppler") and not machine.poppler():
        _not_run("poppler", machine.NO_POPPLER)
    if item.get_closest_marker("office") and not machine.office():
        _not_run("office", machine.NO_OFFICE)
    if item.get_closest_marker("small_disks") and not machine.small_disks():
        _not_run("small_disks", machine.NO_SMALL_DISKS)
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL only: make test, or DATABASE_URL=postgres://…")


def _not_run(what: str, reason: str) -> None:
    if machine.required(what):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
