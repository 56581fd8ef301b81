"""The database itself refuses to change a published version; only the date it is in force from may
be put off.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "workflows_procedureversion"
FROZEN = (
    "id",
    "procedure_id",
    "number",
    "source",
    "canonical",
    "sha256",
    "flow_name",
    "published_at",
)


def _changed(operator: str) -> str:
    return " OR ".join(f"OLD.{column} {operator} NEW.{column}" for column in FROZEN)


INSTALL = {
    "sqlite": [
        f"""CREATE TRIGGER IF NOT EXISTS version_frozen BEFORE UPDATE ON {TABLE}
            WHEN {_changed("IS NOT")}
            BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'a published version never changes'; END $$""",
        f"""CREATE OR REPLACE TRIGGER version_frozen BEFORE UPDATE ON {TABLE}
            FOR EACH ROW WHEN ({_changed("IS DISTINCT FROM")})
            EXECUTE FUNCTION refuse_version_change()""",
    ],
}
REMOVE = {
    "sqlite": ["DROP TRIGGER IF EXISTS version_frozen"],
    "postgresql": [f"DROP TRIGGER IF EXISTS version_frozen ON {TABLE}"],
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the trigger for this connection's vendor; safe to repeat."""
    _run(connection, INSTALL[connection.vendor])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the trigger: for a backward migration."""
    _run(connection, REMOVE[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
