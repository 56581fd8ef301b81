"""`manage.py verify_journal`: is every journal whole, and from when on is that proven by key? Names
the first fault.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation import journal_proof
from workflows.journal import entries
from workflows.models import Dossier, Entry


class Command(BaseCommand):
    help = (
        "Check the hash chain of every dossier's journal, or of one, its proofs by key and the"
        " anchors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossier", help="only this dossier code")
        parser.add_argument(
            "--anchors", type=Path, help="a folder with copies of anchors that were kept elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        dossier = None
        if options["dossier"]:
            dossier = Dossier.objects.filter(code=options["dossier"]).first()
            if dossier is None:
                raise CommandError(f"no dossier is called {options['dossier']}")
        fault = entries.verify(dossier)
        if fault:
            raise CommandError(f"journal broken at {fault}")
        if dossier is None and (found := next(journal_proof.faults(options["anchors"]), None)):
            raise CommandError(f"journal broken: {found}")
        count = Entry.objects.filter(dossier=dossier).count() if dossier else Entry.objects.count()
        self.stdout.write(f"journal whole: {count} entries")
        self.stdout.write(journal_proof.told())
