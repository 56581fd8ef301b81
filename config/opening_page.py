"""The page on which the administrator of a new site goes on: `config.opening`, drawn."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from config import opening


def opening_page(request: HttpRequest) -> HttpResponse:
    """Each step with its state, read now; nothing is written. For those who may do everything in
    the administration.
    """
    if not request.user.is_superuser:
        raise PermissionDenied
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = opening.steps()
    left = len(list(opening.todo(found)))
    page = {
        **admin.site.each_context(request),
        "title": _("Đưa hệ thống vào hoạt động"),
        "steps": found,
        "done": len(found) - left,
        "left": left,
    }
    return TemplateResponse(request, "admin/opening.html", page)
