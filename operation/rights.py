"""What the site's own role may do in PostgreSQL: no more than the site does.

Two roles: the owner makes tables (`manage.py migrate`, by the deploy commands alone), the site
reads and writes rows. Whoever takes the site over has its role: they cannot change what is only
ever added to, nor switch off a trigger, nor make a table or a function. Given anew after each
migration, so that a new table gets its rights with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from protection.append_only import AppendOnly

#: Rows are changed and never removed. Those of `AppendOnly` are not even changed.
KEPT = frozenset(
    (
        *(
            "documents_document",
            "documents_template",
            "documents_numberbook",
            "workflows_dossier",
            "workflows_clockevent",
        ),
        *(
            "workflows_signature",
            "workflows_dossierdocument",
            "payments_feerequest",
            "payments_refund",
        ),
        "operation_restoration",
    )
)
#: Rows that are only ever added, and locked while others are added beside them: PostgreSQL asks for
#: a right to change.
LOCKED = frozenset({"registers_grant"})
#: The site asks which migrations there are, and makes none.
READ = frozenset({"django_migrations"})


def of_table(table: str) -> tuple[str, ...]:
    """The statements that the site's role may use on a table."""
    if table in READ:
        return ("SELECT",)
    if table in AppendOnly.tables:
        return ("SELECT", "INSERT", "UPDATE (id)") if table in LOCKED else ("SELECT", "INSERT")
    return (
        ("SELECT", "INSERT", "UPDATE")
        if table in KEPT
        else ("SELECT", "INSERT", "UPDATE", "DELETE")
    )


def give(database: BaseDatabaseWrapper, role: str) -> None:
    """Give the role what it may do on every table there is, and take the rest; as the tables'
    owner. Safe to repeat.
    """
    with database.cursor() as cursor:
        tables = [
            table.name
            for table in database.introspection.get_table_list(cursor)
            if table.type in ("t", "p")
        ]
        for statement in _statements(tables, database.ops.quote_name(role), database):
            cursor.execute(statement)


def give_after_migrations(using: str, **_signal: Any) -> None:
    """Django's `post_migrate`: only where the owner migrates for another role
    (SITE_DATABASE_ROLE).
    """
    database = connections[using]
    if settings.SITE_DATABASE_ROLE and database.vendor == "postgresql":
        give(database, settings.SITE_DATABASE_ROLE)


def _statements(tables: list[str], role: str, database: BaseDatabaseWrapper) -> Iterator[str]:
    quote = database.ops.quote_name
    yield (
        f"REVOKE TEMPORARY ON DATABASE {quote(str(database.settings_dict['NAME']))} FROM PUBLIC,"
        f" {role}"
    )
    yield f"REVOKE ALL ON SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}"
    for table in tables:
        yield f"GRANT {', '.join(of_table(table))} ON {quote(table)} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
