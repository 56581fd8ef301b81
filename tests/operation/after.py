"""`python -m tests.operation.after [issue]`: what a site has, as JSON; `issue` first gives one more
of each number.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.contrib.sessions.models import Session  # noqa: E402
from django.db import transaction  # noqa: E402

from documents import numbers  # noqa: E402
from documents.models import Document, NumberBook  # noqa: E402
from notifications.models import Delivery  # noqa: E402
from operation import sums  # noqa: E402
from tests.faults import sums as acknowledged  # noqa: E402
from workflows.applicant import dossier_codes  # noqa: E402
from workflows.models import Dossier, Effect  # noqa: E402


def given() -> list[str]:
    """The next number of every book, and the next dossier's code."""
    with transaction.atomic():
        books = list(NumberBook.objects.select_related("authority"))
        taken = [f"{book.kind} {numbers.take(book.authority, book.kind).value}" for book in books]
        authority = Dossier.objects.select_related("deciding").first().deciding
        return [*taken, dossier_codes.next_code(authority)]


if __name__ == "__main__":
    new = given() if "issue" in sys.argv else []
    report = {
        "lost": list(acknowledged._acknowledged()),
        "faults": [] if new else list(sums.faults()),
        "new": new,
        "numbers": [
            f"{kind} {number}" for kind, number in Document.objects.values_list("kind", "number")
        ],
        "codes": list(Dossier.objects.values_list("code", flat=True)),
        "owed": (
            Effect.objects.filter(state="PENDING").count()
            + Delivery.objects.filter(state="PENDING").count()
        ),
        "sessions": Session.objects.count(),
    }
    sys.stdout.write(json.dumps(report) + "\n")
