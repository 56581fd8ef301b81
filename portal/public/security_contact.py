"""Where somebody who found a hole writes to (RFC 9116)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

HOLDS = dt.timedelta(days=90)  # RFC 9116, 2.5.5: less than a year


def security_contact(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt; not there while nobody is named (SECURITY_CONTACT)."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    ends = (
        (timezone.now() + HOLDS)
        .astimezone(dt.UTC)
        .replace(hour=0, minute=0, second=0, microsecond=0)
    )
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: vi, en"]
    lines += [f"Canonical: {settings.SITE_URL}{reverse('portal:security_contact')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
