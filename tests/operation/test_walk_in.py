"""The walk of docs/deploy.md on a bare machine: the real deploy/machine, PostgreSQL, openssl,
nginx, an ordinary user.

The packages are those that the tests run with: to fetch them takes minutes, and test_releases.py
tries that.
"""

from __future__ import annotations

import http.client
import json
import pwd
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from scripts.services import Postgres, free_port, running, temporary_folder
from tests.operation.new_machine import HOST, ROOT, Machine, needs_for_a_machine

pytestmark = pytest.mark.slow

AUTHORITIES = """\
slug;kind;name;parent;symbol;code;place;phone
ubnd-daklak;PROVINCE;Ủy ban nhân dân tỉnh Đắk Lắk;;UBND;H15;Đắk Lắk;02623950001
sgddt-daklak;DEPARTMENT;Sở Giáo dục và Đào tạo Đắk Lắk;ubnd-daklak;SGDĐT;H15.07;Đắk Lắk;02623950002
ttpvhcc-daklak;ONE_STOP;Trung tâm Phục vụ hành chính công tỉnh Đắk Lắk;ubnd-daklak;TTPVHCC;H15.02;Đắk Lắk;02623950003
"""
LEFT_OUT = (".git", ".venv", "var", "releases", "__pycache__", ".*_cache", "*.pyc", "node_modules")
AN = ("an.nguyen", "--name", "Nguyễn Văn An", "--email", "an@so.example")


@pytest.fixture(scope="module")
def walked() -> Iterator[tuple[Machine, str]]:
    """The machine after one deploy/machine, and what that said."""
    needs_for_a_machine()
    with temporary_folder() as folder:
        postgres = Postgres(folder / "postgres", durable=False)
        with running(postgres):
            machine = bare(folder, postgres.url)
            done = machine.run()
            assert done.returncode == 0, done.stderr[-4000:]
            yield machine, done.stdout + done.stderr


def bare(folder: Path, database: str) -> Machine:
    """Root's clone of the code as it is here, and the answers."""
    clone, python = folder / "clone", python_of_all(folder)
    shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for line in (
        "init -q -b main",
        "add --all",
        "-c user.name=x -c user.email=x@x.example commit -qm walk",
    ):
        subprocess.run(["git", "-C", clone, *line.split()], check=True, capture_output=True)
    machine = Machine(folder, clone, "daemon" if may_run(python, "daemon") else "root")
    machine.prepare()
    machine.environment |= {"PYTHON": str(folder / "python")}
    (folder / "co-quan.csv").write_text(AUTHORITIES)
    machine.answer(
        EMAIL_HOST="none", ADMIN_DATABASE_URL=database, BROKER_URL="redis://127.0.0.1:1/0",
        CLAMAV_ADDRESS="127.0.0.1:3310", AUTHORITIES=str(folder / "co-quan.csv"),
    )  # fmt: skip
    return machine


def python_of_all(folder: Path) -> Path:
    """A Python with the packages of this run that the site's user may start, too; and the step that
    installs them.
    """
    base = Path(sys._base_executable).resolve()  # type: ignore[attr-defined]
    debian = Path(f"/usr/bin/python3.{sys.version_info.minor}")
    if any(not place.stat().st_mode & 1 for place in base.parents) and debian.exists():
        base = debian  # the developer's own lies in a folder of root's
    place = folder / "packaged"
    place.write_text(
        f'#!/bin/bash\nexport PYTHONPATH={sysconfig.get_path("purelib")}\nexec {base} "$@"\n'
    )
    place.chmod(0o755)
    made = f"mkdir -p .venv/bin && cp {place} .venv/bin/python && touch .venv/installed"
    (folder / "python").write_text(
        f'#!/bin/bash\ncase $1 in scripts/install.py) {made} ;; *) exec {base} "$@" ;; esac\n'
    )
    (folder / "python").chmod(0o755)
    return place


def may_run(python: Path, user: str) -> bool:
    line = ["runuser", "-u", user, "--", python, "-c", "import django, psycopg"]
    return subprocess.run(line, cwd="/", capture_output=True).returncode == 0


@pytest.fixture
def machine(walked: tuple[Machine, str]) -> Machine:
    return walked[0]


