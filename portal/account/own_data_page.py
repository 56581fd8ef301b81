"""Taking a copy of everything the site keeps about oneself."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.account.confirming import asks_first
from portal.account.own_data.archive import write_archive
from portal.http.access import SignedIn
from portal.http.limits import Limit
from portal.http.security_notes import noted

COPIES = Limit("copy of own data", times=3, seconds=86400)
IN_MEMORY = 2 * 1024 * 1024  # bytes; a longer one waits on the disk


@asks_first
def own_data(request: SignedIn) -> HttpResponseBase:
    """GET says what is in it; POST gives the file."""
    if request.method != "POST":
        return render(request, "portal/account/own_data.html", {"refusal": ""})
    if not COPIES.take(str(request.user.pk)):
        return _too_often(request)
    noted(request, "own_data_taken")
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    write_archive(request.user, archive)
    archive.seek(0)
    name = f"du-lieu-cua-toi-{timezone.localdate():%Y%m%d}.zip"
    response = FileResponse(archive, as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _too_often(request: SignedIn) -> HttpResponse:
    refusal = _("Bạn đã tải bản sao nhiều lần hôm nay. Hãy thử lại ngày mai.")
    return render(request, "portal/account/own_data.html", {"refusal": refusal}, status=429)
