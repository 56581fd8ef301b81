"""How often an act asks the database: what one act reads twice, an officer waits for twice."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.calendar_models import CalendarState
from registers.models import Diploma
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier, WorkItem


def open_item(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.get(process=dossier, finished__isnull=True)


def test_accepting_and_forwarding_ask_for_each_thing_once(world: World) -> None:
    match = {"match": str(Diploma.objects.first().pk)}
    for _warmed_up in range(2):  # what a process reads once
        dossier = actions.submit(draft_of(world), world.huong)
        item = open_item(dossier)
        with CaptureQueriesContext(connection) as accepting:
            actions.decide(item, world.lan, "accept", key=f"accept:{dossier.pk}")
        item = open_item(dossier)
        with CaptureQueriesContext(connection) as forwarding:
            actions.decide(item, world.binh, "found", match, key=f"forward:{dossier.pk}")
    for table in (CalendarState._meta.db_table, Diploma._meta.db_table):
        for seen in (accepting, forwarding):
            asked = [one["sql"] for one in seen.captured_queries if f'FROM "{table}"' in one["sql"]]
            assert len(asked) <= 1, asked
    postgres = connection.vendor == "postgresql"  # there an act writes its rows by one statement
    assert len(accepting) <= (14 if postgres else 21)
    assert len(forwarding) <= (8 if postgres else 13)
