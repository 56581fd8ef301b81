"""The inbox of the portal: a message is there as soon as it is written down."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from notifications.channels.interface import Failure, MessageChannel
from notifications.models import INBOX, Message
from organisations.models import User
from workflows.models import Dossier


class Inbox(MessageChannel):
    """Reaches every account, and nobody without one."""

    name, label = INBOX, _("Hộp thư trên cổng")
    is_sent = False

    def address_of(self, person: User) -> str | None:
        """None is needed."""
        return ""

    def address_for(self, dossier: Dossier) -> str | None:
        """Only whoever filed with an account has an inbox."""
        return "" if dossier.applicant else None

    def send(self, message: Message) -> None:
        """Nothing is left to do."""

    def failure(self, error: Exception) -> Failure:
        """Never asked: nothing is sent."""
        return Failure("", is_away=False, is_hopeless=True)
