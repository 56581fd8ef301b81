"""Addresses that exist on a demo only."""

from portal.demo.personas import personas
from portal.demo.telephone import demo_gateway, demo_telephone
from portal.http.access import DEMO_ONLY, FORM, PRESS, READ, route

routes = [
    route("dung-thu/", personas, "personas", DEMO_ONLY, FORM),
    route("dung-thu/dien-thoai/", demo_telephone, "demo_telephone", DEMO_ONLY, READ),
    route("dung-thu/dien-thoai/nhan/", demo_gateway, "demo_gateway", DEMO_ONLY, PRESS),
]
