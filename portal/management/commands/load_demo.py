"""manage.py load_demo: people, register and dossiers to try everything with; a second run changes
nothing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.demo import load


class Command(BaseCommand):
    help = "Loads the demo data once. Refused on a production site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rows", type=int, default=load.REGISTER_ROWS, help="rows of the generated register"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is a production site (DEMO is off): no demo data.")
        load.load(say=self.stdout.write, rows=options["rows"])
