"""manage.py recompute_deadlines: what the worker does after a change of the calendar, at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from workflows.background.recompute_deadlines import recompute_all


class Command(BaseCommand):
    help = (
        "Give every open dossier the due time of the working calendar in force, with an entry in"
        " its journal."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{recompute_all()} dossiers have another due time")