def as_user(machine: Machine, *line: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of the site's user, who has the settings' files where the test put them."""
    places = {
        "MOTCUA_ENVIRONMENT": f"{machine.etc}/environment",
        "MOTCUA_BACKUPS": f"{machine.root}/var/backups/motcua",
        "MOTCUA_OWNER_ENVIRONMENT": f"{machine.etc}/owner-environment",
        "MOTCUA_BACKUP_ENVIRONMENT": f"{machine.etc}/backup-environment",
    }
    surroundings = {**machine.environment, **places, **more}
    command = ["runuser", "-u", machine.user, "--", *line]
    return subprocess.run(command, env=surroundings, cwd="/", capture_output=True, text=True)


def manage(machine: Machine, *words: str) -> str:
    done = as_user(machine, machine.current / "deploy/manage", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def doctor(machine: Machine) -> dict[str, list[str]]:
    said = as_user(machine, machine.current / "deploy/manage", "doctor", "--json").stdout
    found: dict[str, list[str]] = {}
    for word in json.loads(said)["words"]:
        found.setdefault(word["about"], []).append(word["says"])
    return found


def test_it_ends_with_a_site_that_was_backed_up_and_restored(walked: tuple[Machine, str]) -> None:
    machine, said = walked
    assert "all sums hold" in said, "of the trial restore"
    found = doctor(machine)
    assert not {
        "settings",
        "site",
        "database",
        "migrations",
        "backup",
        "trial",
        "authorities",
    } & set(found), found
    assert found["seal"] == ["Con dấu số đang chờ cấp chứng thư: văn bản làm ra chờ đóng dấu."]
    assert any("1.004889" in says for says in found["procedure"]), (
        "published, and nobody is there yet"
    )


def test_who_owns_what(machine: Machine) -> None:
    owners = {
        machine.home: machine.user,
        machine.home / ".git/config": machine.user,
        machine.current: machine.user,
        machine.root / "var/lib/motcua": machine.user,
        machine.etc: "root",
        machine.etc / "environment": "root",
        machine.etc / "seal-request/seal.key": "root",
        machine.clone / "deploy": "root",
    }
    for place, owner in owners.items():
        assert pwd.getpwuid(place.stat().st_uid).pw_name == owner, place
    if machine.user != "root":
        assert as_user(machine, "cat", machine.etc / "seal-request/seal.key").returncode
        assert as_user(machine, "touch", machine.etc / "environment").returncode


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, autocommit=True) as database:
        yield database


def test_the_site_s_role_reads_and_writes_rows_and_nothing_else(machine: Machine) -> None:
    with connected(machine.settings("owner-environment")["OWNER_DATABASE_URL"]) as owner:
        rows = owner.execute(
            "SELECT tableowner, count(*) FROM pg_tables WHERE schemaname = 'public' GROUP BY 1"
        )
        assert [name for name, _count in rows] == [f"{machine.user}_owner"]
    with connected(machine.settings()["DATABASE_URL"]) as site:
        assert site.execute("SELECT count(*) FROM organisations_authority").fetchone() == (3,)
        site.execute("INSERT INTO organisations_role (slug, name, name_en) VALUES ('x', 'x', '')")
        site.execute("DELETE FROM organisations_role WHERE slug = 'x'")
        for refused in (
            "CREATE TABLE mine (id int)", "DROP TABLE workflows_entry", "TRUNCATE workflows_entry",
            "ALTER TABLE workflows_entry DISABLE TRIGGER ALL", "CREATE DATABASE mine", "CREATE ROLE mine",
            f'SET ROLE "{machine.user}_owner"',
        ):  # fmt: skip
            with pytest.raises(psycopg.Error, match=r"permission denied|must be owner"):
                site.execute(refused)  # type: ignore[call-overload]


@contextmanager
def web(machine: Machine) -> Iterator[int]:
    """gunicorn as the unit starts it: the site's user, the settings, and not the owner's file."""
    port, surroundings = free_port(), {**machine.environment, **machine.settings()}
    (line,) = re.findall(
        r"ExecStart=\S+/gunicorn (.*)",
        (machine.root / "etc/systemd/system/motcua-web.service").read_text(),
    )
    words = (
        line.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        .replace("--workers 4", "--workers 1")
        .split()
    )
    command = ["runuser", "-u", machine.user, "--", ".venv/bin/python", "-m", "gunicorn", *words]
    with subprocess.Popen(
        command, cwd=machine.current, env=surroundings, stderr=subprocess.DEVNULL
    ) as server:
        try:
            give_up = time.monotonic() + 60
            while time.monotonic() < give_up:
                try:
                    ask(port, "/healthz")
                    break
                except OSError:
                    time.sleep(0.2)
            yield port
        finally:
            server.terminate()


def ask(
    port: int, path: str, form: dict[str, str] | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/", **headers}
    body = urlencode(form) if form else None
    if body:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    talk.request("POST" if form else "GET", path, body, sent)
    answer = talk.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


def test_the_first_administrator_sets_a_password_on_the_site_s_own_page(machine: Machine) -> None:
    """On PostgreSQL, with the rights of the site's role alone."""
    (address,) = re.findall(
        rf"https://{HOST}(/\S+)", manage(machine, "appoint", "administrator", *AN)
    )
    with web(machine) as port:
        status, _headers, page = ask(port, "/")
        assert (status == 200 and "1.004889" in page) or "thủ tục" in page
        cookies, path = "", address
        for _step in range(3):
            status, headers, page = ask(port, path, Cookie=cookies)
            if "Set-Cookie" in headers:
                cookies = "; ".join([cookies, headers["Set-Cookie"].split(";")[0]]).strip("; ")
            if status not in (301, 302):
                break
            path = headers["Location"].removeprefix(f"https://{HOST}")
        assert status == 200 and 'type="password"' in page, (status, path)
    manage(
        machine,
        "appoint",
        "head",
        "binh.tran",
        "--name",
        "Trần Thị Bình",
        "--email",
        "b@so.example",
        "--authority",
        "sgddt-daklak",
    )


def test_repeated_it_keeps_what_is_there_and_takes_over_what_a_single_role_owned(
    machine: Machine,
) -> None:
    before = {
        name: machine.settings(name)
        for name in ("environment", "owner-environment", "backup-environment")
    }
    url = machine.settings("owner-environment")["OWNER_DATABASE_URL"]
    with connected(
        re.findall(r"ADMIN_DATABASE_URL=(.*)", machine.answers.read_text())[0].replace(
            "/postgres", "/motcua"
        )
    ) as admin:
        admin.execute(f'ALTER TABLE workflows_entry OWNER TO "{machine.user}"')  # type: ignore[call-overload]
    again = machine.run()
    assert again.returncode == 0, again.stderr[-3000:]
    assert before == {name: machine.settings(name) for name in before}
    assert len(list((machine.home / "releases").iterdir())) == 1
    with connected(url) as owner:
        rows = owner.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        assert rows == [(f"{machine.user}_owner",)]
        assert owner.execute("SELECT count(*) FROM operation_trialrestore").fetchone() == (2,)
        assert owner.execute(
            "SELECT count(*) FROM pg_database WHERE datname LIKE '%_trial_%'"
        ).fetchone() == (0,)
