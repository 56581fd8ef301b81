"""manage.py close_demo_accounts: what a site that began as a demo needs before it goes into
production.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from organisations.accounts import former_contacts
from organisations.models import RoleAssignment, User


class Command(BaseCommand):
    help = (
        "Deactivates every demo account and ends its roles yesterday; the accounts stay, for the"
        " journal names them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        demo = User.objects.filter(is_demo=True, is_active=True)
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        RoleAssignment.objects.filter(user__in=demo, valid_to__isnull=True).update(
            valid_to=yesterday
        )
        closed = demo.update(is_active=False, is_staff=False, is_superuser=False)
        for person in User.objects.filter(is_demo=True):
            former_contacts.let_go(person)
        self.stdout.write(f"{closed} demo accounts closed.")
