"""Addresses that exist on a demo only."""

from portal.demo.personas import personas
from portal.http.access import DEMO_ONLY, FORM, route

routes = [
    route("dung-thu/", personas, "personas", DEMO_ONLY, FORM),
]
