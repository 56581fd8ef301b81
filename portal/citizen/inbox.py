"""Messages to the person who is signed in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from notifications import inbox as messages_of
from portal.access import SignedIn

PAGE = 20


def inbox(request: SignedIn) -> HttpResponse:
    """The inbox, newest first; opening it marks what is shown as read."""
    shown = Paginator(messages_of.for_user(request.user), PAGE).get_page(request.GET.get("trang"))
    page = render(request, "portal/citizen/inbox.html", {"shown": shown, "unread": 0})
    messages_of.mark_read(request.user)  # after the page was made, so that it still shows which ones are new
    return page
