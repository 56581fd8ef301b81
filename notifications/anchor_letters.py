"""An anchor of the journal goes to a second office by letter: out of reach of whoever takes the
site's machine over.
"""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from workflows.journal import anchor_copies, anchors
from workflows.models import Anchor, Effect


def send(effect: Effect) -> None:
    """The statement and its signature by the site's seal. Raises SealUnusable, SMTPException: it is
    tried again.
    """
    if not settings.ANCHOR_ADDRESSES:
        return
    stated = anchors.statement_of(Anchor.objects.get(pk=effect.payload["anchor"]))
    text = anchor_copies.letter_of(stated)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    letter = EmailMessage(
        subject=f"Neo nhật ký số {stated.number}, {stated.at[:10]}",
        body=render_to_string(
            "notifications/anchor.txt", {"stated": stated, "dossiers": len(stated.heads)}
        ),
        to=settings.ANCHOR_ADDRESSES,
        headers={
            "Message-ID": f"<anchor.{stated.digest[:32]}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    letter.attach("neo.txt", text.encode(), "text/plain")
    letter.attach("neo.p7s", anchor_copies.signature_of(text), "application/pkcs7-signature")
    letter.send()
