"""The telephone of the demo: a gateway's other end, and a page that shows the texts as a telephone
does.

It is called over HTTP and checks the signature as a provider does
(`notifications.channels.sms.demo_gateway`). A number that ends with 00000 is none; one that ends
with 11111 is of a network that does not answer.
"""

from __future__ import annotations

import hmac
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from notifications.channels import sms
from notifications.models import DemoText

NO_SUCH_NUMBER, NOBODY_ANSWERS = "00000", "11111"
KEPT = 60
LONGEST = 2000  # bytes of a call
PARTS = ("id", "to", "text")


def demo_telephone(request: HttpRequest) -> HttpResponse:
    """The newest texts, newest first."""
    return render(request, "portal/demo/telephone.html", {"texts": DemoText.objects.all()[:KEPT]})


@csrf_exempt
def demo_gateway(request: HttpRequest) -> JsonResponse:
    """Takes one text; the same one again changes nothing."""
    said = _said(request)
    if said is None or not _is_signed(said, request.headers.get("X-Signature", "")):
        return JsonResponse({"code": "unsigned"}, status=400)
    if said["to"].endswith(NO_SUCH_NUMBER):
        return JsonResponse({"code": "no-such-number"})
    if said["to"].endswith(NOBODY_ANSWERS):
        return JsonResponse({"code": "network-away"}, status=503)
    if not DemoText.objects.filter(name=said["id"]).exists():
        DemoText.objects.create(name=said["id"], number=said["to"], text=said["text"])
        old = DemoText.objects.values_list("pk", flat=True)[KEPT:]
        DemoText.objects.filter(pk__in=list(old)).delete()
    return JsonResponse({"code": "100", "id": said["id"]})


def _said(request: HttpRequest) -> dict[str, str] | None:
    """The call's parts; None for what is no call."""
    if request.content_type != "application/json" or len(request.body) > LONGEST:
        return None
    try:
        said: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not all(isinstance(said.get(part), str) for part in PARTS):
        return None
    return {part: said[part] for part in PARTS}


def _is_signed(said: dict[str, str], given: str) -> bool:
    text = "|".join(said[part] for part in PARTS)
    wanted = hmac.digest(sms.demo_secret().encode(), text.encode(), "sha256").hex()
    return hmac.compare_digest(wanted, given)
