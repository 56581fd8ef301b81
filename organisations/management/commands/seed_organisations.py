"""manage.py seed_organisations: what a new installation begins with; safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from organisations.calendar_models import CalendarDay
from organisations.models import Authority, Role
from organisations.seed import seed_organisations


class Command(BaseCommand):
    help = (
        "Write the roles, office hours and official days (a demo's authorities too) that are"
        " missing; change no other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        words = (
            "also the authorities that the shipped procedures name, to be confirmed in the"
            " administration"
        )
        parser.add_argument("--authorities", action="store_true", help=words)

    def handle(self, *args: Any, **options: Any) -> None:
        seed_organisations(named=options["authorities"])
        counts = f"{Authority.objects.count()} authorities, {Role.objects.count()} roles"
        self.stdout.write(f"{counts}, {CalendarDay.objects.count()} special days")
