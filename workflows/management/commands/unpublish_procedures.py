"""`manage.py unpublish_procedures [--dry-run]`: take back versions that an older release cannot
read.

Their digests (SHA-256, a line each) come on the input, from that release; `deploy/back` uses it.
All of them or none.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.procedure import unpublishing


class Command(BaseCommand):
    help = (
        "Take back the published versions whose digests are on the input, where nothing rests on"
        " them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say whether it can be done"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        digests = {line.strip() for line in sys.stdin if line.strip()}
        try:
            if options["dry_run"]:
                unpublishing.unused(digests)
                return
            for gone in unpublishing.unpublish(digests):
                self.stdout.write(str(gone))
        except unpublishing.InUse as used:
            raise CommandError("cannot be taken back:\n" + "\n".join(used.reasons)) from used
