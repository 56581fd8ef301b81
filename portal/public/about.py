"""Pages about the portal itself: help, what happens to personal data, how accessible it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def help_page(request: HttpRequest) -> HttpResponse:
    """How things are done here, and whom to ask."""
    return render(request, "portal/public/help.html")


def privacy_notice(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, how long, who reads it, and what they may ask (Luật
    91/2025/QH15).
    """
    return render(request, "portal/public/privacy_notice.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, with what is known to fail and how to complain."""
    return render(request, "portal/public/accessibility.html")
