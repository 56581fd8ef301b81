"""Figures for Prometheus: requests by route and status as they happen, what is owed as it stands
when asked.

Every process writes its counters into files of `PROMETHEUS_MULTIPROC_DIR`, which the process that
is asked adds up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from portal.http.stopwatch import Stopwatch
from portal.monitoring import probes

REQUESTS = Histogram(
    "motcua_request_seconds",
    "Time to answer, by the name of the address, never the address itself",
    ["route", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)


def measured(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, outermost: counts and logs each request by the name of its route."""

    def respond(request: HttpRequest) -> HttpResponse:
        watch = Stopwatch(request)
        response = get_response(request)
        route, method, seconds = watch.stop(response)
        REQUESTS.labels(route, method, str(response.status_code)).observe(seconds)
        return response

    return respond


class Owed(Collector):
    """What waits now, asked of the database; the age of the backup and of the seal."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge for each figure."""
        for name, value in {**probes.owed(), **probes.kept()}.items():
            yield GaugeMetricFamily(f"motcua_{name}", f"{name.replace('_', ' ')}, now", value=value)


def text() -> bytes:
    """Everything, in Prometheus's text format."""
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Owed())
    return generate_latest(registry)
