"""Tables whose rows the database itself refuses to change or delete, on SQLite and on PostgreSQL
alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class AppendOnly:
    """Triggers of one table; `name` begins their names, `what` the sentence of the refusal."""

    # all of them: the site's role in PostgreSQL may only add to these
    tables: ClassVar[set[str]] = set()

    table: str
    name: str
    what: str

    def __post_init__(self) -> None:
        self.tables.add(self.table)

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Create the triggers for this connection's vendor; safe to repeat."""
        self._run(connection, {"sqlite": self._sqlite(), "postgresql": self._postgresql()})

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Drop the triggers: for a backward migration, and for tests that empty the tables."""
        sqlite = [
            f"DROP TRIGGER IF EXISTS {self.name}_not_{done}" for done in ("updated", "deleted")
        ]
        names = [f"{self.name}_not_{done}" for done in ("changed", "truncated")]
        postgresql = [f"DROP TRIGGER IF EXISTS {name} ON {self.table}" for name in names]
        self._run(connection, {"sqlite": sqlite, "postgresql": postgresql})

    def _sqlite(self) -> list[str]:
        return [
            f"""CREATE TRIGGER IF NOT EXISTS {self.name}_not_{done} BEFORE {event} ON {self.table}
                BEGIN SELECT RAISE(ABORT, '{self.what} append-only'); END"""
            for done, event in (("updated", "UPDATE"), ("deleted", "DELETE"))
        ]

    def _postgresql(self) -> list[str]:
        function = f"refuse_{self.name}_change"
        return [
            f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION '{self.what} append-only'; END $$""",
            f"""CREATE OR REPLACE TRIGGER {self.name}_not_changed
                BEFORE UPDATE OR DELETE ON {self.table}
                FOR EACH ROW EXECUTE FUNCTION {function}()""",
            f"""CREATE OR REPLACE TRIGGER {self.name}_not_truncated BEFORE TRUNCATE ON {self.table}
                FOR EACH STATEMENT EXECUTE FUNCTION {function}()""",
        ]

    @staticmethod
    def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
        with connection.cursor() as cursor:
            for statement in statements[connection.vendor]:
                cursor.execute(statement)
