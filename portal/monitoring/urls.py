"""Addresses of the monitoring."""

from portal.http.access import ANYONE, MONITOR, READ, route
from portal.monitoring.views import figures, healthz, readyz

routes = [
    route("healthz", healthz, "healthz", ANYONE, READ),
    route("readyz", readyz, "readyz", MONITOR, READ),
    route("metrics", figures, "metrics", MONITOR, READ),
]
