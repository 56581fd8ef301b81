"""deploy/install in an empty clone: a site that has backed up and restored once; a second time
changes nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.operation import scratch_site


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
    assert (site.var / "restored").read_text().startswith(str(site.root / "backups"))


def test_what_cannot_be_backed_up_or_does_not_come_back_is_not_installed(tmp_path: Path) -> None:
    site = scratch_site.make(tmp_path / "site")
    (site.home / "does_not_come_back").touch()
    refused = site.run("install")
    assert refused.returncode == 1 and "Installed" not in refused.stderr
    del site.environment["BACKUP_KEY"]
    site.environment["MOTCUA_BACKUP_ENVIRONMENT"] = "/nowhere"
    refused = site.run("install")
    assert refused.returncode == 1 and "NOT installed" in refused.stderr
