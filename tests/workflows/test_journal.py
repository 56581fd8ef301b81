"""The journal is append-only in the database, and shows every change made behind its back."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.people import World, draft_of
from tests.workflows.conftest import accepted
from workflows import actions
from workflows.journal import entries, triggers
from workflows.models import Dossier, Effect, Entry


@pytest.fixture
def dossier(world: World) -> Dossier:
    made = actions.submit(draft_of(world), world.huong)
    actions.submit(draft_of(world), world.huong)  # a second journal that stays whole
    return accepted(world, made)


def tamper(sql: str, *values: object) -> None:
    """Change the rows as somebody with the database's own password would: triggers off, then on
    again.
    """
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    triggers.install(connection)


def test_a_whole_journal_is_whole(dossier: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    assert entries.verify() is None
    assert entries.verify(dossier) is None
    call_command("verify_journal")
    assert "journal whole: 3 entries" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change", ["UPDATE workflows_entry SET reason = 'x'", "DELETE FROM workflows_entry"]
)
@pytest.mark.usefixtures("tables_owner")
def test_the_database_refuses_to_change_an_entry(dossier: Dossier, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert Entry.objects.count() == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "khác"),
        ("actor_name", "Ai đó"),
        ("status_after", 9),
        ("act", "refuse"),
        ("outcome", "x"),
    ],
)
def test_a_changed_entry_is_named(dossier: Dossier, column: str, value: object) -> None:
    tamper(
        f"UPDATE workflows_entry SET {column} = %s WHERE dossier_id = %s AND sequence = 2",
        value,
        dossier.pk,
    )
    assert entries.verify() == entries.Fault(dossier.pk, 2, "changed")
    with pytest.raises(CommandError, match="entry 2: changed"):
        call_command("verify_journal", dossier=dossier.code)


def test_a_cut_tail_is_named(dossier: Dossier) -> None:
    Effect.objects.all().delete()
    tamper("DELETE FROM workflows_entry WHERE dossier_id = %s AND sequence = 2", dossier.pk)
    assert entries.verify() == entries.Fault(dossier.pk, 2, "removed")


def test_a_removed_first_entry_is_named(dossier: Dossier) -> None:
    Effect.objects.all().delete()
    tamper("DELETE FROM workflows_entry WHERE dossier_id = %s AND sequence = 1", dossier.pk)
    assert entries.verify() == entries.Fault(dossier.pk, 1, "removed")


def test_an_inserted_entry_is_named(dossier: Dossier) -> None:
    last = Entry.objects.get(dossier=dossier, sequence=2)
    row = {name: getattr(last, name) for name in entries.HASHED}
    row |= {"sequence": 3, "previous_hash": last.hash, "act": "approve"}
    Entry.objects.create(**row, hash=entries.digest(row))  # even with a right hash
    assert entries.verify() == entries.Fault(dossier.pk, 3, "inserted")
