"""What pages ask: a person's messages, how many are new, and how a dossier's messages fared."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max, QuerySet
from django.utils import timezone

from notifications.models import INBOX, Delivery, Message
from organisations.models import User
from workflows.models import Dossier


def for_user(user: User) -> QuerySet[Message]:
    """The person's inbox, newest first, each with its dossier."""
    return _inbox(user).select_related("dossier").order_by("-id")


def dossiers_of(user: User) -> QuerySet[Message, int]:
    """The ids of the dossiers the person was told about, the one with the newest message first."""
    newest_first = _inbox(user).values("dossier").annotate(newest=Max("id")).order_by("-newest")
    return newest_first.values_list("dossier", flat=True)


def about(user: User, dossiers: Iterable[int]) -> QuerySet[Message]:
    """What the person was told about these dossiers, newest first, each with its dossier and
    procedure.
    """
    return for_user(user).filter(dossier__in=dossiers).select_related("dossier__version__procedure")


def unread_count(user: User) -> int:
    """How many messages in the inbox have not been opened."""
    return _inbox(user).filter(read_at__isnull=True).count()


def mark_read(user: User, seen: Iterable[Message]) -> int:
    """The person has these messages before the eyes; returns how many of them were new."""
    unread = _inbox(user).filter(read_at__isnull=True, pk__in=[message.pk for message in seen])
    return unread.update(read_at=timezone.now())


def states_of(dossier: Dossier) -> QuerySet[Delivery]:
    """For the officer: every e-mail of the dossier and how far it came, newest first."""
    return (
        Delivery.objects.filter(message__dossier=dossier).select_related("message").order_by("-id")
    )


def _inbox(user: User) -> QuerySet[Message]:
    return Message.objects.filter(recipient=user, channel=INBOX)
