"""The first page: what people do most, by who asks, what is announced; and the search in people's
own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.public.cards import Card, asked_most, by_asking, cards
from portal.public.site_pages import PAGES, SitePage, named_in
from portal.shared.announced import announcements, open_rounds
from workflows.models import Procedure
from workflows.procedure import publishing


def home(request: HttpRequest) -> HttpResponse:
    """The first page; `q` searches procedures and pages: the best first, or the nearest ones when
    nothing fits.
    """
    text = request.GET.get("q", "").strip()[:100]
    if text:
        return render(request, "portal/public/found.html", {"query": text, "found": search(text)})
    known = cards()
    page = {
        "announcements": announcements(),
        "rounds": open_rounds(),
        "most": asked_most(known),
        "groups": by_asking(known),
    }
    return render(request, "portal/public/home.html", page)


@dataclass(frozen=True)
class Found:
    """What was found: pages that the words name outright, procedures, other pages that fit; `near`:
    no procedure fits, these are only the nearest.
    """

    named: list[SitePage]
    cards: list[Card]
    others: list[SitePage]
    near: bool

    @property
    def number(self) -> int:
        """How many fit."""
        return len(self.named) + len(self.others) + (0 if self.near else len(self.cards))


def search(text: str) -> Found:
    """Procedures and pages that fit `text`. Where its words name a page outright, only procedures
    that fit better stand beside it.
    """
    named = list(named_in(text))
    by_entry = {page.entry: page for page in PAGES}
    found = publishing.search(text, list(by_entry))
    hits: list[Procedure | SitePage] = [
        hit if isinstance(hit, Procedure) else by_entry[hit] for hit in found.hits
    ]
    if named:
        better = hits[: hits.index(named[0])] if named[0] in hits and not found.is_near else []
        return Found(named, _cards(better), [], near=False)
    pages = [] if found.is_near else [hit for hit in hits if isinstance(hit, SitePage)]
    others = [page for page in pages if page.shares_words_with(text)]
    return Found([], _cards(hits), others, found.is_near)


def _cards(hits: Sequence[Procedure | SitePage]) -> list[Card]:
    known = {card.procedure.pk: card for card in cards()}
    return [known[hit.pk] for hit in hits if isinstance(hit, Procedure) and hit.pk in known]
