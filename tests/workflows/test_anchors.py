"""What somebody who has the whole database changes in the journal is found: by key, by anchor, by
its copies.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from operation import journal_proof
from operation.models import Restoration
from tests.people import World, draft_of
from workflows import actions
from workflows.journal import anchor_copies, anchors, outbox, triggers
from workflows.journal import entries as journal
from workflows.models import Anchor, Dossier, Effect, Entry, WorkItem

TOMORROW = dt.timedelta(days=1, minutes=1)


@pytest.fixture
def dossier(world: World, settings: Any, tmp_path: Path) -> Dossier:
    settings.ANCHOR_ROOT = tmp_path / "anchors"
    dossier = actions.submit(draft_of(world), world.huong)
    actions.decide(WorkItem.objects.get(process=dossier), world.lan, "accept")
    dossier.refresh_from_db()
    return dossier


@pytest.fixture
def taken_over() -> Callable[..., None]:
    """Somebody with the rights of the tables' owner: no trigger stops them."""

    def change(dossier: Dossier, **changed: Any) -> None:
        triggers.remove(connection)
        entry = dossier.entries.order_by("sequence")[1]
        Entry.objects.filter(pk=entry.pk).update(**changed)
        _chain_again(dossier)
        triggers.install(connection)

    return change


def _chain_again(dossier: Dossier) -> None:
    """As the attack did: every later hash, and the dossier's own, made anew."""
    previous = ""
    for entry in dossier.entries.order_by("sequence"):
        entry.previous_hash = previous
        entry.hash = journal.digest({name: getattr(entry, name) for name in journal.HASHED})
        Entry.objects.filter(pk=entry.pk).update(previous_hash=entry.previous_hash, hash=entry.hash)
        previous = entry.hash
    Dossier.objects.filter(pk=dossier.pk).update(
        entry_hash=previous, entry_count=dossier.entries.count()
    )


def _dropped(after: dt.timedelta = dt.timedelta(0)) -> Anchor:
    """An anchor with its copy and its letter."""
    with time_machine.travel(timezone.now() + after, tick=False):
        assert anchors.sweep() and not anchors.sweep()
        for effect in Effect.objects.filter(kind__startswith="anchor.", state="PENDING"):
            assert outbox.run(effect.pk)
    return Anchor.objects.latest("number")


def test_every_entry_is_proven_by_key(dossier: Dossier) -> None:
    assert not dossier.entries.filter(mac="").exists()
    call_command("verify_journal")


def test_an_entry_rewritten_with_all_its_hashes_is_found(dossier: Dossier, taken_over: Any) -> None:
    taken_over(dossier, reason="Đã nhận đủ giấy tờ")
    assert journal.verify() == journal.Fault(dossier.pk, 2, "changed")
    with pytest.raises(CommandError, match="entry 2: changed"):
        call_command("verify_journal")


def test_nor_does_it_help_to_take_the_proof_away(
    world: World, dossier: Dossier, taken_over: Any
) -> None:
    """As if it were from before the key: then the first anchor had to cover it."""
    _dropped()
    taken_over(dossier, reason="Đã nhận đủ", mac="")
    assert journal.verify() is None, "as far as the chains go"
    assert f"dossier {dossier.pk} does not have the entry 2" in next(journal_proof.faults())


def test_entries_from_before_the_key_verify_and_the_first_anchor_covers_them(
    dossier: Dossier,
) -> None:
    _without_proof(Entry.objects.all())
    assert journal.verify() is None
    assert "nothing is proven by key" in journal_proof.told()
    _dropped()
    assert journal.verify() is None and "anchored up to anchor 1" in journal_proof.told()


def test_an_unproven_entry_written_after_the_first_anchor_is_found(
    world: World, dossier: Dossier
) -> None:
    _dropped()
    later = actions.submit(draft_of(world), world.huong)
    _without_proof(Entry.objects.filter(dossier=later))
    assert journal.verify() == journal.Fault(later.pk, 1, "changed")


def _without_proof(entries: QuerySet[Entry]) -> None:
    triggers.remove(connection)
    entries.update(mac="")
    triggers.install(connection)


@pytest.fixture
def cut(dossier: Dossier) -> Callable[[], None]:
    """The last entry gone, and the dossier's own count and hash made to fit."""

    def cut() -> None:
        last = dossier.entries.latest("sequence")
        Effect.objects.filter(entry=last).delete()
        triggers.remove(connection)
        Entry.objects.filter(pk=last.pk).delete()
        triggers.install(connection)
        Dossier.objects.filter(pk=dossier.pk).update(
            entry_count=last.sequence - 1, entry_hash=last.previous_hash
        )

    return cut


def test_a_cut_tail_is_found_by_the_anchor(dossier: Dossier, cut: Any) -> None:
    _dropped()
    cut()
    assert journal.verify() is None, "the chain itself is whole"
    assert f"dossier {dossier.pk} does not have the entry 2" in next(journal_proof.faults())
    with pytest.raises(CommandError, match="anchor 1"):
        call_command("verify_journal")


