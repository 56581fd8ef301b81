"""The database itself refuses to change or delete a journal entry, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "workflows_entry"

SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS entry_not_updated BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS entry_not_deleted BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END""",
]
SQLITE_REMOVE = ["DROP TRIGGER IF EXISTS entry_not_updated", "DROP TRIGGER IF EXISTS entry_not_deleted"]

POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'journal entries are append-only'; END $$""",
    f"""CREATE OR REPLACE TRIGGER entry_not_changed BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_journal_change()""",
    f"""CREATE OR REPLACE TRIGGER entry_not_truncated BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change()""",
]
POSTGRESQL_REMOVE = [
    f"DROP TRIGGER IF EXISTS entry_not_changed ON {TABLE}",
    f"DROP TRIGGER IF EXISTS entry_not_truncated ON {TABLE}",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers for this connection's vendor; safe to repeat."""
    _run(connection, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for a backward migration, and for the tests that empty the tables."""
    _run(connection, {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE})


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
