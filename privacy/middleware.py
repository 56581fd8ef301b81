"""Writes the read log: after a page is made and before it leaves. When the log cannot be written,
nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from foundation.numbers import row_id
from organisations.models import User
from privacy import reads
from workflows.models import Dossier

#: Pages of the administration that show one person's data: model → look-up from its row to the
#: dossier.
PERSONAL: dict[str, str] = {
    "workflows_dossier": "pk",
    "workflows_entry": "entries",
    "documents_document": "documents__document",
    "notifications_delivery": "messages__delivery",
    "organisations_user": "",
    "registers_diploma": "",
}


class ReadLog:
    """Middleware; behind the authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        seen = reads.noted(request)
        # what an act was refused on is shown as well
        is_shown = not 300 <= response.status_code < 400
        if seen and is_shown and isinstance(request.user, User):
            reads.write(request.user, seen)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """The page that was being made is not shown; another one takes its place."""
        reads.forget(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, given: dict[str, Any]
    ) -> None:
        """A row that is looked at in the administration."""
        match = request.resolver_match
        if match is None or match.app_name != "admin" or "object_id" not in given:
            return
        model = (match.url_name or "").rpartition("_")[0]
        if model in PERSONAL:
            note_in_administration(request, model, str(given["object_id"]))


def note_in_administration(request: HttpRequest, model: str, pk: str) -> None:
    """What the administrator opens, and whose it is where a row says so."""
    way, number = PERSONAL[model], row_id(pk) or 0
    dossier = (
        Dossier.objects.filter(**{way: number}).defer("answers", "office").first() if way else None
    )
    person = User.objects.filter(pk=number).first() if model == "organisations_user" else None
    reads.note(request, f"admin {model} {number}", dossier, person.identity_index if person else "")
