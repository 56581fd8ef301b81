"""An officer's page costs no more queries at a thousand rows than at ten, and at most fifteen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import User
from tests.bench import filling
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from workflows import actions
from workflows.models import Dossier, WorkItem
from workflows.reports import queues

MOST = 15


def queries(person: User, address: str) -> int:
    client = visiting(person)
    client.get(address)  # what a process reads once
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen.captured_queries)


@pytest.mark.usefixtures("tables_owner")  # the rows come with a table of their own
def test_a_queue_and_a_search_of_a_thousand_rows_cost_what_ten_cost(world: World) -> None:
    filed = actions.submit(draft_of(world), world.huong)
    filling.units()
    pages = ["/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/", "/mot-cua/tim/?q=h15"]
    filling.fill(filed, 1, 9)
    at_ten = [queries(world.lan, page) for page in pages]
    filling.fill(filed, 10, 990)
    assert queues.waiting(world.lan, world.centre, "receptionist").count() == 1000
    at_thousand = [queries(world.lan, page) for page in pages]
    assert max(at_ten) <= MOST
    assert all(many <= few for many, few in zip(at_thousand, at_ten, strict=True))


def test_a_dossier_and_its_task_stay_within_fifteen_queries(world: World) -> None:
    dossier = decide(actions.submit(draft_of(world), world.huong), world.lan, "accept")
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    for page in (f"/mot-cua/viec/{item.pk}/", f"/mot-cua/ho-so/{dossier.code}/"):
        assert queries(world.binh, page) <= MOST


@pytest.mark.postgres
def test_any_part_of_a_code_is_found_by_an_index(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Dossier.objects.filter(search__contains="0-0001").order_by().explain()
    assert "dossier_search_parts" in plan
