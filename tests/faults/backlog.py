"""`python -m tests.faults.backlog file|double`: file every draft, or send each ring for what it
owes two to five times.

`file` withdraws each tenth dossier again, so that some of what is owed concerns a cancelled case.
`double` shuffles.
"""

from __future__ import annotations

import json
import random
import sys

import django

django.setup()

from notifications.models import Delivery  # noqa: E402
from notifications.tasks import deliver  # noqa: E402
from workflows import actions  # noqa: E402
from workflows.models import Draft, Effect  # noqa: E402
from workflows.tasks import run_effect  # noqa: E402


def file() -> int:
    """Effects owed afterwards."""
    for number, draft in enumerate(Draft.objects.select_related("owner")):
        dossier = actions.submit(draft, draft.owner)
        if number % 10 == 0:
            actions.withdraw(dossier, draft.owner)
    return Effect.objects.filter(state=Effect.State.PENDING).count()


def double() -> int:
    """Messages sent."""
    chance = random.Random(4)
    rings = [(run_effect, pk) for pk in Effect.objects.values_list("pk", flat=True)]
    rings += [(deliver, pk) for pk in Delivery.objects.values_list("pk", flat=True)]
    several = [ring for ring in rings for _ in range(chance.randint(2, 5))]
    chance.shuffle(several)
    for task, pk in several:
        task.apply_async((pk,))
    return len(several)


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"file": file, "double": double}[sys.argv[1]]()) + "\n")
