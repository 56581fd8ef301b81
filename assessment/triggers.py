"""The database itself refuses to change a frozen rule set, or to take back a report that was
approved.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from protection.append_only import AppendOnly

TABLES = (
    AppendOnly("assessment_rulesetversion", "rule_set", "frozen rule sets are"),
    AppendOnly("assessment_report", "approved_report", "approved reports are"),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers; safe to repeat."""
    for table in TABLES:
        table.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for a backward migration, and for tests that empty the tables."""
    for table in TABLES:
        table.remove(connection)
