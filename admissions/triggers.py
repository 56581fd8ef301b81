"""The database itself refuses to change a frozen plan or an entry of a round's journal."""

from django.db.backends.base.base import BaseDatabaseWrapper

from protection.append_only import AppendOnly

TABLES = (
    AppendOnly("admissions_planversion", "admission_plan", "frozen plans are"),
    AppendOnly("admissions_roundentry", "round_entry", "journals of rounds are"),
    AppendOnly("admissions_scorerow", "score_row", "rows of marks are"),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers; safe to repeat."""
    for table in TABLES:
        table.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for a backward migration, and for tests that empty the tables."""
    for table in TABLES:
        table.remove(connection)
