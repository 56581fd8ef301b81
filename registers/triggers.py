"""The database itself refuses to change or delete a grant, one of its states, or how it came from
paper.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from protection.append_only import AppendOnly

_TABLES = (
    AppendOnly("registers_grant", "grant", "grants are"),
    AppendOnly("registers_grantstate", "grantstate", "states of grants are"),
    AppendOnly("registers_paperentry", "paperentry", "entries from paper are"),
    AppendOnly("registers_papercheck", "papercheck", "comparisons with paper are"),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of the tables there are (an early migration has fewer); safe to
    repeat.
    """
    there = connection.introspection.table_names()
    for table in _TABLES:
        if table.table in there:
            table.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for a backward migration, and for tests that empty the tables."""
    there = connection.introspection.table_names()
    for table in _TABLES:
        if table.table in there:
            table.remove(connection)
