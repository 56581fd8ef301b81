"""A site of commit e3c58bb comes over: its clone, its packages and its single role, by the guide's
words alone.

Its dossiers stand at every step when the shipped scripts of today take it up; what they are is the
same afterwards. The data are those of `former_site`. By FAULTS=long it also goes back to that
commit, and up again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from scripts.services import Postgres, postgres_programs, running, temporary_folder
from tests.keystore import PASSPHRASE, keystore
from tests.operation.new_machine import HOST, ROOT, Machine, needs_for_a_machine
from tests.operation.test_walk_in import as_user, bare

COMMIT = "e3c58bb"
FORMER = ROOT / "tests/operation/former_site/site.tar.xz"
#: What a dossier is to people: nothing of it may be another afterwards.
DOSSIERS = """SELECT d.code, d.legal_status, d.due_at, d.paused_at, d.entry_count, d.entry_hash, d.applicant_name,
    (SELECT string_agg(w.step, ',' ORDER BY w.id) FROM workflows_workitem w
     WHERE w.process_id = d.id AND w.finished IS NULL),
    (SELECT string_agg(f.hash || f.reason, ',' ORDER BY f.sequence) FROM workflows_entry f WHERE f.dossier_id = d.id)
    FROM workflows_dossier d ORDER BY d.id"""


@pytest.fixture
def former(request: pytest.FixtureRequest) -> Iterator[tuple[Machine, str]]:
    """The machine as that commit's guide left it, and the URL of its database."""
    needs_for_a_machine()
    if subprocess.run(["git", "-C", ROOT, "cat-file", "-e", f"{COMMIT}^{{commit}}"]).returncode:
        pytest.skip(f"this clone does not reach back to {COMMIT}")
    with temporary_folder() as folder:
        postgres = Postgres(folder / "postgres", durable=False)
        with running(postgres):
            machine = bare(folder, postgres.url)
            url = _database(postgres.url, machine.user)
            _files(machine, folder, url)
            yield machine, url


def _database(server: str, role: str) -> str:
    """One role that owns all, as the guide of then said; demo people who cannot sign in, as on a
    public site.
    """
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'former'")
        admin.execute(f"CREATE DATABASE motcua OWNER {role}")
    at = urlsplit(server)
    return f"postgres://{role}:former@{at.hostname}:{at.port}/motcua"


def _files(machine: Machine, folder: Path, url: str) -> None:
    """The clone at that commit, with packages in it; its origin has today's code on top. Settings,
    data, seal.
    """
    upstream = folder / "upstream"
    subprocess.run(["git", "clone", "-q", "--no-local", ROOT, upstream], check=True)
    for changed in subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-mo", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines():
        if (ROOT / changed).is_file():
            (upstream / changed).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / changed, upstream / changed)
    name = ["-c", "user.name=x", "-c", "user.email=x@x.example"]
    subprocess.run(["git", "-C", upstream, "add", "--all"], check=True)
    subprocess.run(
        ["git", "-C", upstream, *name, "commit", "-q", "--allow-empty", "-m", "today"], check=True
    )
    subprocess.run(["git", "clone", "-q", upstream, machine.home], check=True)
    subprocess.run(["git", "-C", machine.home, "reset", "-q", "--hard", COMMIT], check=True)
    with tarfile.open(FORMER) as archive:
        archive.extractall(machine.home / "var", filter="data")
    (machine.home / ".venv/bin").mkdir(parents=True)
    shutil.copy(folder / "packaged", machine.home / ".venv/bin/python")
    (machine.home / ".venv/installed").touch()
    programs = postgres_programs()
    load = [
        f"{programs}/psql",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-f",
        machine.home / "var/site.sql",
        url,
    ]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
    with psycopg.connect(url, autocommit=True) as owner:
        # real people, on a public site
        owner.execute("UPDATE organisations_user SET is_demo = false")
    keys = machine.home / "var/keys"
    machine.etc.mkdir(parents=True)
    settings = {
        "PRODUCTION": "1",
        "SECRET_KEY": "s3cret-Key-of-a-former-site-0123456789-abcdefghijklmnopqrstuvwxyz",
        "FIELD_KEY": (keys / "field_key").read_text(),
        "INDEX_KEY": (keys / "index_key").read_text(),
        "MONITOR_TOKEN": "m0nitor-Token-of-a-former-site-012345",
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "DATABASE_URL": url,
        "BROKER_URL": "redis://127.0.0.1:1/0",
        "CLAMAV_ADDRESS": "127.0.0.1:3310",
        "CLIENT_ADDRESS_VARIABLE": "HTTP_X_REAL_IP",
        "SEAL_PKCS12": str(keystore(folder / "seal.p12")),
        "SEAL_PASSPHRASE": PASSPHRASE,
        "EMAIL_HOST": "smtp.example",
        "DEFAULT_FROM_EMAIL": "mot-cua@motcua.example",
        "MOTCUA_VAR": str(machine.home / "var"),
    }
    (machine.etc / "environment").write_text(
        "".join(f"{name}={value.strip()}\n" for name, value in settings.items())
    )
    subprocess.run(["chown", "-R", f"{machine.user}:", machine.home, upstream], check=True)


def _dossiers(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as reading:
        return reading.execute(DOSSIERS).fetchall()


@pytest.mark.slow
def test_a_site_of_then_comes_over_with_its_dossiers(former: tuple[Machine, str]) -> None:
    machine, url = former
    before = _dossiers(url)
    assert len(before) > 60
    in_the_clone = (
        f"cd {machine.home} && git fetch -q && git checkout -q FETCH_HEAD -- deploy && ln -s ."
        " current"
    )
    done = as_user(machine, "bash", "-c", in_the_clone)
    assert done.returncode == 0, done.stderr
    made = machine.run()
    assert made.returncode == 0, made.stderr[-4000:]
    assert _dossiers(url) == before
    subprocess.run(["chown", "-R", f"{machine.user}:", machine.home], check=True)

    upgraded = as_user(machine, machine.home / "deploy/upgrade")
    assert upgraded.returncode == 0, upgraded.stderr[-4000:]
    assert machine.current.parent == machine.home / "releases"
    assert _dossiers(url) == before, "up, and nothing about a dossier is another"
    told = as_user(machine, machine.current / "deploy/manage", "check_site")
    assert told.stdout.count("\n") == 1 and "files lie in clear" in told.stdout, (
        told.stdout + told.stderr
    )
    encrypted = as_user(machine, machine.current / "deploy/manage", "rotate_field_keys")
    assert encrypted.returncode == 0, encrypted.stderr
    sums = as_user(machine, machine.current / "deploy/manage", "check_site")
    assert sums.returncode == 0, sums.stdout + sums.stderr

    if os.environ.get("FAULTS") != "long":
        return
    back = as_user(machine, machine.current / "deploy/back")
    assert back.returncode == 0, back.stderr[-4000:]
    assert machine.current == machine.home.resolve() and _dossiers(url) == before, (
        "back to that commit"
    )
    again = as_user(machine, machine.current / "deploy/upgrade")
    assert again.returncode == 0, again.stderr[-4000:]
    assert _dossiers(url) == before
