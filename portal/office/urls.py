"""The officers' addresses."""

from __future__ import annotations

from portal.access import OFFICER, route
from portal.office.counter import counter
from portal.office.desk import desk, queue
from portal.office.dossier import dossier, extend, opinion, stop
from portal.office.found import search, withdrawals
from portal.office.preview import preview
from portal.office.queue_acts import claim, reassign, release
from portal.office.work import work

routes = [
    route("mot-cua/", desk, "desk", OFFICER),
    route("mot-cua/hang-cho/<slug:authority>/<slug:role>/", queue, "queue", OFFICER),
    route("mot-cua/tim/", search, "office_search", OFFICER),
    route("mot-cua/xin-rut/", withdrawals, "withdrawals", OFFICER),
    route("mot-cua/tai-quay/", counter, "counter", OFFICER),
    route("mot-cua/viec/<int:pk>/", work, "work", OFFICER),
    route("mot-cua/viec/<int:pk>/xem-truoc/", preview, "preview", OFFICER),
    route("mot-cua/viec/<int:pk>/nhan/", claim, "claim", OFFICER),
    route("mot-cua/viec/<int:pk>/tra/", release, "release", OFFICER),
    route("mot-cua/viec/<int:pk>/giao/", reassign, "reassign", OFFICER),
    route("mot-cua/viec/<int:pk>/y-kien/", opinion, "opinion", OFFICER),
    route("mot-cua/ho-so/<str:code>/", dossier, "office_dossier", OFFICER),
    route("mot-cua/ho-so/<str:code>/gia-han/", extend, "extend", OFFICER),
    route("mot-cua/ho-so/<str:code>/dung/", stop, "stop", OFFICER),
]
