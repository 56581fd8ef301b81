"""Addresses that need no account."""

from portal.http.access import ANYONE, FORM, PRESS, READ, route
from portal.public.about import accessibility, help_page, privacy_notice
from portal.public.catalogue import procedure
from portal.public.delivery_report import delivery_report
from portal.public.follow import follow
from portal.public.front import home
from portal.public.licences import licence, licences
from portal.public.rating import rate_by_link
from portal.public.security_contact import security_contact
from portal.public.statistics import public_statistics, public_statistics_file
from portal.public.verify import verify, verify_code, verify_file
from portal.public.waiting import waiting_line

routes = [
    route("", home, "home", ANYONE, READ),
    route("thu-tuc/<slug:slug>/", procedure, "procedure", ANYONE, READ),
    route("hang-cho/<slug:slug>/", waiting_line, "waiting_line", ANYONE, FORM),
    route("tro-giup/", help_page, "help", ANYONE, READ),
    route("du-lieu-ca-nhan/", privacy_notice, "privacy_notice", ANYONE, READ),
    route("tiep-can/", accessibility, "accessibility", ANYONE, READ),
    route("tra-cuu/", follow, "follow", ANYONE, FORM),
    route("danh-gia/<slug:link>/", rate_by_link, "rate_by_link", ANYONE, FORM),
    route("kiem-tra/", verify, "verify", ANYONE, FORM),
    route("kiem-tra/tep/", verify_file, "verify_file", ANYONE, PRESS, as_sent=True),
    route("so-giay-phep/", licences, "licences", ANYONE, READ),
    route("so-giay-phep/<int:grant>/", licence, "licence", ANYONE, READ),
    route("thong-ke/", public_statistics, "public_statistics", ANYONE, READ),
    route("thong-ke/tai-ve/", public_statistics_file, "public_statistics_file", ANYONE, READ),
    route("k/<str:code>", verify_code, "verify_code", ANYONE, FORM),
    # a gateway calls it: GET or POST, never HEAD, which must change nothing
    route("tin-nhan/bao/<str:name>/", delivery_report, "delivery_report", ANYONE, ("GET", "POST")),
    route(".well-known/security.txt", security_contact, "security_contact", ANYONE, READ),
]
