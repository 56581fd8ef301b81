"""The public register of licences and certificates: searched by anybody, a page for each, its
states over time.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.public.licence_time import timeline
from portal.wording.titles import granted, issuer_name
from registers import grants
from registers.models import Grant, GrantState, PaperEntry

PAGE_SIZE = 25
TEXT_LENGTH = 100
State = GrantState.State
#: Standing → the class of its tag.
TONES: dict[str, str] = {
    State.ACTIVE: "tag-good",
    State.SUSPENDED: "tag-warn",
    State.REVOKED: "tag-bad",
}
FILTERED = {
    State.ACTIVE: _("Đang có hiệu lực"),
    State.SUSPENDED: _("Bị đình chỉ"),
    State.REVOKED: _("Bị thu hồi"),
    State.EXPIRED: _("Hết hiệu lực"),
}


def licences(request: HttpRequest) -> HttpResponse:
    """Every grant, the newest first; narrowed by words, kind, commune and standing."""
    today, asked = timezone.localdate(), _asked(request)
    found: Any = grants.with_standing(grants.search(asked["q"], asked["loai"], asked["xa"]), today)
    if asked["tinh_trang"]:
        found = found.filter(standing=asked["tinh_trang"])
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    for row in shown.object_list:
        row.place, row.kind = grants.place(row.commune), granted(row.title)
        row.words, row.tone = grants.standing_words(row.standing), TONES.get(row.standing, "")
    page = {
        "shown": shown,
        "asked": asked,
        "kinds": [(book, granted(title)) for book, title in grants.kinds()],
        "communes": grants.communes(),
        "standings": list(FILTERED.items()),
        "narrowed": any(asked.values()),
        "address": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "portal/public/licences.html", page)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; what is no state is no question."""
    asked = {
        name: request.GET.get(name, "").strip()[:TEXT_LENGTH]
        for name in ("q", "loai", "xa", "tinh_trang")
    }
    if asked["tinh_trang"] not in FILTERED:
        asked["tinh_trang"] = ""
    return asked


def licence(request: HttpRequest, grant: int) -> HttpResponse:
    """One grant: how it stands, what it allows, its whole life as a picture and in words."""
    found = get_object_or_404(Grant.objects.prefetch_related("states"), pk=grant)
    today = timezone.localdate()
    standing, last = grants.standing_on(found, today), grants.last_row(found, today)
    periods = grants.periods(found)
    page = {
        "grant": found,
        "kind": granted(found.title),
        "issuer": issuer_name(found),
        "words": grants.standing_words(standing),
        "tone": TONES.get(standing, ""),
        "ends_on": last.valid_to if last else found.valid_to,
        "place": grants.place(found.commune),
        "entered": PaperEntry.objects.filter(grant=found).first(),
        "replacement": (
            grants.current(found) if PaperEntry.objects.filter(replaces=found).exists() else None
        ),
        "content": _content(last.content if last else found.content),
        "periods": [(grants.standing_words(one.standing), one) for one in periods],
        "picture": timeline(periods, today),
    }
    return render(request, "portal/public/licence.html", page)


def _content(text: str) -> list[tuple[str, Any]]:
    """Lines "name: what" as pairs; a line without a name stands alone."""
    pairs = [line.partition(":") for line in grants.place(text).splitlines() if line.strip()]
    return [
        (name.strip(), what.strip()) if colon else ("", name.strip()) for name, colon, what in pairs
    ]
