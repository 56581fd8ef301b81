"""The database itself refuses to change what was issued, whatever program asks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from documents import issuing
from documents.models import Document, NumberBook, Template
from documents.orders import DocumentOrder
from documents.triggers import FROZEN, TRIGGERS
from protection.fields import Sealed

NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
CHANGES: dict[str, Any] = {
    "id": 4711,
    "code": "000000000000",
    "key": "other",
    "authority_id": None,  # set in the test: an authority that exists
    "authority_name": "Cơ quan khác",
    "kind": "QĐ",
    "title": "Quyết định",
    "year": 2031,
    "number": 99,
    "symbol": "99/BS-SGDĐT",
    "template_id": None,
    "facts": Sealed(b"other bytes"),
    "holder_name": "Người khác",
    "holder_birth_date": dt.date(2000, 1, 1),
    "holder_born": "2000",
    "signer_name": "Người khác",
    "signer_position": "Chức vụ khác",
    "issued_at": NOW,
    "public": False,
    "subject": "diploma:4711",
    "subject_version": 4711,
}


@pytest.fixture
def sealed(copy_order: Callable[..., DocumentOrder]) -> Document:
    return issuing.produce(issuing.reserve(copy_order()).pk)


def refused(change: Callable[[], Any]) -> None:
    """The change fails in the database, as a breach of integrity on both vendors."""
    with (
        pytest.raises(IntegrityError, match="what was issued does not change"),
        transaction.atomic(),
    ):
        change()


def test_the_list_below_names_every_frozen_column() -> None:
    assert set(CHANGES) == set(FROZEN)
    free = {
        "state",
        "docx_sha256",
        "pdf_sha256",
        "sealed_at",
        "revoked_at",
        "revocation_reason",
        "lease_until",
    }
    # wrapped anew when keys rotate, taken out when a slip's personal data are erased
    free |= {"sealed_key"}
    assert {field.column for field in Document._meta.local_fields} == set(FROZEN) | free


@pytest.mark.parametrize("column", FROZEN)
def test_a_frozen_column_cannot_be_changed(sealed: Document, column: str) -> None:
    province_or_template = {"authority_id": sealed.authority.parent_id, "template_id": 4711}
    value = province_or_template.get(column, CHANGES[column])
    refused(lambda: Document.objects.filter(pk=sealed.pk).update(**{column: value}))


@pytest.mark.parametrize("column", FROZEN)
def test_not_even_while_it_waits_for_its_seal(
    copy_order: Callable[..., DocumentOrder], column: str
) -> None:
    document = issuing.reserve(copy_order())
    value = {"authority_id": document.authority.parent_id, "template_id": 4711}.get(
        column, CHANGES[column]
    )
    refused(lambda: Document.objects.filter(pk=document.pk).update(**{column: value}))


@pytest.mark.parametrize(
    "change",
    [
        {"pdf_sha256": "0" * 64},
        {"docx_sha256": "0" * 64},
        {"sealed_at": NOW},
        {"state": "RESERVED"},
        {"state": "RESERVED", "pdf_sha256": "", "docx_sha256": "", "sealed_at": None},
        {"revoked_at": NOW},
        {"revocation_reason": "Vì tôi muốn."},
    ],
    ids=lambda change: " ".join(change),
)
def test_a_sealed_document_only_moves_to_revoked(sealed: Document, change: dict[str, Any]) -> None:
    refused(lambda: Document.objects.filter(pk=sealed.pk).update(**change))


def test_a_revoked_document_never_comes_back(sealed: Document) -> None:
    issuing.revoke(sealed, "Cấp nhầm người.")
    for change in (
        {"state": "SEALED"},
        {"revocation_reason": "Khác."},
        {"revoked_at": NOW},
        {"pdf_sha256": "0" * 64},
    ):
        refused(lambda change=change: Document.objects.filter(pk=sealed.pk).update(**change))


def test_a_reserved_document_gets_no_hash_without_its_seal(
    copy_order: Callable[..., DocumentOrder],
) -> None:
    document = issuing.reserve(copy_order())
    refused(lambda: Document.objects.filter(pk=document.pk).update(pdf_sha256="0" * 64))
    refused(lambda: Document.objects.filter(pk=document.pk).update(revoked_at=NOW))


@pytest.mark.usefixtures("tables_owner")
def test_documents_templates_and_books_are_never_deleted(sealed: Document) -> None:
    for table, row in (
        ("document", sealed.pk),
        ("template", sealed.template_id),
        ("numberbook", _book().pk),
    ):
        refused(lambda table=table, row=row: _delete(f"documents_{table}", row))


def test_a_template_never_changes(sealed: Document) -> None:
    for change in (
        {"docx": b""},
        {"name": "x"},
        {"version": 2},
        {"sha256": ""},
        {"placeholders": []},
    ):
        refused(
            lambda change=change: Template.objects.filter(pk=sealed.template_id).update(**change)
        )


@pytest.mark.parametrize("last", [0, 1, 3, 17])
def test_a_number_book_only_counts_on_by_one(sealed: Document, last: int) -> None:
    assert _book().last == 1
    refused(lambda: NumberBook.objects.filter(pk=_book().pk).update(last=last))


def test_a_number_book_keeps_its_name(sealed: Document) -> None:
    refused(lambda: NumberBook.objects.filter(pk=_book().pk).update(last=2, year=2031))


@pytest.mark.django_db
def test_all_triggers_are_there_after_all_migrations() -> None:
    """SQLite drops a table's triggers when a migration rebuilds the table: the migration must
    install them again.
    """
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": _POSTGRESQL_TRIGGERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert set(TRIGGERS) <= {name for (name,) in cursor.fetchall()}


_POSTGRESQL_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"


def _book() -> NumberBook:
    return NumberBook.objects.get()


def _delete(table: str, row: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row])
