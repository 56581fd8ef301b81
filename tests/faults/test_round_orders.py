"""A worker that dies again and again while a round's results are told to its dossiers: each dossier
is told once, its journal holds, and the order comes to its end.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from admissions import acts
from admissions.seats import running
from foundation import broker
from tests.admissions.site import sheet
from tests.admissions.test_whole_round import NONE, Place, later, steps_of
from tests.faults.points import DIED, Points
from tests.procedures.walking import decide, now
from workflows.bulk import orders, working
from workflows.journal import entries
from workflows.models import BulkRun, BulkTask, Dossier, Effect, Entry

STEP = 12 if os.environ.get("FAULTS") != "long" else 2  # points between two deaths


def dies_at(run: BulkRun, point: int) -> bool:
    """A worker in a process of its own takes the order up; True when it died at the point."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            working.BATCH = 1
            Points(point).install()
            working.carry_out(Effect(pk=0, kind=orders.KIND, payload={"run": run.pk}))
            status = 0
        finally:
            os._exit(status)
    _pid, ended = os.waitpid(child, 0)
    status = os.waitstatus_to_exitcode(ended)
    assert status in (0, DIED), status
    return status == DIED


@pytest.mark.slow
def test_results_are_told_once_whenever_the_worker_dies(
    transactional_db: Any, tmp_path: Path, bell_rings: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "_quiet_until", float("inf"))  # nobody works but who dies here
    place = Place()
    acts.move(place.round, "open", place.head)
    dossiers = [place.applied(number, ["bmt", "cvan"]) for number in range(3)]
    with later(1.5):
        acts.move(place.round, "close", place.head)
        work_off("admissions_close")
        for dossier in dossiers:
            decide(now(dossier), "check", place.teacher, "sound", **NONE)
        acts.move(place.round, "checked", place.thu)
        lines = [f",HS{number},{9 - number},9,9" for number in range(3)]
        acts.count_sheet(
            acts.read_sheet(place.round, sheet(tmp_path, *lines), place.thu), place.thu
        )
        acts.move(place.round, "scored", place.thu)
        run = acts.order_run(place.round, place.thu)
        owed = Effect.objects.get(kind="admissions.run")
        running.carry_out(owed)
        run.refresh_from_db()
        acts.bind(place.round, run, run.input_hash, place.thu)
        acts.approve(place.round, run.root, place.head)
        acts.move(place.round, "publish", place.head)
        order = BulkRun.objects.get(act="admissions_place")
        deaths, point = 0, 5
        while dies_at(order, point):
            deaths, point = deaths + 1, point + STEP
        assert deaths >= 3
    assert set(order.tasks.values_list("state", flat=True)) == {BulkTask.State.DONE}
    assert steps_of(dossiers) == [["notice"], ["notice"], ["unplaced"]]
    told = Entry.objects.filter(step="result").values_list("dossier", flat=True)
    assert sorted(told) == sorted(one.pk for one in dossiers)
    assert all(entries.verify(one) is None for one in Dossier.objects.all())


def work_off(act: str) -> None:
    """The order of this act, undisturbed."""
    run = BulkRun.objects.get(act=act)
    working.carry_out(Effect(pk=0, kind=orders.KIND, payload={"run": run.pk}))
