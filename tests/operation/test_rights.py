"""Whoever takes the site over has its role in PostgreSQL, and can do with it what the site does and
nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from operation import rights
from protection.append_only import AppendOnly
from tests import site_role
from tests.people import draft_of, make_world
from workflows import actions
from workflows.journal import entries
from workflows.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

#: What an attacker with the role would try: evidence, triggers, tables, functions, rights, files,
#: other roles.
TRIED = [
    "ALTER TABLE workflows_entry DISABLE TRIGGER USER",
    "ALTER TABLE workflows_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER entry_not_changed ON workflows_entry",
    (
        "CREATE OR REPLACE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RETURN NEW; END $$"
    ),
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP FUNCTION refuse_entry_change() CASCADE",
    "SET session_replication_role = replica",
    "ALTER TABLE workflows_entry ADD COLUMN more text",
    "ALTER TABLE workflows_entry OWNER TO CURRENT_USER",
    "DROP TABLE workflows_entry CASCADE",
    "TRUNCATE workflows_entry CASCADE",
    "TRUNCATE workflows_dossier CASCADE",
    "CREATE TABLE public.mine (id int)",
    "CREATE VIEW public.mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE INDEX mine ON workflows_entry (act)",
    "CREATE RULE mine AS ON UPDATE TO workflows_entry DO INSTEAD NOTHING",
    "CREATE TRIGGER mine BEFORE INSERT ON workflows_entry EXECUTE FUNCTION refuse_entry_change()",
    "CREATE POLICY mine ON workflows_entry USING (true)",
    "CREATE EXTENSION dblink",
    f"ALTER ROLE {site_role.ROLE} SUPERUSER",
    "CREATE ROLE mine SUPERUSER",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "DROP DATABASE postgres",
    "CREATE DATABASE mine",
    "CREATE TEMPORARY TABLE workflows_entry (id int)",
    "SET ROLE pg_write_all_data",
    "SELECT setval('workflows_entry_id_seq', 1)",
    "ALTER SEQUENCE workflows_entry_id_seq RESTART",
    "COPY workflows_entry TO '/tmp/mine'",
    "COPY workflows_entry FROM PROGRAM 'id'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "ALTER SYSTEM SET archive_mode = off",
    "SELECT pg_reload_conf()",
    "DELETE FROM workflows_dossier",
    "DELETE FROM documents_document",
    "DELETE FROM documents_numberbook",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('mine', '0001', now())",
    "DELETE FROM django_migrations",
    "UPDATE registers_grant SET number = 'x'",
    (
        "MERGE INTO workflows_entry e USING workflows_entry x ON e.id = x.id WHEN MATCHED THEN"
        " UPDATE SET reason = 'x'"
    ),
    "WITH gone AS (DELETE FROM workflows_entry RETURNING *) SELECT * FROM gone",
    (
        "INSERT INTO workflows_entry SELECT * FROM workflows_entry ON CONFLICT (id) DO UPDATE SET"
        " reason = 'x'"
    ),
    "DO $$ BEGIN UPDATE workflows_entry SET reason = 'x'; END $$",
]


@pytest.fixture
def taken_over(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection of one's own, signed in as the role and as nobody else; there is an entry to
    attack.
    """
    world = make_world()
    actions.submit(draft_of(world), world.huong)
    with site_role.owner(connection), connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {site_role.ROLE} LOGIN PASSWORD 'tests'")
    known = connection.settings_dict
    place = {"host": known["HOST"], "port": known["PORT"], "dbname": known["NAME"]}
    with psycopg.connect(user=site_role.ROLE, password="tests", autocommit=True, **place) as opened:
        yield opened


def test_what_an_attacker_tries_is_refused(taken_over: psycopg.Connection) -> None:
    entry = Entry.objects.get()
    for statement in TRIED:
        with pytest.raises(psycopg.Error):
            taken_over.execute(statement)
            pytest.fail(statement)
    assert taken_over.execute("SELECT hash FROM workflows_entry").fetchall() == [(entry.hash,)]
    assert entries.verify() is None


@pytest.mark.parametrize("table", sorted(AppendOnly.tables))
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET id = id + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_what_is_only_added_to_is_only_added_to(table: str, change: str) -> None:
    """No row need be there: the right itself is missing. A table that is locked may say so by its
    trigger.
    """
    if table in rights.LOCKED and change.startswith("UPDATE"):
        return
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_every_table_named_here_is_there() -> None:
    there = set(connection.introspection.table_names())
    assert rights.KEPT | rights.READ | rights.LOCKED | AppendOnly.tables <= there
    assert {model._meta.db_table for model in apps.get_models()} <= there


def test_a_new_table_has_no_rights_until_they_are_given() -> None:
    with site_role.owner(connection), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id int)")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM made_later")
    with site_role.owner(connection):
        rights.give(connection, site_role.ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM made_later")
