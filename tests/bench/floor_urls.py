"""The one address of the peer of the public check (tests/bench/floor.py)."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

ASKED = """SELECT state, symbol, authority_name, title, issued_at FROM documents_document
WHERE code = %s"""


def said(request: HttpRequest, code: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [code])
        return HttpResponse(str(cursor.fetchone()), content_type="text/plain")


def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


urlpatterns = [path("k/<str:code>", said), path("", front)]
