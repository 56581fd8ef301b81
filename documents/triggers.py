"""The database itself refuses to change what was issued: documents, templates and number books, on
both databases.

A document moves only RESERVED → SEALED (which sets hashes and time) → REVOKED (which sets reason
and time); its lease may change at any time. A template never changes. A number book only counts on
by one. What became of a document's subject later is only added to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

from protection.append_only import AppendOnly

DOCUMENT, TEMPLATE, BOOK = "documents_document", "documents_template", "documents_numberbook"

_NAMING = (
    "id",
    "code",
    "key",
    "authority_id",
    "authority_name",
    "kind",
    "title",
    "year",
    "number",
    "symbol",
)
_STATING = (
    "template_id",
    "facts",
    "holder_name",
    "holder_birth_date",
    "holder_born",
    "signer_name",
    "signer_position",
)
FROZEN = (*_NAMING, *_STATING, "issued_at", "public", "subject", "subject_version")
SET_BY_SEALING = ("docx_sha256", "pdf_sha256", "sealed_at")
SET_BY_REVOKING = ("revoked_at", "revocation_reason")
MOVES = (
    "RESERVED>RESERVED",
    "RESERVED>SEALED",
    "SEALED>SEALED",
    "SEALED>REVOKED",
    "REVOKED>REVOKED",
)

TRIGGERS = {
    "document_frozen": (DOCUMENT, "UPDATE"),
    "document_kept": (DOCUMENT, "DELETE"),
    "template_frozen": (TEMPLATE, "UPDATE"),
    "template_kept": (TEMPLATE, "DELETE"),
    "book_counts_on": (BOOK, "UPDATE"),
    "book_kept": (BOOK, "DELETE"),
}

LATER = AppendOnly("documents_laterfact", "later_fact", "what happened later is")

_DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers for this connection's vendor; safe to repeat."""
    remove(connection)
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "postgresql":
            cursor.execute(_REFUSE_FUNCTION)
        for name, (table, event) in TRIGGERS.items():
            condition = (
                _REFUSED[name](vendor, _columns(connection, table)) if name in _REFUSED else "TRUE"
            )
            cursor.execute(
                _TRIGGER[vendor].format(name=name, table=table, event=event, condition=condition)
            )
    if _columns(connection, LATER.table):
        LATER.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for a backward migration, and for tests that empty the tables."""
    with connection.cursor() as cursor:
        for name, (table, _event) in TRIGGERS.items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    if _columns(connection, LATER.table):
        LATER.remove(connection)


def _columns(connection: BaseDatabaseWrapper, table: str) -> frozenset[str]:
    """What the table has at this point of the migrations; empty before it is made."""
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return frozenset()
        return frozenset(
            column.name for column in connection.introspection.get_table_description(cursor, table)
        )


_TRIGGER = {
    "sqlite": (
        """CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}
        BEGIN SELECT RAISE(ABORT, 'refused by {name}: what was issued does not change'); END"""
    ),
    "postgresql": (
        """CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition})
        EXECUTE FUNCTION refuse_change_of_issued()"""
    ),
}

_REFUSE_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change_of_issued() RETURNS trigger
LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'refused by %: what was issued does not change', TG_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$"""


def _illegal_change(vendor: str, columns: frozenset[str]) -> str:
    moves = ", ".join(f"'{move}'" for move in MOVES)
    return " OR ".join(
        [
            _any_differs(vendor, (column for column in FROZEN if column in columns)),
            f"OLD.state || '>' || NEW.state NOT IN ({moves})",
            (
                f"(({_any_differs(vendor, SET_BY_SEALING)}) AND (OLD.state <> 'RESERVED' OR"
                " NEW.state <> 'SEALED'))"
            ),
            (
                f"(({_any_differs(vendor, SET_BY_REVOKING)}) AND (OLD.state <> 'SEALED' OR"
                " NEW.state <> 'REVOKED'))"
            ),
        ]
    )


def _illegal_count(vendor: str, columns: frozenset[str]) -> str:
    return (
        f"{_any_differs(vendor, ('id', 'authority_id', 'kind', 'year'))} OR NEW.last <>"
        " OLD.last + 1"
    )


def _any_differs(vendor: str, columns: Iterable[str]) -> str:
    return " OR ".join(f'OLD."{column}" {_DIFFERS[vendor]} NEW."{column}"' for column in columns)


_REFUSED: dict[str, Callable[[str, frozenset[str]], str]] = {
    "document_frozen": _illegal_change,
    "book_counts_on": _illegal_count,
}
