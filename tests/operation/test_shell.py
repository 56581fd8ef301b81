"""Whoever goes round the pages by a shell of the machine leaves a row (D6)."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.db import DatabaseError, connection, transaction

from operation import shell
from operation.models import CommandRun

ROOT = Path(__file__).parents[2]
#: Our own commands that change nothing on a site, each looked at.
READ_ONLY = {"account_in_log", "check_procedures",
             "check_site", "definition_schema", "doctor", "draw_procedure", "make_register",
             "makemigrations", "new_procedure", "verify_journal"}  # fmt: skip
OURS = (
    "config",
    "documents",
    "notifications",
    "operation",
    "organisations",
    "portal",
    "privacy",
    "protection",
    "registers",
    "workflows",
    "forms",
    "payments",
    "assessment",
    "satisfaction",
    "appointments",
    "conversation",
    "figures",
)


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A real command line on a site of its own."""
    surroundings = {**os.environ, "MOTCUA_VAR": str(folder)}
    surroundings.pop("DATABASE_URL", None)
    line = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        line, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_each_command_of_a_site_is_written_down(tmp_path: Path) -> None:
    """The first migration, a command that fails, a secret given to one; asking for help and
    checking leave nothing.
    """
    assert command(tmp_path, "migrate", "--verbosity=0").returncode == 0
    assert command(tmp_path, "verify_journal").returncode == 0
    assert command(tmp_path, "who_read", "--help").returncode == 0
    assert (
        command(
            tmp_path, "who_read", "--identity", "not-a-number", "--from", "x", "--to", "y"
        ).returncode
        != 0
    )
    shown = (
        "from operation.models import CommandRun; print(*CommandRun.objects.values_list('command',"
        " 'account'))"
    )
    said = command(tmp_path, "shell", "--no-imports", "-c", shown)
    wanted = " ".join(str((name, shell.account())) for name in ("migrate", "who_read", "shell"))
    assert said.stdout.strip() == wanted, said.stderr
    assert getpass.getuser() in said.stdout


def test_every_command_that_may_change_something_is_recorded() -> None:
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in OURS}
    assert {name for name in ours if not shell.is_recorded(["manage.py", name])} == READ_ONLY
    for name in (
        "shell",
        "dbshell",
        "migrate",
        "flush",
        "loaddata",
        "createsuperuser",
        "changepassword",
    ):
        assert shell.is_recorded(["manage.py", name])


def test_who_became_the_site_s_user_keeps_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "an.nguyen")
    assert shell.account() == f"an.nguyen → {getpass.getuser()}"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE operation_commandrun SET account = 'x'", "DELETE FROM operation_commandrun"],
)
@pytest.mark.usefixtures("tables_owner")
def test_the_database_lets_nobody_rewrite_it(db: None, statement: str) -> None:
    assert shell.record("shell")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert CommandRun.objects.get().command == "shell"
