"""A gateway's call about a text that left: it arrived, or it did not. The address names one
message, signed.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from notifications import bounces, return_paths
from notifications.channels import CHANNELS
from portal.http.limits import Limit, network_of

#: Forged calls of one network; a genuine one is never refused, whoever shares its address.
FORGERIES = Limit("forged delivery reports", times=60, seconds=60)
LONGEST = 10_000  # bytes


@never_cache
@csrf_exempt
def delivery_report(request: HttpRequest, name: str) -> HttpResponse:
    """Heard twice is once; a report that says nothing changes nothing. One that is faster than our
    own note that the text left is to come again.
    """
    message = return_paths.message_named(name)
    if message is None:
        if not FORGERIES.take(network_of(request)):
            return HttpResponse(status=429)
        raise Http404
    channel = CHANNELS.get(message.channel)
    report = channel.report(_said(request)) if channel else None
    if report is not None and bounces.is_leaving(message):
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    if report is not None and report.arrived:
        bounces.arrived(message)
    elif report is not None:
        bounces.came_back(message, report.code, report.is_dead)
    return HttpResponse("ok", content_type="text/plain")


def _said(request: HttpRequest) -> dict[str, str]:
    """What the call brings: in its address, as a form or as a JSON object."""
    said = {**request.GET.dict(), **request.POST.dict()}
    if request.content_type == "application/json" and len(request.body) <= LONGEST:
        try:
            found: Any = json.loads(request.body)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            said |= {str(name): str(value) for name, value in found.items()}
    return said
