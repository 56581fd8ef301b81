"""What a restore does to an old copy before anybody works on it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from documents import issuing
from documents.models import NumberBook
from documents.orders import DocumentOrder
from notifications import delivery
from notifications.models import Delivery
from operation import restoring, sums
from operation.models import Restoration
from organisations.models import Authority
from tests.documents.conftest import (
    copy_order,  # noqa: F401 - a fixture, and those it needs
    demo_authority_seals,  # noqa: F401
    demo_seal_folder,  # noqa: F401
    department,  # noqa: F401
)
from tests.people import draft_of, make_world
from workflows import actions
from workflows.applicant import dossier_codes
from workflows.journal import outbox
from workflows.models import Effect

Orders = Callable[..., DocumentOrder]
TAKEN = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def owed(db: None, settings: Any, mailoutbox: list[Any]) -> list[Any]:
    """A dossier is filed and nobody was told yet; the letters that left."""
    draft = draft_of(make_world())
    actions.submit(draft, draft.owner, "once")
    for effect in Effect.objects.filter(kind="notify"):
        outbox.run(effect.pk)
    Delivery.objects.update(state=Delivery.State.PENDING, next_try_at=timezone.now())
    Effect.objects.filter(kind="notify").update(state=Effect.State.PENDING, due_at=timezone.now())
    mailoutbox.clear()
    return mailoutbox


def test_what_was_owed_is_held_until_a_person_releases_it(owed: list[Any]) -> None:
    assert Delivery.objects.count() > 0
    restoration = restoring.begin_epoch(TAKEN, 0, {})
    assert restoration.held["deliveries"] == Delivery.objects.count()
    assert restoration.held["effects"] > 0
    outbox.sweep()
    delivery.sweep()
    assert owed == []
    assert delivery.try_again(Delivery.objects.all()) == restoration.held["deliveries"]
    delivery.sweep()
    assert len(owed) == restoration.held["deliveries"]


def test_everybody_signs_in_again(db: None) -> None:
    Session.objects.create(
        session_key="old", session_data="", expire_date=timezone.now() + dt.timedelta(days=1)
    )
    restoring.begin_epoch(TAKEN, 0, {})
    assert not Session.objects.exists()


def test_numbers_that_may_be_on_paper_are_passed_over_and_reported(
    copy_order: Orders,  # noqa: F811
) -> None:
    issuing.reserve(copy_order("a"))
    restoration = restoring.begin_epoch(TAKEN, 7, {})
    assert [(each["first"], each["last"]) for each in restoration.passed_over] == [(2, 8)]
    assert issuing.reserve(copy_order("b")).number == 9
    assert list(sums.faults()) == []  # the hole is explained


def test_the_highest_number_on_paper_is_passed_over_instead(
    copy_order: Orders,  # noqa: F811
    department: Authority,  # noqa: F811
) -> None:
    issuing.reserve(copy_order("a"))
    with transaction.atomic():
        dossier_codes.next_code(department)
    book = NumberBook.objects.get()
    restoring.begin_epoch(TAKEN, 7, {f"{department.symbol}/{book.kind}": 3, department.code: 5})
    assert issuing.reserve(copy_order("b")).number == 4
    with transaction.atomic():
        assert dossier_codes.next_code(department).endswith("-0006")
    assert Restoration.objects.count() == 1


def test_a_hole_that_nobody_explains_is_a_fault(copy_order: Orders) -> None:  # noqa: F811
    issuing.reserve(copy_order("a"))
    NumberBook.objects.update(last=2)
    assert [
        fault for fault in sums.faults() if "1 numbers have no document, the first is 2" in fault
    ]


def test_a_database_with_tables_is_not_written_over(db: None, tmp_path: Any, settings: Any) -> None:
    settings.BACKUP_KEY = "k" * 40
    from operation import backup

    place, _manifest = backup.take(tmp_path)
    with pytest.raises(CommandError, match="has tables"):
        call_command("restore", str(place))
    (place / "manifest").unlink()
    with pytest.raises(CommandError, match="never finished"):
        call_command("restore", str(place))
