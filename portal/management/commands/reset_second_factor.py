"""Somebody lost their telephone and recovery codes: they register anew at their next sign-in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError

from organisations.models import User
from portal.http import second_factor


class Command(BaseCommand):
    """manage.py reset_second_factor USERNAME --by ADMINISTRATOR"""

    help = (
        "Forget a person's telephone and recovery codes, end their sessions, and write down who"
        " did it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--by", required=True, metavar="ADMINISTRATOR", help="your own user name"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person, by = self._user(options["username"]), self._user(options["by"])
        if not by.is_superuser:
            raise CommandError(f"{by.username} is no administrator")
        second_factor.forget(person)
        for session in Session.objects.all():
            if session.get_decoded().get("_auth_user_id") == str(person.pk):
                session.delete()
        LogEntry.objects.log_actions(
            by.pk, User.objects.filter(pk=person.pk), DELETION, "second factor forgotten"
        )
        self.stdout.write(
            self.style.SUCCESS(f"{person.username} registers a telephone at the next sign-in")
        )

    def _user(self, username: str) -> User:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"there is nobody called {username}")
        return user
