"""`manage.py take_bounces`: reads the mailbox to which letters come back, and empties it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications import bounce_mailbox
from notifications.bounce_mailbox import MailboxUnusable


class Command(BaseCommand):
    help = "Read BOUNCE_MAILBOX now; beat does so every five minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seen, ours = bounce_mailbox.take()
        except MailboxUnusable as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"{seen} thư, {ours} thư báo không đến nơi.")
