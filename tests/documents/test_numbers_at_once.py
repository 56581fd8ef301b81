"""Many processes issue at the same moment, on a real SQLite file and a real PostgreSQL: 1, 2, 3 …
and nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests import kept_database, machine, postgres
from tests.documents.conftest import ROOT

LONG = os.environ.get("FAULTS") == "long"
# processes, and how often each issues; a fifth is rolled back
MANY_SHORT, FEW_LONG = (50, 5), (8, 250 if LONG else 50)

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a migrated database of its own, without a row."""
    if request.param == "sqlite":
        kept_database.bring(tmp_path / "race.sqlite3")
        url = f"sqlite:///{tmp_path / 'race.sqlite3'}"
        _migrate(url, tmp_path)
        yield url
        return
    server, made = request.getfixturevalue("migrated")
    yield _new_database(server, f'TEMPLATE "{made}"')


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A PostgreSQL, and the name of its database from which others are copied."""
    try:
        with postgres.server() as server:
            url = _new_database(server)
            _migrate(url, tmp_path_factory.mktemp("migrated"))
            yield server, urlsplit(url).path[1:]
    except postgres.NoServer as missing:
        pytest.fail(str(missing)) if machine.required("postgres") else pytest.skip(str(missing))


def _migrate(url: str, folder: Path) -> None:
    _run(url, folder, "manage.py", "migrate", "-v0", "--skip-checks")


def _new_database(server: str, like: str = "") -> str:
    name = f"numbers_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" {like}')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@pytest.mark.parametrize(("processes", "each"), [MANY_SHORT, FEW_LONG])
def test_processes_get_numbers_without_gap_or_duplicate(
    database: str, tmp_path: Path, processes: int, each: int
) -> None:
    kept = processes * each * 4 // 5
    result: dict[str, Any] = json.loads(
        _run(database, tmp_path, "-m", "tests.documents.issue_at_once", str(processes), str(each))
    )
    assert result["failed"] == 0
    assert result["numbers"] == list(range(1, kept + 1))
    assert result["last"] == kept
    assert result["in_order"], "a later number never carries an earlier moment"


def _run(database: str, folder: Path, *command: str) -> str:
    environment = {**os.environ, "DATABASE_URL": database, "MOTCUA_VAR": str(folder / "var")}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
