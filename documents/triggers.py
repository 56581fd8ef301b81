"""The database itself refuses to change what was issued: documents, templates and number books, on both databases.

A document moves only RESERVED → SEALED (which sets hashes and time) → REVOKED (which sets reason and time); its lease
may change at any time. A template never changes. A number book only counts on by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

DOCUMENT, TEMPLATE, BOOK = "documents_document", "documents_template", "documents_numberbook"

_NAMING = ("id", "code", "key", "authority_id", "authority_name", "kind", "title", "year", "number", "symbol")
_STATING = ("template_id", "facts", "holder_name", "holder_birth_date", "signer_name", "signer_position")
FROZEN = (*_NAMING, *_STATING, "issued_at", "public")
SET_BY_SEALING = ("docx_sha256", "pdf_sha256", "sealed_at")
SET_BY_REVOKING = ("revoked_at", "revocation_reason")
MOVES = ("RESERVED>RESERVED", "RESERVED>SEALED", "SEALED>SEALED", "SEALED>REVOKED", "REVOKED>REVOKED")

TRIGGERS = {
    "document_frozen": (DOCUMENT, "UPDATE"),
    "document_kept": (DOCUMENT, "DELETE"),
    "template_frozen": (TEMPLATE, "UPDATE"),
    "template_kept": (TEMPLATE, "DELETE"),
    "book_counts_on": (BOOK, "UPDATE"),
    "book_kept": (BOOK, "DELETE"),
}

_DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers for this connection's vendor; safe to repeat."""
    remove(connection)
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "postgresql":
            cursor.execute(_REFUSE_FUNCTION)
        for name, (table, event) in TRIGGERS.items():
            condition = _REFUSED[name](vendor) if name in _REFUSED else "TRUE"
            cursor.execute(_TRIGGER[vendor].format(name=name, table=table, event=event, condition=condition))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for a backward migration, and for tests that empty the tables."""
    with connection.cursor() as cursor:
        for name, (table, _event) in TRIGGERS.items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


_TRIGGER = {
    "sqlite": """CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}
        BEGIN SELECT RAISE(ABORT, 'refused by {name}: what was issued does not change'); END""",
    "postgresql": """CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition})
        EXECUTE FUNCTION refuse_change_of_issued()""",
}

_REFUSE_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'refused by %: what was issued does not change', TG_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$"""


def _illegal_change(vendor: str) -> str:
    moves = ", ".join(f"'{move}'" for move in MOVES)
    return " OR ".join(
        [
            _any_differs(vendor, FROZEN),
            f"OLD.state || '>' || NEW.state NOT IN ({moves})",
            f"(({_any_differs(vendor, SET_BY_SEALING)}) AND (OLD.state <> 'RESERVED' OR NEW.state <> 'SEALED'))",
            f"(({_any_differs(vendor, SET_BY_REVOKING)}) AND (OLD.state <> 'SEALED' OR NEW.state <> 'REVOKED'))",
        ]
    )


def _illegal_count(vendor: str) -> str:
    return f"{_any_differs(vendor, ('id', 'authority_id', 'kind', 'year'))} OR NEW.last <> OLD.last + 1"


def _any_differs(vendor: str, columns: Iterable[str]) -> str:
    return " OR ".join(f'OLD."{column}" {_DIFFERS[vendor]} NEW."{column}"' for column in columns)


_REFUSED: dict[str, Callable[[str], str]] = {"document_frozen": _illegal_change, "book_counts_on": _illegal_count}
