"""What pages ask: a person's messages, how many are new, and how a dossier's messages fared."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from notifications.models import Delivery, Message
from organisations.models import User
from workflows.models import Dossier


def for_user(user: User) -> QuerySet[Message]:
    """The person's inbox, newest first, each with its dossier."""
    return _inbox(user).select_related("dossier").order_by("-id")


def unread_count(user: User) -> int:
    """How many messages in the inbox have not been opened."""
    return _inbox(user).filter(read_at__isnull=True).count()


def mark_read(user: User, dossier: Dossier | None = None) -> int:
    """The person has seen the messages (of one dossier, or all); returns how many were new."""
    unread = _inbox(user).filter(read_at__isnull=True)
    if dossier is not None:
        unread = unread.filter(dossier=dossier)
    return unread.update(read_at=timezone.now())


def states_of(dossier: Dossier) -> QuerySet[Delivery]:
    """For the officer: every e-mail of the dossier and how far it came, newest first."""
    return Delivery.objects.filter(message__dossier=dossier).select_related("message").order_by("-id")


def _inbox(user: User) -> QuerySet[Message]:
    return Message.objects.filter(recipient=user, channel=Message.Channel.INBOX)
