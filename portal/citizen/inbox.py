"""Messages to the person who is signed in, those about one dossier together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from notifications import inbox as messages_of
from notifications.models import Message
from organisations.models import User
from portal.http.access import SignedIn
from workflows.models import Dossier
from workflows.reading_rights import Reader, What

DOSSIERS_A_PAGE = 10
AT_ONCE = 3  # messages of one dossier that are listed; the older ones wait behind a press


@dataclass(frozen=True)
class Thread:
    """What one dossier had to tell, newest first."""

    dossier: Dossier
    latest: list[Message]
    older: list[Message]
    address: str  # where its reader opens it


def inbox(request: SignedIn) -> HttpResponse:
    """The dossiers with the newest messages first; what the page holds is read then, and nothing
    else.
    """
    shown = Paginator(messages_of.dossiers_of(request.user), DOSSIERS_A_PAGE).get_page(
        request.GET.get("trang")
    )
    threads, messages = _threads(request.user, list(shown))
    still = messages_of.unread_count(request.user) - sum(
        message.read_at is None for message in messages
    )
    page = render(
        request, "portal/citizen/inbox.html", {"shown": shown, "threads": threads, "unread": still}
    )
    # after the page was made, so that it still shows which ones are new
    messages_of.mark_read(request.user, messages)
    return page


def _opened(dossiers: Iterable[Dossier], user: User) -> set[int]:
    """Ids of those that the person opens as an officer: their pages, or what they are asked about
    them.
    """
    foreign = [dossier for dossier in dossiers if dossier.applicant_id != user.pk]
    if not foreign:
        return set()
    reader = Reader(user)
    asked = reader.questions().filter(process__in=foreign).values_list("process", flat=True)
    return reader.among(foreign, What.DOSSIER) | set(asked)


def _threads(user: User, dossiers: list[int]) -> tuple[list[Thread], list[Message]]:
    """A thread for each of these dossiers, in their order, and all the messages of them."""
    place = {dossier: number for number, dossier in enumerate(dossiers)}
    messages = sorted(
        messages_of.about(user, dossiers), key=lambda message: place[message.dossier_id]
    )  # stays newest first
    opens = _opened({message.dossier_id: message.dossier for message in messages}.values(), user)
    threads = []
    for _id, grouped in groupby(messages, key=lambda message: message.dossier_id):
        told = list(grouped)
        dossier = told[0].dossier
        address = _address(dossier, user, told[0].dossier_id in opens)
        threads.append(Thread(dossier, told[:AT_ONCE], told[AT_ONCE:], address))
    return threads, messages


def _address(dossier: Dossier, user: User, opens: bool) -> str:
    """The applicant's page; the office's page of it; for whom neither opens, the check of its
    documents.
    """
    if dossier.applicant_id == user.pk:
        return reverse("portal:dossier", args=[dossier.code])
    return (
        reverse("portal:office_dossier", args=[dossier.code]) if opens else reverse("portal:verify")
    )
