"""Addresses that need no account."""

from portal.access import ANYONE, route
from portal.public.catalogue import home, procedure
from portal.public.follow import follow
from portal.public.verify import verify, verify_code

routes = [
    route("", home, "home", ANYONE),
    route("thu-tuc/<slug:slug>/", procedure, "procedure", ANYONE),
    route("tra-cuu/", follow, "follow", ANYONE),
    route("kiem-tra/", verify, "verify", ANYONE),
    route("k/<str:code>", verify_code, "verify_code", ANYONE),
]
