"""`python -m tests.bench.drafts COUNT`: that many filled-in applications of the citizen."""

from __future__ import annotations

import sys

import django

django.setup()

from organisations.models import User
from tests.people import answers
from workflows.models import Draft, ProcedureVersion


def main(count: int) -> None:
    """Make them; nothing is printed."""
    huong, version = User.objects.get(username="huong"), ProcedureVersion.objects.latest("pk")
    for _ in range(count):
        Draft.objects.create(owner=huong, version=version, answers=answers())


if __name__ == "__main__":
    main(int(sys.argv[1]))
