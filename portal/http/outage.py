"""The page a person gets when something broke: what is the matter, and, after a press, the way to
send it once more.

It asks no database and no template of the site, which may be just what is broken.
"""

from __future__ import annotations

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader

from foundation.outages import Outage, outage
from portal.http.typed_form import sent_files, typed_in

log = logging.getLogger(__name__)

STATUS = {Outage.FULL: 507, Outage.AWAY: 503, None: 500}
RETRY_AFTER = 10  # seconds


def broken(request: HttpRequest) -> HttpResponse:
    """`handler500`: 507 when the disk is full, 503 when the database is away, both with
    Retry-After; else 500.
    """
    kind = outage(sys.exc_info()[1])
    if kind is None:
        return HttpResponse(loader.get_template("500.html").render(), status=500)
    page = {
        "full": kind is Outage.FULL,
        "path": request.get_full_path(),
        "typed": typed_in(request),
    }
    page["sent_files"] = sent_files(request)
    answer = HttpResponse(loader.get_template("outage.html").render(page), status=STATUS[kind])
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer
