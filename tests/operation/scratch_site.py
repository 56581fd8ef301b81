"""A site of a few files for deploy/upgrade and deploy/back: the shipped scripts, and stand-ins for
all they call.

The code of a release is a list of migrations and a package that must be there whole; the database
is a file with the names of what is applied; systemd writes down which release it started; the
package server is a folder.
"""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: The site's own commands, each of which needs the release's package, whole, and says so by
#: failing.
MANAGE = """\
import os, pathlib, sys
here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here / ".venv/lib"))
import stand_in
assert stand_in.VERSION == (here / "requirements.txt").read_text().strip()
var = pathlib.Path(os.environ["MOTCUA_VAR"])
tables = var / "tables"
known = [line.split() for line in (here / "migrations").read_text().splitlines()]
applied = tables.read_text().split() if tables.exists() else []
command, rest = sys.argv[1], sys.argv[2:]
def write(names):
    (var / "tables.new").write_text(" ".join(names)); (var / "tables.new").replace(tables)
if command == "migrate":
    todo = [one for one in known if one[0] not in applied]
    if "--plan" in rest:
        print("\\n".join(one[0] for one in todo) or "No planned migration operations.")
        todo = []
    for name, *how in todo:
        if "fails" in how: sys.exit("the migration " + name + " failed")
        applied.append(name)
        write(applied)
elif command == "showmigrations":
    for name, *how in known: print("[X]  " + name)
elif command == "migrations_back":
    kept = set(sys.stdin.read().split())
    assert kept, "no names on the input"
    away = [(name, how) for name, *how in known if name in applied and name not in kept]
    if any("irreversible" in how for _name, how in away): sys.exit("CommandError: cannot be undone")
    if "--dry-run" not in rest: write([name for name in applied if name in kept])
elif command == "backup":
    place = pathlib.Path(rest[0]) / str(len(list(pathlib.Path(rest[0]).iterdir())) + 1)
    place.mkdir(); (place / "manifest").touch()
elif command == "try_restore":
    if (here / "does_not_come_back").exists(): sys.exit("this backup does not come back")
    (var / "restored").write_text(rest[0])
elif command == "publish_procedures":
    (var / "published").write_text(stand_in.VERSION)
elif command == "shell" and (here / "cannot_read").exists():
    published = (var / "published").read_text()
    if (here / "cannot_read").read_text(): sys.exit("OperationalError")
    if published != stand_in.VERSION and published: print(published)
elif command == "unpublish_procedures":
    assert sys.stdin.read().split() == [(var / "published").read_text()]
    if (var / "in_use").exists(): sys.exit("CommandError: dossiers run on it: H15.50-261129-0001")
    if "--dry-run" not in rest: (var / "published").write_text("")
elif command == "check" and (here / "refuses").exists():
    sys.exit("this site lacks a setting")
"""
INSTALL = """\
import os, pathlib, shutil, sys
root = pathlib.Path(__file__).parent.parent
wanted = (root / "requirements.txt").read_text().strip()
(root / ".venv/bin").mkdir(parents=True); (root / ".venv/lib").mkdir()
(root / ".venv/bin/python").symlink_to(sys.executable)
try: shutil.copy(pathlib.Path(os.environ["PACKAGES"]) / wanted, root / ".venv/lib/stand_in.py")
except OSError: sys.exit("Motcua: the packages could not be installed")
(root / ".venv/installed").touch()
"""
SYSTEMCTL = """\
#!/bin/bash
case $1 in
cat) echo "ExecStart=$SCRATCH/home/current/.venv/bin/gunicorn" ;;
stop) rm -f "$SCRATCH/running" ;;
start | restart) readlink -f "$SCRATCH/home/current" >"$SCRATCH/running" ;;
is-active) [ -e "$SCRATCH/running" ] ;;
esac
"""
SUDO = """\
#!/bin/bash
shift
case $1 in -l) exit "${MAY_NOT:-0}" ;; esac
exec "$@"
"""
#: Read by every bash that runs a script: of deploy/upgrade it writes down each command, and kills
#: before the one named.
CUTTER = """\
case $0 in */deploy/upgrade)
    set -T
    trap '_at="${BASH_SOURCE[0]##*/} $LINENO $BASH_COMMAND"
        [[ -z ${TRACE:-} ]] || printf "%s\\0" "$_at" >>"$TRACE"
        [[ "$_at" != "${CUT:-}" ]] || kill -9 $$ $BASHPID' DEBUG ;;
esac
"""


