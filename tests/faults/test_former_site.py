"""A running site of commit e3c58bb goes up: its dossiers are the same after each migration, and end
with their papers.

In CI one dossier of each procedure works on; by FAULTS=long the one at every step. The site of that
time lies beside `tests/operation/former_site` as a dump with its files; `make.py` there made it by
that commit's own code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from scripts.services import NoServer, postgres_programs
from tests import machine, postgres
from tests.faults.site import ROOT

LONG = os.environ.get("FAULTS") == "long"
FORMER = ROOT / "tests/operation/former_site/site.tar.xz"
#: What a migration is there to change, of columns that were there before it.
MEANT = {
    "registers.0007_symbol_keys_and_paper_append_only": {"registers_grant.symbol_key"},
    "workflows.0028_mark_requests_filed_before": {
        "workflows_dossier.request_by_name",
        "workflows_dossier.request_by_number",
    },
}


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The former site on a PostgreSQL of its own, its files beside it; the environment of whoever
    works on it.
    """
    var = tmp_path / "var"
    with tarfile.open(FORMER) as archive:
        archive.extractall(var, filter="data")
    try:
        with postgres.server() as url, psycopg.connect(url, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS former WITH (FORCE)")
            server.execute("CREATE DATABASE former")
            database = f"{url.rpartition('/')[0]}/former"
            programs = postgres_programs()
            psql = f"{programs}/psql" if programs else "psql"
            load = [psql, "-q", "-v", "ON_ERROR_STOP=1", "-f", str(var / "site.sql"), database]
            subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
            yield {
                **os.environ,
                "DATABASE_URL": database,
                "MOTCUA_VAR": str(var),
                "BROKER_URL": "memory://",
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "CELERY_TASK_ALWAYS_EAGER": "1",
                "DEMO": "1",
            }
            server.execute("DROP DATABASE former WITH (FORCE)")
    except NoServer as missing:
        (pytest.fail if machine.required("postgres") else pytest.skip)(str(missing))


def climbed(environment: dict[str, str], *given: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.operation.former_site.climb", *given]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-4000:]
    report: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return report


@pytest.mark.slow
def test_dossiers_at_every_step_survive_each_migration_and_end(restored: dict[str, str]) -> None:
    report = climbed(restored, *(["all"] if LONG else []))
    assert len(report["standing"]) > 55, "steps at which a dossier stood"
    assert len(report["changed"]) > 10, "migrations since"
    assert report["beside"] == [], "from here on the site is like a new one"
    unmeant = {
        name: set(columns) - MEANT.get(name, set()) for name, columns in report["changed"].items()
    }
    assert not {name: columns for name, columns in unmeant.items() if columns}
    (in_clear,) = report["in_clear"]
    assert "files lie in clear" in in_clear, (
        "the papers of then are read as they lie, and that is told"
    )
    assert report["faults"] == [], "numbers, files, journal, before anybody works on"
    left = {name: report[name] for name in ("owed", "stuck", "after") if report[name]}
    assert not left, (
        "what the former code owed is done, every way ends, numbers and papers are whole:"
        f" {report['ended']}"
    )
    sys.stdout.write(
        f"{len(report['changed'])} migrations, {len(report['standing'])} steps; {report['ended']}\n"
    )
    assert len(report["ended"]) >= (len(report["standing"]) - 3 if LONG else 8)
