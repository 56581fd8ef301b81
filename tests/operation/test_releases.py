"""What releases beside each other rest on: real packages from a folder, processes outliving a
switch, tables undone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

from scripts.services import children, free_port
from tests.operation import scratch_site
from tests.operation.scratch_site import ROOT

SMALL_SETTINGS = """\
SECRET_KEY = "x"
INSTALLED_APPS = ["operation", "small"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
MIGRATION_MODULES = {"operation": None}
SITE_DATABASE_ROLE = ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
FIRST = """\
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))])]
"""
LATER = """\
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("small", "0001_first")]
    operations = [migrations.AddField("thing", "name", models.TextField(default=""))]
"""
TOGETHER = """\
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    replaces = [("small", "0001_first"), ("small", "0002_later")]
    operations = [migrations.CreateModel("Thing", [
        ("id", models.BigAutoField(primary_key=True)), ("name", models.TextField(default="")),
    ])]
"""
AFTER = """\
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("small", "0001_squashed_0002_later")]
    operations = [migrations.AddField("thing", "size", models.IntegerField(default=0))]
"""
ONE_WAY = """\
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("small", "0002_later")]
    operations = [migrations.RunPython(lambda apps, editor: None)]
"""


def wheel(folder: Path, version: str) -> str:
    """A package of one line; its line for a requirements file."""
    folder.mkdir(exist_ok=True)
    place = folder / f"stand_in-{version}-py3-none-any.whl"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("stand_in.py", f"VERSION = {version!r}\n")
        about = f"stand_in-{version}.dist-info"
        archive.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: stand-in\nVersion: {version}\n"
        )
        archive.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{about}/RECORD", "")
    return f"stand-in=={version} --hash=sha256:{hashlib.sha256(place.read_bytes()).hexdigest()}\n"