class Site:
    """One scratch root: `upstream` (the repository), `home` (the clone that runs), `var`,
    `backups`, `bin`.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.home, self.var = root, root / "home", root / "var"
        self.environment = {
            "PATH": f"{root}/bin:/usr/bin:/bin",
            "HOME": str(root),
            "SCRATCH": str(root),
            "BASH_ENV": f"{root}/cutter",
            "MOTCUA_ENVIRONMENT": f"{root}/environment",
            "MOTCUA_BACKUPS": f"{root}/backups",
            "BACKUP_KEY": "k" * 32,
            "PACKAGES": f"{root}/packages",
            "PYTHON": "/usr/bin/python3",
            "PYTHONDONTWRITEBYTECODE": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_SYSTEM": "/dev/null",
            "MOTCUA_PATIENCE": "1",
            "LC_ALL": "C.UTF-8",
        }

    def run(
        self, command: str, *arguments: str, code: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess:
        """One of the shipped scripts, of the release that runs unless said otherwise."""
        script = (code or self.home) / "deploy" / command
        return subprocess.run(
            [script, *arguments],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def current(self) -> Path:
        """What runs by its name; a site from before releases has no such name yet."""
        link = self.home / "current"
        return link.resolve() if link.exists() else self.home

    @property
    def running(self) -> Path | None:
        """The release whose processes run."""
        kept = self.root / "running"
        return Path(kept.read_text().strip()) if kept.exists() else None

    @property
    def tables(self) -> list[str]:
        return (self.var / "tables").read_text().split()

    def settled(self) -> None:
        """Wait until the guard of a killed upgrade has done its work."""
        give_up = time.monotonic() + 120
        while (self.var / "upgrading").exists():
            assert time.monotonic() < give_up, (self.var / "upgrade.log").read_text()
            time.sleep(0.02)

    def whole(self) -> str:
        """What runs is whole: its code, its packages, tables that are exactly its own. Its
        version.
        """
        release = self.running
        assert release is not None and release == self.current, (
            "the site is up, by what `current` names"
        )
        known = [line.split()[0] for line in (release / "migrations").read_text().splitlines()]
        assert self.tables == known
        version = (release / "requirements.txt").read_text().strip()
        assert version in (release / ".venv/lib/stand_in.py").read_text()
        assert (release / ".venv/bin/python").exists()
        return version

    def publish(self, version: str, *migrations: str, **files: str) -> None:
        """A new release in the repository: `migrations` after those before, and files of any
        name.
        """
        upstream = self.root / "upstream"
        (upstream / "requirements.txt").write_text(version + "\n")
        with (upstream / "migrations").open("a") as listed:
            listed.writelines(f"{one}\n" for one in migrations)
        for name, text in files.items():
            (upstream / name).write_text(text)
        (self.root / "packages" / version).write_text(f"VERSION = {version!r}\n")
        self.git("-C", str(upstream), "add", "--all")
        self.git(
            "-C",
            str(upstream),
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@x.example",
            "commit",
            "-qm",
            version,
        )

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], env=self.environment, check=True, capture_output=True)


def make(root: Path) -> Site:
    """A site at version one, installed in the way from before releases: packages inside the clone,
    and running.
    """
    site = Site(root)
    for folder in ("upstream/scripts", "bin", "var", "backups", "packages"):
        (root / folder).mkdir(parents=True)
    for name, text in {"systemctl": SYSTEMCTL, "sudo": SUDO}.items():
        (root / "bin" / name).write_text(text)
        (root / "bin" / name).chmod(0o755)
    (root / "cutter").write_text(CUTTER)
    (root / "environment").write_text(f"PRODUCTION=1\nMOTCUA_VAR={root}/var\n")
    upstream = root / "upstream"
    shutil.copytree(ROOT / "deploy", upstream / "deploy")
    (upstream / "manage.py").write_text(MANAGE)
    (upstream / "scripts/install.py").write_text(INSTALL)
    (upstream / ".gitignore").write_text(".venv/\n/releases/\n/current*\n/previous*\n")
    site.git("init", "-q", str(upstream))
    site.publish("one", "site.0001", "site.0002")
    site.git("clone", "-q", str(upstream), str(site.home))
    packed = {**site.environment, "MOTCUA_VAR": str(site.var)}
    for script in ("scripts/install.py", "manage.py migrate", "manage.py publish_procedures"):
        subprocess.run(["/usr/bin/python3", *script.split()], cwd=site.home, env=packed, check=True)
    (root / "running").write_text(str(site.home))
    return site


def copied(site: Site, root: Path) -> Site:
    """The same site elsewhere; its paths are written in few places."""
    shutil.copytree(site.root, root, symlinks=True)
    copy = Site(root)
    for name in ("environment", "running", "home/.git/config"):
        kept = root / name
        kept.write_text(kept.read_text().replace(str(site.root), str(root)))
    copy.environment["MOTCUA_ADDRESS"] = site.environment.get("MOTCUA_ADDRESS", "")
    return copy


class Answering(http.server.BaseHTTPRequestHandler):
    """The site's web, as an upgrade sees it."""

    def do_GET(self) -> None:
        self.send_response(400)  # any status is an answer: the host may be unknown
        self.end_headers()

    def log_message(self, *_what: object) -> None:
        """Silent."""


def answering() -> http.server.HTTPServer:
    server = http.server.HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
