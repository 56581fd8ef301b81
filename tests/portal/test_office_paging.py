"""Pages of a queue: everything once, in the order of what is due, whatever stands in the
address.
"""

from __future__ import annotations

import datetime as dt

import pytest

from portal.office.queue.paging import Cursor, page_of
from tests.people import World, draft_of
from workflows import actions
from workflows.models import WorkItem
from workflows.reports import queues

NOON = dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def queue(world: World) -> list[WorkItem]:
    """Seven tasks: two due at the same moment, two without a due time."""
    hours = [3, 1, 1, None, 2, None, 5]
    for _hour in hours:
        actions.submit(draft_of(world), world.huong)
    items = list(WorkItem.objects.order_by("pk"))
    for item, hour in zip(items, hours, strict=True):
        WorkItem.objects.filter(pk=item.pk).update(
            due_at=NOON + dt.timedelta(hours=hour) if hour else None
        )
    return [items[position] for position in (1, 2, 4, 0, 6, 3, 5)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 20])
def test_walking_through_the_pages_shows_every_task_once_in_order(
    world: World, queue: list[WorkItem], size: int
) -> None:
    seen, cursor = [], None
    for _page in range(10):
        page = page_of(queues.waiting(world.lan, world.centre, "receptionist"), cursor, size)
        seen += page.items
        if page.after is None:
            break
        cursor = Cursor.read(str(page.after))  # as it comes back in the address
    assert seen == queue


@pytest.mark.parametrize(
    "text", ["", "x", "_", "_x", "2026_1", "nonsense_4", "2026-11-23T05:00:00_7", "_" + "9" * 40]
)
def test_a_damaged_address_shows_the_first_page(text: str) -> None:
    assert Cursor.read(text) is None
