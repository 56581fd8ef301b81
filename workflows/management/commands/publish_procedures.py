"""Publishes the shipped procedures, or those of the folders named; what is published already stays as it is."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows import catalogue
from workflows.definition import DefinitionFaults


class Command(BaseCommand):
    """manage.py publish_procedures [FOLDER …]"""

    help = "Check and publish procedures; the same content again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="default: the shipped ones")

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in options["folders"] or catalogue.shipped_folders():
            try:
                version = catalogue.publish(folder)
            except FileNotFoundError as error:
                raise CommandError(f"{folder} has no procedure.yaml") from error
            except DefinitionFaults as faults:
                raise CommandError(f"{folder.name} was not published:\n{faults}") from faults
            self.stdout.write(f"{version.procedure.slug} version {version.number} ({version.sha256[:12]})")
