"""Publishes the shipped procedures, or those of the folders named; what is published already stays
as it is.

On a public site a shipped procedure waits until the authorities that it names are there. Where an
office wrote the newest version itself, the shipped one waits for its administrator; a folder that
is named is published all the same.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workflows.definition import DefinitionFaults
from workflows.procedure import publishing, releases


class Command(BaseCommand):
    """manage.py publish_procedures [FOLDER …]"""

    help = "Check and publish procedures; the same content again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folders", nargs="*", type=Path, metavar="FOLDER", help="default: the shipped ones"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        publish = publishing.publish if options["folders"] else releases.publish
        for folder in options["folders"] or publishing.shipped_folders():
            if not (settings.DEMO or options["folders"]) and (lacking := releases.lacking(folder)):
                self.stdout.write(
                    f"{folder.name} waits for the authorities {', '.join(lacking)}"
                    " (import_authorities)"
                )
                continue
            try:
                version = publish(folder)
            except FileNotFoundError as error:
                raise CommandError(f"{folder} has no procedure.yaml") from error
            except DefinitionFaults as faults:
                raise CommandError(f"{folder.name} was not published:\n{faults}") from faults
            self.stdout.write(
                f"{version.procedure.slug} version {version.number} ({version.sha256[:12]})"
            )
        if not options["folders"]:
            self._tell_what_waits()

    def _tell_what_waits(self) -> None:
        for release in releases.waiting():
            own = release.own
            self.stdout.write(
                f"{own.procedure.slug}: version {own.number}, written by {own.published_by}, stays;"
                " compare it with what this release brings, in the administration, under “Phiên"
                " bản thủ tục”"
            )
