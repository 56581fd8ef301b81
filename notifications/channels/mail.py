"""E-mail by the site's mail server (RFC 5321). A repeat has the same Message-ID, by which a server
knows it.
"""

from __future__ import annotations

import re
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from foundation import outages
from notifications import return_paths
from notifications.channels.interface import Failure, MessageChannel
from notifications.models import Message
from organisations.models import User
from workflows.models import Dossier

EMAIL = "EMAIL"
#: No such mailbox or host, an address that cannot be, one that moved or was closed (RFC 3463, 3.2,
#: 3.3). A full mailbox or a suspected letter is no such thing.
NOBODY_THERE = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1)(?!\d)")


class Mail(MessageChannel):
    """Reaches whoever stated an address, or has one in their account."""

    name, label = EMAIL, _("Thư điện tử")
    is_sent = True

    def address_of(self, person: User) -> str | None:
        """The account's address."""
        return person.email or None

    def address_for(self, dossier: Dossier) -> str | None:
        """The address given in the application; without one, the account's."""
        return (
            dossier.applicant_email
            or (dossier.applicant.email if dossier.applicant else "")
            or None
        )

    def send(self, message: Message) -> None:
        """One letter; raises smtplib's errors and OSError."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        back_to = return_paths.return_path(message)
        letter = EmailMessage(
            subject=message.subject,
            body=message.body,
            from_email=back_to
            or None,  # of the envelope: a letter that comes back says which it is
            to=[message.address],
            headers={
                "From": settings.DEFAULT_FROM_EMAIL,
                "Message-ID": f"<{message.entry.hash[:32]}.{message.pk}@{domain}>",
                "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notice in answer
            },
        )
        letter.send()

    def failure(self, error: Exception) -> Failure:
        """A mailbox that does not exist is hopeless; a server that took no call, or said good-bye,
        is away.
        """
        code = _reply_code(error)
        no_such_mailbox = isinstance(error, smtplib.SMTPRecipientsRefused) and 500 <= code < 600
        return Failure(
            str(code or ""),
            is_away=_is_away(error),
            is_hopeless=no_such_mailbox,
            is_dead=no_such_mailbox and bool(NOBODY_THERE.match(_reply_text(error))),
        )


def _is_away(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError) or outages.is_passing(error)


def _reply_code(error: Exception) -> int:
    """The mail server's reply code (RFC 5321), 0 when it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((reply[0] for reply in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0) or 0)


def _reply_text(error: Exception) -> str:
    """What the server said to its code, "" where it said nothing."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    said = next((reply[1] for reply in error.recipients.values()), b"")
    return said.decode("ascii", "replace") if isinstance(said, bytes) else str(said)
