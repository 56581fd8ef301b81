"""`manage.py verify_journal`: is every journal whole? Names the first entry that was changed, removed or inserted."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows import journal
from workflows.models import Dossier, Entry


class Command(BaseCommand):
    help = "Check the hash chain of every dossier's journal, or of one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossier", help="only this dossier code")

    def handle(self, *args: Any, **options: Any) -> None:
        dossier = None
        if options["dossier"]:
            dossier = Dossier.objects.filter(code=options["dossier"]).first()
            if dossier is None:
                raise CommandError(f"no dossier is called {options['dossier']}")
        fault = journal.verify(dossier)
        if fault:
            raise CommandError(f"journal broken at {fault}")
        count = Entry.objects.filter(dossier=dossier).count() if dossier else Entry.objects.count()
        self.stdout.write(f"journal whole: {count} entries")