def test_packages_come_from_their_hashes_into_the_release_s_own_folder(tmp_path: Path) -> None:
    """The real scripts/install.py and pip, a folder instead of the network."""
    site = scratch_site.make(tmp_path / "site")
    upstream = site.root / "upstream"
    shutil.copy(ROOT / "scripts/install.py", upstream / "scripts/install.py")
    (upstream / "manage.py").write_text("import stand_in\n")
    site.publish(wheel(tmp_path / "wheels", "2.0").strip())
    site.git("-C", str(site.home), "pull", "-q")
    real = {**site.environment, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "wheels")}
    real["MOTCUA_VAR"], real["PYTHON"] = str(site.var), sys.executable
    command = ["bash", "-c", f". {site.home}/deploy/common.sh; build $(git rev-parse HEAD)"]
    done = subprocess.run(command, env=real, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (release,) = site.home.glob("releases/*")
    assert (release / ".complete").exists()
    asked = [release / ".venv/bin/python", "-c", "import stand_in; print(stand_in.__file__)"]
    assert str(release) in subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def test_what_runs_by_the_link_stays_itself_after_the_switch(tmp_path: Path) -> None:
    """A web process that dies between switch and restart is replaced by one of the same release."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "site_code.py").write_text(
            f"def application(request, start):\n    start('200 OK', [])\n    return [b'{name}']\n"
        )
    (tmp_path / "current").symlink_to("old")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "site_code",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "critical",
    ]
    surroundings = {name: value for name, value in os.environ.items() if name != "PWD"}
    server = subprocess.Popen(command, cwd=tmp_path / "current", env=surroundings)
    try:
        assert answer(port) == "old"
        (tmp_path / "current.new").symlink_to("new")
        (tmp_path / "current.new").replace(tmp_path / "current")
        (first,) = children(server.pid)
        os.kill(first, signal.SIGKILL)
        give_up = time.monotonic() + 120
        while children(server.pid) in ([], [first]):
            assert time.monotonic() < give_up
            time.sleep(0.05)
        assert answer(port) == "old"
    finally:
        server.terminate()
        server.wait(20)


def answer(port: int) -> str:
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=120).read().decode()
        except OSError:
            time.sleep(0.1)
    return "nobody"


class Small:
    """A site of one app with these migrations; called with the words of a command line."""

    def __init__(self, folder: Path, migrations: dict[str, str]) -> None:
        self.folder, self.migrations = folder, folder / "small/migrations"
        self.migrations.mkdir(parents=True)
        for name, text in {"../__init__": "", "__init__": "", **migrations}.items():
            (self.migrations / f"{name}.py").write_text(text)
        (folder / "small_settings.py").write_text(SMALL_SETTINGS)

    def __call__(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        path = {"PYTHONPATH": f"{self.folder}:{ROOT}", "DJANGO_SETTINGS_MODULE": "small_settings"}
        command = [sys.executable, "-m", "django", *arguments, "--skip-checks"]
        return subprocess.run(
            command,
            input=given,
            cwd=self.folder,
            env={**os.environ, **path},
            capture_output=True,
            text=True,
        )

    def columns(self) -> list[str]:
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3")) as database:
            return [row[1] for row in database.execute("PRAGMA table_info(small_thing)")]


def test_migrations_are_undone_all_or_none(tmp_path: Path) -> None:
    django = Small(tmp_path, {"0001_first": FIRST, "0002_later": LATER})
    older = "small.0001_first\n"
    assert django("migrate").returncode == 0
    dry = django("migrations_back", "--dry-run", given=older)
    assert (dry.returncode, dry.stdout) == (0, "small.0002_later is undone\n"), dry.stderr
    assert "[X] 0002_later" in django("showmigrations", "small").stdout
    assert django("migrations_back", given="").returncode == 1, (
        "no list is no reason to undo everything"
    )
    (django.migrations / "0003_one_way.py").write_text(ONE_WAY)
    assert django("migrate").returncode == 0
    stays = django("migrations_back", given=older)
    assert stays.returncode == 1 and "cannot be undone: small.0003_one_way" in stays.stderr
    assert "[X] 0002_later" in django("showmigrations", "small").stdout
    assert django("migrate", "--fake", "small", "0002").returncode == 0
    assert django("migrations_back", given=older).returncode == 0
    assert "[X] 0001_first\n [ ] 0002_later" in django("showmigrations", "small").stdout


def test_a_site_that_began_with_first_tables_goes_back_by_single_steps(tmp_path: Path) -> None:
    """The older release knows only the first of the steps that its newer one's tables stand for."""
    django = Small(
        tmp_path, {"0001_first": FIRST, "0002_later": LATER, "0001_squashed_0002_later": TOGETHER}
    )
    assert django("migrate").returncode == 0 and django.columns() == ["id", "name"]
    back = django("migrations_back", given="small.0001_first\n")
    assert (back.returncode, back.stdout) == (0, "small.0002_later is undone\n"), back.stderr
    assert django.columns() == ["id"]
    noted = django("showmigrations", "small").stdout
    assert "[X] 0001_first\n [ ] 0002_later" in noted and "squashed" not in noted
    assert django("migrate").returncode == 0 and django.columns() == ["id", "name"]


def test_a_release_that_knows_the_first_tables_keeps_them(tmp_path: Path) -> None:
    django = Small(
        tmp_path, {"0001_first": FIRST, "0002_later": LATER, "0001_squashed_0002_later": TOGETHER}
    )
    known = "small.0001_squashed_0002_later\n"
    (django.migrations / "0003_after.py").write_text(AFTER)
    assert django("migrate").returncode == 0 and django.columns() == ["id", "name", "size"]
    back = django("migrations_back", given=known)
    assert (back.returncode, back.stdout) == (0, "small.0003_after is undone\n"), back.stderr
    assert (
        django.columns() == ["id", "name"] and django("migrations_back", given=known).stdout == ""
    )
    assert django("migrate").returncode == 0 and django.columns() == ["id", "name", "size"]
