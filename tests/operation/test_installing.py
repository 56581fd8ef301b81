"""deploy/machine and deploy/install on an empty machine: a site that has backed up; a second time changes nothing."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.operation import scratch_site
from tests.operation.scratch_site import ROOT


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """Surroundings in which deploy/machine prepares a folder and systemctl writes down what it is told."""
    if os.geteuid():
        pytest.skip("deploy/machine is root's")
    stubs = tmp_path / "stubs"
    stubs.mkdir()
    (stubs / "systemctl").write_text(f"#!/bin/bash\necho $* >>{tmp_path}/told\n")
    (stubs / "systemctl").chmod(0o755)
    return {"PATH": f"{stubs}:/usr/sbin:/usr/bin:/bin", "MOTCUA_ROOT": f"{tmp_path}/root", "MOTCUA_USER": "root"}


def test_a_machine_is_prepared_and_its_key_is_made_once(machine: dict[str, str], tmp_path: Path) -> None:
    for _turn in range(2):
        subprocess.run([ROOT / "deploy/machine"], env=machine, check=True, capture_output=True)
        root = tmp_path / "root"
        key = root / "etc/motcua/backup-environment"
        kept = key.read_text()
        assert kept.startswith("BACKUP_KEY=") and len(kept) > 60 and stat.S_IMODE(key.stat().st_mode) == 0o640
    assert stat.S_IMODE((root / "var/backups/motcua").stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "etc/sudoers.d/motcua").stat().st_mode) == 0o440
    shipped, placed = (ROOT / "deploy/systemd").iterdir(), (root / "etc/systemd/system").iterdir()
    assert {unit.name for unit in shipped} == {unit.name for unit in placed}
    told = (tmp_path / "told").read_text()
    assert told.count("enable --now motcua-backup.timer") == 2 and "enable motcua-settle" in told
    key.write_text("BACKUP_KEY=mine\n")
    subprocess.run([ROOT / "deploy/machine"], env=machine, check=True, capture_output=True)
    assert key.read_text() == "BACKUP_KEY=mine\n"


def test_an_empty_clone_becomes_a_site_that_has_backed_up(tmp_path: Path) -> None:
    site = scratch_site.make(tmp_path / "site")
    shutil.rmtree(site.home / ".venv")
    for kept in ("var/tables", "running"):
        (site.root / kept).unlink()
    done = site.run("install")
    assert done.returncode == 0, done.stderr
    (site.root / "running").write_text(str(site.current))
    assert site.whole() == "one" and site.current.parent == site.home / "releases"
    assert [path.name for path in (site.root / "backups").glob("*/manifest")] == ["manifest"]
    again = site.run("install")
    assert again.returncode == 0 and len(list(site.home.glob("releases/*"))) == 1, again.stderr
    del site.environment["BACKUP_KEY"]
    site.environment["MOTCUA_BACKUP_ENVIRONMENT"] = "/nowhere"
    assert "NOT backed up" in site.run("install").stderr
