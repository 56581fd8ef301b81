"""`python -m tests.bench.drafts COUNT`: that many filled-in applications of the citizen."""

from __future__ import annotations

import sys

import django

django.setup()

from organisations.models import User  # noqa: E402
from tests.people import answers  # noqa: E402
from workflows.models import Draft, ProcedureVersion  # noqa: E402


def main(count: int) -> None:
    """Make them; nothing is printed."""
    huong, version = User.objects.get(username="huong"), ProcedureVersion.objects.latest("pk")
    for _ in range(count):
        Draft.objects.create(owner=huong, version=version, answers=answers())


if __name__ == "__main__":
    main(int(sys.argv[1]))
