"""The pages whose forms may end at a provider: the sign-in page, and those about providers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csp.decorators import csp_update
from django.http import HttpResponse

from portal.account.provider import discovery
from portal.account.provider.configured import Provider, origin_of


def may_lead_to_providers(response: HttpResponse, providers: Iterable[Provider]) -> HttpResponse:
    """Browsers hold a form to `form-action` along its redirects too: this page's may end there."""
    origins = set()
    for one in providers:
        addresses = discovery.known_metadata(one)
        origins |= {one.origin, *([origin_of(addresses.authorization)] if addresses else [])}
    if not origins:
        return response
    allowed: Any = csp_update({"form-action": sorted(origins)})
    marked: HttpResponse = allowed(lambda: response)()
    return marked
