"""A job that outlasts the broker's patience, or its own lease, is done once (A11)."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

import pytest
from django.db import connection

from documents import production
from documents.conversion import converter
from documents.models import Document
from foundation import leases
from tests.faults.site import site
from tests.faults.test_kills import wait_until_nothing_is_owed
from tests.people import draft_of, make_world
from workflows import actions
from workflows.journal import outbox
from workflows.models import WorkItem


@pytest.mark.slow
def test_a_message_delivered_again_while_its_job_still_runs_makes_no_second_document() -> None:
    slow = {"DJANGO_SETTINGS_MODULE": "tests.faults.slow", "BROKER_VISIBILITY_SECONDS": "5"}
    with site(on_postgres=False, **slow) as running:
        running.run("tests.faults.seeding", "2")
        running.add("client-0", "tests.faults.client", "0", "1")
        for name in running.programs:
            running.start(name)
        running.wait_for_the_web()
        assert running.programs["client-0"].process.wait(300) == 0, running.logs()
        wait_until_nothing_is_owed(running, "open")
        report = running.run("tests.faults.sums")
        assert report["faults"] == [], "\n".join([*report["faults"], running.logs()])
        assert report["documents"] == 4


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_renewed_while_the_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", dt.timedelta(seconds=1))
    monkeypatch.setattr(leases, "RENEWED_EVERY", dt.timedelta(seconds=0.2))
    monkeypatch.setattr(production, "LEASE", dt.timedelta(seconds=1))
    converted: list[float] = []
    convert = converter.to_pdfa

    def slowly(docx: bytes) -> bytes:
        converted.append(time.monotonic())
        time.sleep(3)
        return convert(docx)

    monkeypatch.setattr(converter, "to_pdfa", slowly)
    monkeypatch.setattr(outbox, "ring", lambda ids: None)  # the two below are the workers
    document = accepted_receipt()
    first = threading.Thread(target=produce, args=(document.pk, []))
    first.start()
    time.sleep(2)
    refusals: list[Any] = []
    second = threading.Thread(target=produce, args=(document.pk, refusals))
    second.start()
    first.join()
    second.join()
    assert len(converted) == 1, (
        "the second worker must find the document held, after twice the lease"
    )
    assert [type(refusal) for refusal in refusals] == [production.BeingProduced]
    document.refresh_from_db()
    assert document.state == Document.State.SEALED


def accepted_receipt() -> Document:
    """A receipt that has its number and waits for its seal."""
    world = make_world()
    dossier = actions.submit(draft_of(world), world.huong)
    actions.decide(WorkItem.objects.get(process=dossier), world.lan, "accept")
    return Document.objects.get(state=Document.State.RESERVED)


def produce(pk: int, refusals: list[Any]) -> None:
    """In a thread: a connection of its own."""
    try:
        production.produce(pk)
    except production.BeingProduced as refused:
        refusals.append(refused)
    finally:
        connection.close()
