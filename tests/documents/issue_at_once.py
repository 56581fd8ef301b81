"""A program: many processes issue documents of one kind at the same moment, some of them change
their mind.

`python -m tests.documents.issue_at_once PROCESSES EACH` works on the migrated, empty database that
DATABASE_URL names and prints, as JSON, the numbers that were committed and the seconds it took.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from itertools import pairwise
from multiprocessing.synchronize import Barrier

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
# before the models below, and before the processes are forked: all of it is done once
django.setup()

from django.db import connections, transaction  # noqa: E402

from documents import issuing  # noqa: E402
from documents.models import Document, NumberBook  # noqa: E402
from documents.orders import DocumentOrder  # noqa: E402
from documents.word_templates import sandbox, templates  # noqa: E402
from organisations.models import Authority  # noqa: E402
from tests.documents.conftest import COPY_TEMPLATE, REGISTER_ENTRY  # noqa: E402

CHANGES_ITS_MIND = 5  # every fifth transaction is rolled back


def main(processes: int, each: int) -> None:
    """Prepare one authority, let the processes run, print what the database holds."""
    authority = _prepare()
    connections.close_all()  # a child must not share its parent's connection
    context = multiprocessing.get_context("fork")
    start = context.Barrier(processes + 1)
    workers = [
        context.Process(target=issue, args=(authority, worker, each, start))
        for worker in range(processes)
    ]
    for worker in workers:
        worker.start()
    start.wait()
    began = time.monotonic()
    for worker in workers:
        worker.join()
    json.dump(
        _result(time.monotonic() - began, [worker.exitcode for worker in workers]), sys.stdout
    )


def issue(authority: Authority, worker: int, each: int, start: Barrier) -> None:
    """Wait for all the others, then issue `each` documents, one transaction each, and roll every
    fifth back.
    """
    connections["default"].ensure_connection()
    start.wait()
    for turn in range(1, each + 1):
        with transaction.atomic():
            issuing.reserve(_order(authority, f"{worker}:{turn}"))
            if turn % CHANGES_ITS_MIND == 0:
                transaction.set_rollback(True)


def _prepare() -> Authority:
    sandbox.printed_names(bytes(templates.publish("diploma-copy/copy", COPY_TEMPLATE).docx))
    return Authority.objects.create(
        slug="so", kind="DEPARTMENT", name="Sở", symbol="SGDĐT", code="H15.50", place="Đắk Lắk"
    )


def _order(authority: Authority, key: str) -> DocumentOrder:
    return DocumentOrder(
        key=key,
        authority=authority,
        kind="BS",
        title="Bản sao",
        template="diploma-copy/copy",
        symbol="{number}/BS-{authority}",
        facts=REGISTER_ENTRY,
        signer_name="Nguyễn Thị Hường",
        signer_position="Giám đốc",
    )


def _result(seconds: float, exit_codes: list[int | None]) -> dict[str, object]:
    rows = list(Document.objects.order_by("number").values_list("number", "issued_at"))
    return {
        "failed": sum(code != 0 for code in exit_codes),
        "numbers": [number for number, _at in rows],
        "in_order": all(earlier[1] <= later[1] for earlier, later in pairwise(rows)),
        "last": NumberBook.objects.get().last,
        "seconds": seconds,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
