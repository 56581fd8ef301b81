"""A new site's tables are those to which every single migration leads; a site that is too old is
told what it lacks.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

from operation import migration_steps
from operation.schema_changes import SchemaChanges
from scripts.services import NoServer, postgres_programs
from tests import machine, postgres, stepping
from tests.faults import migrating
from tests.faults.site import ROOT

WAYS = {
    "tables": ["manage.py", "migrate", "-v0", "--skip-checks"],
    "steps": ["-m", "tests.operation.by_steps"],
}
#: Their rows say how the tables came to be, and which command did it.
OF_THE_WAY = ("django_migrations", "operation_commandrun")


def made(folder: Path, databases: dict[str, str]) -> None:
    """Both databases, each by its way, at once."""
    running = {}
    for way, database in databases.items():
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "MOTCUA_VAR": str(folder / f"var-{way}"),
        }
        environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "SITE_DATABASE_ROLE": ""}
        command = [sys.executable, *WAYS[way]]
        running[way] = subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        )
    for process in running.values():
        assert process.wait() == 0, process.stderr and process.stderr.read()[-4000:]


def parts(definition: str) -> frozenset[str]:
    """What a CREATE TABLE says, in any order: SQLite makes a table anew where PostgreSQL changes it
    in its place.
    """
    return frozenset(
        re.split(r", (?=\"|CONSTRAINT)", definition.partition("(")[2].rpartition(")")[0])
    )


def on_sqlite(folder: Path, way: str) -> set[object]:
    with closing(sqlite3.connect(folder / f"{way}.sqlite3")) as database:
        kept = database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall()
        found: set[object] = set()
        for kind, name, definition in kept:
            text = " ".join((definition or "").split())
            found.add((kind, name, parts(text) if kind == "table" else text))
            if kind == "table" and name not in OF_THE_WAY:
                named = ", ".join(
                    sorted(f'"{row[1]}"' for row in database.execute(f"PRAGMA table_info({name})"))
                )
                found |= {(name, *row) for row in database.execute(f"SELECT {named} FROM {name}")}
        found |= {
            ("done", *row) for row in database.execute("SELECT app, name FROM django_migrations")
        }
        return found


@pytest.mark.slow
@pytest.mark.once
def test_both_ways_lead_to_the_same_on_sqlite(tmp_path: Path) -> None:
    made(tmp_path, {way: f"sqlite:///{tmp_path}/{way}.sqlite3" for way in WAYS})
    tables, steps = on_sqlite(tmp_path, "tables"), on_sqlite(tmp_path, "steps")
    assert len(tables) > 500
    assert tables == steps, tables ^ steps


@pytest.fixture
def databases() -> Iterator[dict[str, str]]:
    """Two empty ones in PostgreSQL."""
    try:
        with postgres.server() as url, psycopg.connect(url, autocommit=True) as server:
            for way in WAYS:
                server.execute(f"CREATE DATABASE made_by_{way}")
            yield {way: f"{url.rpartition('/')[0]}/made_by_{way}" for way in WAYS}
            for way in WAYS:
                server.execute(f"DROP DATABASE made_by_{way} WITH (FORCE)")
    except NoServer as missing:
        (pytest.fail if machine.required("postgres") else pytest.skip)(str(missing))


def dumped(database: str) -> list[str]:
    """Every line that would make the database again."""
    programs = postgres_programs()
    command = [
        f"{programs}/pg_dump" if programs else "pg_dump",
        "--no-owner",
        "--no-privileges",
        "--inserts",
    ]
    left_out = [
        f"--exclude-table-data={table}{counted}"
        for table in OF_THE_WAY
        for counted in ("", "_id_seq")
    ]
    run = subprocess.run(
        [*command, *left_out, database], capture_output=True, text=True, check=True
    )
    return [
        line
        for line in run.stdout.splitlines()
        if not line.startswith(("\\restrict", "\\unrestrict"))
    ]


@pytest.mark.slow
@pytest.mark.once
def test_both_ways_lead_to_the_same_on_postgresql(
    databases: dict[str, str], tmp_path: Path
) -> None:
    made(tmp_path, databases)
    tables, steps = dumped(databases["tables"]), dumped(databases["steps"])
    assert len(tables) > 2000
    assert set(tables) == set(steps), set(tables) ^ set(steps)
    assert tables == steps, "columns stand in the same order"


@pytest.mark.django_db
@pytest.mark.usefixtures("tables_owner")
def test_a_site_older_than_the_oldest_is_refused_by_name() -> None:
    assert migration_steps.too_old(connection) == []
    rows = MigrationRecorder.Migration.objects
    rows.filter(app="workflows", name__gte="0025").delete()
    rows.filter(name__contains="_squashed_").delete()
    with pytest.raises(
        CommandError, match=r"(?s)cũ hơn.*workflows\.0025_releases_seen.*older than release e3c58bb"
    ):
        call_command("migrate", verbosity=0)
    rows.all().delete()
    assert migration_steps.too_old(connection) == [], "a new site is not old"


def guards(*tables: str) -> set[str]:
    """The triggers of the tables."""
    lines = {line for line in migrating.schema() if "CREATE TRIGGER" in line}
    return {
        line
        for line in lines
        if any(re.search(rf" ON (public\.)?{table}\b", line) for table in tables)
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tables_owner")
def test_back_before_entries_from_paper_grants_are_still_only_added_to() -> None:
    guarded = guards("registers_grant", "registers_grantstate")
    assert len(guarded) == 4
    with stepping.gone_back("registers", "0005"):
        assert guards("registers_grant", "registers_grantstate") == guarded
    assert guards("registers_grant", "registers_grantstate") == guarded
    assert stepping.left() == []


class Labelled:
    """A table as it was and as it is."""

    @staticmethod
    def state(*, length: int = 7, word: str = "", **more: models.Field) -> ProjectState:
        said = {"verbose_name": word, "help_text": word, "choices": [("A", word)]} if word else {}
        named = {"verbose_name": word, "verbose_name_plural": word} if word else {}
        rule = models.CheckConstraint(
            condition=models.Q(kind="A"),
            name="one_kind",
            **({"violation_error_message": word} if word else {}),
        )
        fields = [
            (
                "id",
                models.BigAutoField(primary_key=True, **({"verbose_name": word} if word else {})),
            ),
            ("kind", models.CharField(max_length=length, **said)),
            *more.items(),
        ]
        state = ProjectState()
        state.add_model(ModelState("forms", "Paper", fields, {**named, "constraints": [rule]}))
        return state


def asked_for(before: ProjectState, after: ProjectState) -> list[str]:
    changes = SchemaChanges(before, after)._detect_changes()
    return [
        operation.describe()
        for steps in changes.values()
        for step in steps
        for operation in step.operations
    ]


def test_what_people_read_alone_asks_for_no_migration() -> None:
    asked = asked_for(Labelled.state(), Labelled.state(word="loại giấy"))
    assert asked == []
    assert asked_for(Labelled.state(word="loại"), Labelled.state(word="loại giấy")) == []
    assert asked_for(Labelled.state(word="loại"), Labelled.state()) == []


def test_what_the_database_keeps_asks_for_one() -> None:
    assert asked_for(Labelled.state(), Labelled.state(length=8, word="loại")) == [
        "Alter field kind on paper"
    ]
    more = Labelled.state(number=models.IntegerField(null=True))
    assert asked_for(Labelled.state(word="loại"), more) == ["Add field number to paper"]
