"""A site that offers a provider which nobody calls: for tests of pages that stand around it."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from portal.account.provider import discovery
from portal.account.provider.configured import every

ISSUER = "https://vneid.example"


def offer(settings: Any, issuer: str = ISSUER) -> None:
    """Offer VNeID; what it says of itself is known already."""
    settings.IDENTITY_PROVIDERS = {
        "vneid": {
            "name": "VNeID",
            "issuer": issuer,
            "client_id": "motcua",
            "client_secret": "a-secret",
            "scopes": "openid profile",
            "levels": {"1": "level-1", "2": "level-2"},
            "least": "",
            "claims": {"name": "name"},
        }
    }
    said = discovery.Metadata(
        authorization=f"{issuer}/auth",
        token=f"{issuer}/token",
        jwks=f"{issuer}/jwks",
        userinfo="",
        end_session=f"{issuer}/end",
        takes_basic=True,
        says_issuer=False,
    )
    cache.set(discovery._key("metadata", every()[0]), said, None)
