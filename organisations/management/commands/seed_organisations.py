"""manage.py seed_organisations: what a new installation begins with; safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from organisations.models import Authority, CalendarDay, Role
from organisations.seed import seed_organisations


class Command(BaseCommand):
    help = "Write the authorities, roles, office hours and official days that are missing; change nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        seed_organisations()
        counts = f"{Authority.objects.count()} authorities, {Role.objects.count()} roles"
        self.stdout.write(f"{counts}, {CalendarDay.objects.count()} special days")
