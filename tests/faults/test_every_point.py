"""Die once at every SQL statement, commit, ring, letter and file operation of the main acts; recover; compare (A2).

In CI on SQLite; `make faults` does the same on PostgreSQL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.site import ROOT

PARTS = 3
ON_POSTGRES = os.environ.get("FAULTS") == "long" and os.environ.get("DATABASE_URL", "").startswith("postgres")
FEWEST = 10  # points of an act; less would mean that the points are no longer put where the work is done


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_death_anywhere_in_an_act_changes_nothing_of_the_end(part: int, tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "MOTCUA_VAR": str(tmp_path)}
    if not ON_POSTGRES:
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/site.sqlite3"
    command = [sys.executable, "-m", "tests.faults.every_point", str(part), str(PARTS)]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-4000:]
    report = json.loads(run.stdout.splitlines()[-1])
    sys.stdout.write(f"{ {name: (act['points'], act['states']) for name, act in report.items()} }\n")
    wrong = [line for act in report.values() for line in act["wrong"]]
    assert wrong == [], "\n".join([*wrong[:40], run.stderr[-2000:]])
    assert all(act["points"] >= FEWEST for act in report.values())
