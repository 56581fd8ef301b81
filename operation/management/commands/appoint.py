"""`manage.py appoint administrator|head USERNAME …`: the first people of a site, who then give
rights to all others.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from operation.shell import account
from organisations.accounts.password_links import LinkIsDead, password_link_of
from organisations.appointing import Named, NotFirst, appoint_administrator, appoint_head
from organisations.models import Authority, User


class Command(BaseCommand):
    help = (
        "Name the first administrator, or an authority's first head; prints the link by which they"
        " set a password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["administrator", "head"])
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="full name, as on papers")
        parser.add_argument("--email", required=True, help="the person's own mailbox")
        parser.add_argument("--authority", metavar="SLUG", help="of a head")
        parser.add_argument(
            "--reason",
            default="",
            help="why another one is named on the server; it is written down",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override("vi"):
            try:
                person = self._appoint(options)
            except NotFirst as refusal:
                raise CommandError(f"{refusal} (--reason LÝ_DO)") from refusal
            except ValidationError as fault:
                raise CommandError(" ".join(fault.messages)) from fault
        self.stdout.write(
            f"{person.full_name}: {options['what']}; it stands in the log of changes."
        )
        self._tell_link(person)

    def _appoint(self, options: dict[str, Any]) -> User:
        who = Named(options["username"], options["name"], options["email"])
        if options["what"] == "administrator":
            return appoint_administrator(who, account(), options["reason"])
        authority = Authority.objects.filter(slug=options["authority"] or "", valid_to=None).first()
        if authority is None:
            known = (
                ", ".join(Authority.objects.filter(valid_to=None).values_list("slug", flat=True))
                or "none yet"
            )
            raise CommandError(f"--authority SLUG: one of {known}")
        return appoint_head(who, authority, account(), options["reason"])

    def _tell_link(self, person: User) -> None:
        if person.has_usable_password():
            self.stdout.write(
                "The person has a password; a forgotten one is set anew from the sign-in page."
            )
            return
        try:
            link = password_link_of(person)
        except LinkIsDead as error:
            raise CommandError("the account is closed") from error
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        self.stdout.write(
            f"The person alone opens this link, once, within {hours} hours, and sets a"
            f" password:\n{link}"
        )
