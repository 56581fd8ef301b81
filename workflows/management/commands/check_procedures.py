"""Checks procedures without publishing them: every fault and doubt with file, line, trace and
mend.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from workflows.procedure import publishing
from workflows.procedure.inspection import from_folder, inspect


class Command(BaseCommand):
    """manage.py check_procedures [FOLDER …]"""

    help = "Check procedures; exits with an error when one of them has a fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folders", nargs="*", type=Path, metavar="FOLDER", help="default: the shipped ones"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = doubts = 0
        for folder in options["folders"] or publishing.shipped_folders():
            try:
                checked = inspect(from_folder(folder))
            except DatabaseError:  # the roles a procedure may name are rows
                raise CommandError(
                    "the database has no tables yet: python manage.py migrate"
                ) from None
            for finding in checked.findings:
                self.stdout.write(str(finding))
            faults += len(checked.faults)
            doubts += len(checked.findings) - len(checked.faults)
        if faults:
            raise CommandError(f"{faults} faults, {doubts} doubts")
        self.stdout.write(self.style.SUCCESS(f"no fault, {doubts} doubts"))
