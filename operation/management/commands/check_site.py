"""`manage.py check_site`: do all sums hold? Numbers, documents and their hashes, papers,
journal.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operation import sums


class Command(BaseCommand):
    help = "Check numbers, files and journal of the whole site."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(sums.faults())
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{len(found)} sums do not hold")
        self.stdout.write("all sums hold")