def test_with_the_anchor_gone_its_copy_knows(dossier: Dossier, cut: Any) -> None:
    _dropped()
    cut()
    triggers.remove(connection)
    Anchor.objects.all().delete()
    triggers.install(connection)
    (fault,) = journal_proof.faults()
    assert fault.startswith("anchor-000001-") and "entry 2" in fault


def test_with_the_folder_gone_a_copy_kept_elsewhere_knows(
    dossier: Dossier, cut: Any, tmp_path: Path
) -> None:
    _dropped()
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "anchors").rename(elsewhere)
    cut()
    triggers.remove(connection)
    Anchor.objects.all().delete()
    triggers.install(connection)
    assert list(journal_proof.faults()) == []
    assert len(list(journal_proof.faults(elsewhere))) == 1
    with pytest.raises(CommandError, match="anchor-000001"):
        call_command("verify_journal", anchors=elsewhere)


def test_each_anchor_covers_the_one_before_and_what_moved_since(
    world: World, dossier: Dossier
) -> None:
    first = _dropped()
    later = actions.submit(draft_of(world), world.huong)
    second = _dropped(TOMORROW)
    assert [head[0] for head in first.heads] == [dossier.pk]
    assert later.pk in [head[0] for head in second.heads] and second.previous == first.digest
    assert list(journal_proof.faults()) == []
    triggers.remove(connection)
    Anchor.objects.filter(pk=first.pk).delete()
    triggers.install(connection)
    assert "one before it is missing" in next(journal_proof.faults())


def test_an_anchor_of_another_key_or_with_other_heads_is_none(
    dossier: Dossier, tmp_path: Path
) -> None:
    _dropped()
    (copy,) = (tmp_path / "anchors").iterdir()
    told = json.loads(copy.read_text())
    copy.chmod(0o600)
    copy.write_text(json.dumps(told | {"heads": [[dossier.pk, 1, told["heads"][0][2]]]}))
    assert "not made by this site's key" in next(journal_proof.faults())


def test_a_key_is_rotated_and_the_earlier_one_still_proves(
    world: World, dossier: Dossier, settings: Any
) -> None:
    _dropped()
    settings.JOURNAL_KEYS = ["k" * 40, *settings.JOURNAL_KEYS]
    later = actions.submit(draft_of(world), world.huong)
    _dropped(TOMORROW)
    assert journal.verify() is None and list(journal_proof.faults()) == []
    assert len({entry.mac.split(".")[0] for entry in Entry.objects.all()}) == 2
    settings.JOURNAL_KEYS = settings.JOURNAL_KEYS[:1]
    assert journal.verify() == journal.Fault(dossier.pk, 1, "changed"), (
        "without its key nothing is proven"
    )
    assert later.pk


@pytest.mark.usefixtures("tables_owner")
def test_nobody_changes_an_anchor(dossier: Dossier) -> None:
    _dropped()
    for change in ("UPDATE workflows_anchor SET number = 2", "DELETE FROM workflows_anchor"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_what_was_anchored_between_a_backup_and_its_return_is_no_fault(
    dossier: Dossier, cut: Any
) -> None:
    anchor = _dropped()
    cut()
    Restoration.objects.create(
        taken_at=anchor.at - dt.timedelta(hours=1), restored_at=anchor.at + dt.timedelta(hours=1)
    )
    triggers.remove(connection)
    Anchor.objects.all().delete()
    triggers.install(connection)
    assert list(journal_proof.faults()) == []


def test_the_second_office_gets_a_signed_letter_without_names(
    dossier: Dossier, settings: Any, tmp_path: Path, mailoutbox: list[mail.EmailMessage]
) -> None:
    settings.ANCHOR_ADDRESSES = ["thanh-tra@daklak.example"]
    anchor = _dropped()
    (letter,) = mailoutbox
    assert letter.to == settings.ANCHOR_ADDRESSES and anchor.digest in letter.body
    assert dossier.applicant_name not in letter.body and dossier.code not in letter.body
    for name, content, _kind in letter.attachments:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    given = [
        "-binary",
        "-inform",
        "DER",
        "-in",
        tmp_path / "neo.p7s",
        "-content",
        tmp_path / "neo.txt",
    ]
    checked = subprocess.run(
        ["openssl", "cms", "-verify", *given, "-noverify"], capture_output=True
    )
    assert checked.returncode == 0 and checked.stdout.decode() == anchor_copies.letter_of(
        anchors.statement_of(anchor)
    )
    (tmp_path / "neo.txt").write_text("another statement")
    assert (
        subprocess.run(
            ["openssl", "cms", "-verify", *given, "-noverify"], capture_output=True
        ).returncode
        != 0
    )


def test_a_copy_is_kept_once_however_often_it_is_owed(dossier: Dossier, tmp_path: Path) -> None:
    anchor = _dropped()
    effect = Effect.objects.get(kind=anchors.KEPT)
    anchor_copies.keep(effect)
    (copy,) = (tmp_path / "anchors").iterdir()
    assert json.loads(copy.read_text()) == asdict(anchors.statement_of(anchor))
    assert (
        [name for name, _stated in anchor_copies.kept()]
        == [copy.name]
        == storages["anchors"].listdir("")[1]
    )
