"""The database itself refuses to change or delete a journal entry or an anchor."""

from django.db.backends.base.base import BaseDatabaseWrapper

from protection.append_only import AppendOnly

_JOURNAL = AppendOnly("workflows_entry", "entry", "journal entries are")
ANCHORS = AppendOnly("workflows_anchor", "anchor", "anchors are")


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of the tables that there are at this point of the migrations; safe to
    repeat.
    """
    for each in _there(connection):
        each.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for a backward migration, and for tests that empty the tables."""
    for each in _there(connection):
        each.remove(connection)


def _there(connection: BaseDatabaseWrapper) -> list[AppendOnly]:
    names = connection.introspection.table_names()
    return [each for each in (_JOURNAL, ANCHORS) if each.table in names]
