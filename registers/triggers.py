"""The database itself refuses to change or delete a grant or one of its states."""

from django.db.backends.base.base import BaseDatabaseWrapper

from protection.append_only import AppendOnly

_TABLES = (
    AppendOnly("registers_grant", "grant", "grants are"),
    AppendOnly("registers_grantstate", "grantstate", "states of grants are"),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of both tables; safe to repeat."""
    for table in _TABLES:
        table.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for a backward migration, and for tests that empty the tables."""
    for table in _TABLES:
        table.remove(connection)
