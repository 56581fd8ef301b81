"""The journal checked by several processes says what one process says, to the same entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from protection import keyed
from tests import site_role
from tests.people import World, draft_of
from tests.races.copies import copies
from workflows import actions
from workflows.journal import checking, hashing, triggers
from workflows.models import Dossier, Effect, Entry

PART = 3
FAULTS = {
    "changed": "UPDATE workflows_entry SET reason = 'x' WHERE dossier_id = {} AND sequence = 1",
    "removed": "DELETE FROM workflows_entry WHERE dossier_id = {} AND sequence = 1",
}


@pytest.fixture
def dossiers(world: World, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of ten whole journals, in parts of three: the borders lie inside."""
    monkeypatch.setattr(checking, "PART", PART)
    copies(actions.submit(draft_of(world), world.huong), 9)
    Effect.objects.all().delete()
    return list(Dossier.objects.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def unguarded(dossiers: list[int]) -> Iterator[None]:
    """As whoever has the database's own password has it."""
    with site_role.owner(connection):  # several processes take new connections
        triggers.remove(connection)
        yield
        triggers.install(connection)


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def by_all() -> checking.Fault | None:
    """What one process finds; several find the same."""
    alone = checking.verify(processes=1)
    assert checking.verify(processes=3) == alone
    return alone


def test_whole_journals_are_whole(dossiers: list[int]) -> None:
    assert by_all() is None


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_at_either_side_of_a_border_is_named(dossiers: list[int], kind: str) -> None:
    """Ids begin anywhere, so that every place is tried; by several processes as many in a row as
    hold a border for sure.
    """
    for at in reversed(range(len(dossiers))):  # an earlier one each time: it is named, not a later
        tamper(FAULTS[kind].format(dossiers[at]))
        found = by_all() if at <= PART else checking.verify(processes=1)
        assert found == checking.Fault(dossiers[at], 1, kind)


def test_an_entry_too_many_and_a_wrong_head_are_named(dossiers: list[int]) -> None:
    row = {name: getattr(Entry.objects.get(dossier=dossiers[6]), name) for name in hashing.HASHED}
    row |= {"sequence": 2, "previous_hash": Entry.objects.get(dossier=dossiers[6]).hash}
    Entry.objects.create(**row | {"key": None}, hash=hashing.digest(row | {"key": None}))
    assert by_all() == checking.Fault(dossiers[6], 2, "inserted")
    Dossier.objects.filter(pk=dossiers[3]).update(entry_hash="0" * 64)
    assert by_all() == checking.Fault(dossiers[3], 1, "changed")


def test_inside_a_transaction_its_own_rows_are_seen(dossiers: list[int]) -> None:
    with transaction.atomic():
        Dossier.objects.filter(pk=dossiers[8]).update(entry_hash="0" * 64)
        found = checking.verify(processes=2)
        transaction.set_rollback(True)
    assert found == checking.Fault(dossiers[8], 1, "changed")
    assert by_all() is None


@pytest.mark.parametrize("second", [0, 7, 999999])
@pytest.mark.parametrize(
    "data",
    [{}, {"b": [1, None, True, 1.5], "a": {"đ": '\u2028"\\\n\t\x00'.replace("\x00", "")}}],
)
def test_what_is_written_out_is_hashed_as_the_row_was(
    dossiers: list[int], second: int, data: dict[str, object]
) -> None:
    """Signs that JSON escapes, whole seconds, a time in summer, blanks."""
    at = dt.datetime(2026, 7, 1, 23, 59, 59, second, tzinfo=dt.UTC)
    odd = {"reason": '“Đ”\u2028\\"\n', "key": "k", "outcome": "", "status_before": None}
    entry = Entry.objects.get(dossier=dossiers[0])
    last = entry.hash
    for name, value in {
        "sequence": 2,
        "at": at,
        "data": data,
        "previous_hash": last,
        **odd,
    }.items():
        setattr(entry, name, value)
    entry.pk = None
    entry.hash = hashing.digest({name: getattr(entry, name) for name in hashing.HASHED})
    entry.mac = keyed.mac(entry.hash)
    entry.save(force_insert=True)
    Dossier.objects.filter(pk=dossiers[0]).update(entry_count=2, entry_hash=entry.hash)
    assert by_all() is None
