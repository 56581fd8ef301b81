"""`manage.py account_in_log USERNAME`: how the security log names this account."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations.models import User
from protection.security_log import account_name


class Command(BaseCommand):
    help = (
        "Prints the hash by which the security log names an account, or with --hash whose account a"
        " hash names."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="user name, or a hash with --hash")
        parser.add_argument("--hash", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        if options["hash"]:
            known = User.objects.only("pk", "username").iterator()
            person = next((one for one in known if account_name(one.pk) == name), None)
        else:
            person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError("there is no such account")
        self.stdout.write(person.username if options["hash"] else account_name(person.pk))
