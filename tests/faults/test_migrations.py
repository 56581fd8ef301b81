"""Migrations of a filled site, back to the oldest release that a site may come from and forward
again, change nothing for good (J3).

In CI three hundred dossiers, which are thousands of rows, on SQLite, which makes its tables anew; on
PostgreSQL `test_former_site` takes every step with the rows of a former site. `make faults` takes
both, and 100,000 dossiers or as many as MIGRATED_DOSSIERS says.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from scripts.services import NoServer
from tests import machine, postgres
from tests.faults.site import ROOT

LONG = os.environ.get("FAULTS") == "long"
DOSSIERS = os.environ.get("MIGRATED_DOSSIERS") or ("100000" if LONG else "300")


@pytest.fixture(params=["sqlite", "postgres"] if LONG else ["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database of its own, empty."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/site.sqlite3"
        return
    try:
        with postgres.server() as url, psycopg.connect(url, autocommit=True) as server:
            server.execute("CREATE DATABASE migrating")
            yield f"{url.rpartition('/')[0]}/migrating"
            server.execute("DROP DATABASE migrating WITH (FORCE)")
    except NoServer as missing:
        (pytest.fail if machine.required("postgres") else pytest.skip)(str(missing))


@pytest.mark.slow
def test_a_filled_site_goes_back_and_forth_unchanged(database: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": database, "MOTCUA_VAR": str(tmp_path / "var")}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "CELERY_TASK_ALWAYS_EAGER": "1"}
    command = [sys.executable, "-m", "tests.faults.migrating", DOSSIERS]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-4000:]
    report = json.loads(run.stdout.splitlines()[-1])
    sys.stdout.write(f"{report}\n")
    assert report["faults"] == [], "\n".join(report["faults"])
    assert report["sealed"] > 5
    assert report["undone"] and report["columns"] > 100, "nothing was migrated"
