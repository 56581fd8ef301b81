"""`python -m tests.faults.seeding COUNT`: the people, the procedure, and COUNT filled-in drafts of
one citizen.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from documents import demo_seal  # noqa: E402
from tests.people import draft_of, make_world  # noqa: E402
from workflows.models import Effect  # noqa: E402


def main(count: int) -> None:
    """Make them; nothing is owed for the seeding itself."""
    world = make_world()
    demo_seal.ensure()
    Effect.objects.all().delete()
    for number in range(count):
        # each asks for another diploma: twins would be told first
        draft_of(world, serial=f"A {number:07d}")
    sys.stdout.write(json.dumps({"drafts": count}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
