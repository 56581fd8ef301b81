"""The database itself refuses to change or delete an entry of the read log, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "privacy_readentry"

SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS read_not_{done} BEFORE {event} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'the read log is append-only'); END"""
    for done, event in (("updated", "UPDATE"), ("deleted", "DELETE"))
]
SQLITE_REMOVE = ["DROP TRIGGER IF EXISTS read_not_updated", "DROP TRIGGER IF EXISTS read_not_deleted"]

POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION refuse_read_log_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the read log is append-only'; END $$""",
    f"""CREATE OR REPLACE TRIGGER read_not_changed BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_read_log_change()""",
    f"""CREATE OR REPLACE TRIGGER read_not_truncated BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_read_log_change()""",
]
POSTGRESQL_REMOVE = [
    f"DROP TRIGGER IF EXISTS read_not_changed ON {TABLE}",
    f"DROP TRIGGER IF EXISTS read_not_truncated ON {TABLE}",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers for this connection's vendor; safe to repeat."""
    _run(connection, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for a backward migration, and for tests that empty the tables."""
    _run(connection, {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE})


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
