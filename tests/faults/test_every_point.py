"""Die at the SQL statements, commits, rings, letters and file operations of the main acts; recover;
compare (A2).

In CI on SQLite, an act of each kind, at every third point behind which something was changed; `make
faults` takes every act and point, and PostgreSQL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.site import ROOT

LONG = os.environ.get("FAULTS") == "long"
PARTS = 3 if LONG else 2
ON_POSTGRES = LONG and os.environ.get("DATABASE_URL", "").startswith("postgres")
#: Kinds of points that an act must have; without them the points would no longer be put where the
#: work is done.
PASSED = {
    "submit": {"INSERT", "COMMIT", "ring"},
    "seal": {"INSERT", "UPDATE", "COMMIT", "ring"},
    "issue": {"INSERT", "COMMIT", "half", "fsync", "ring"},
    "deliver": {"UPDATE", "letter"},
    "upload": {"INSERT", "half", "fsync"},
}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_death_anywhere_in_an_act_changes_nothing_of_the_end(part: int, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "MOTCUA_VAR": str(tmp_path),
    }
    if not ON_POSTGRES:
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/site.sqlite3"
    command = [sys.executable, "-m", "tests.faults.every_point", str(part), str(PARTS)]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-4000:]
    report = json.loads(run.stdout.splitlines()[-1])
    sys.stdout.write(
        f"{ {name: (act['points'], act['tried'], act['states']) for name, act in report.items()} }\n"
    )
    wrong = [line for act in report.values() for line in act["wrong"]]
    assert wrong == [], "\n".join([*wrong[:40], run.stderr[-2000:]])
    for name, act in report.items():
        assert PASSED.get(name, {"UPDATE"}) <= set(act["kinds"]), (
            f"{name} passes only {act['kinds']}"
        )
