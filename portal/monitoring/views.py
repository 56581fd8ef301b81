"""The pages of an administrator's monitoring: no people, no dossiers, no secrets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from portal.monitoring import metrics, probes


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives; asks nothing and nobody."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """What the site needs, by name; 503 where no page could be served."""
    words = probes.asked()
    ready = all(words[name] == "ok" for name in probes.VITAL)
    return JsonResponse({"ready": ready, **words}, status=200 if ready else 503)


def figures(request: HttpRequest) -> HttpResponse:
    """For Prometheus."""
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)
