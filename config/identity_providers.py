"""The identity providers of a site (OpenID Connect), as the environment describes them.

`OIDC_PROVIDERS=vneid` names them; what each is stands in variables that begin with `OIDC_VNEID_`
(docs/administrator.md has the table). Nothing here asks the network.
"""

from __future__ import annotations

from typing import Any

from foundation import environment

#: Part of a person → claim of the provider; "address.region" is a claim inside another one.
CLAIMS = (
    "name=name,birth_date=birthdate,sex=gender,identity=identity_number,phone=phone_number,"
    "province=address.region,ward=address.locality,street=address.street_address"
)
LEVELS = "1=level-1,2=level-2"  # the provider's `acr` → the portal's level


def described() -> dict[str, dict[str, Any]]:
    """Name in addresses → what is known of the provider. Raises ValueError for what is no pair."""
    return {slug: _described(slug) for slug in environment.listed("OIDC_PROVIDERS")}


def _described(slug: str) -> dict[str, Any]:
    def said(name: str, default: str = "") -> str:
        variable = f"OIDC_{slug.upper().replace('-', '_')}_{name}"
        return environment.text(variable, default)

    return {
        "name": said("NAME", slug),
        "issuer": said("ISSUER"),
        "client_id": said("CLIENT_ID"),
        "client_secret": said("CLIENT_SECRET"),
        "scopes": said("SCOPES", "openid profile"),
        "levels": _pairs(said("LEVELS", LEVELS)),
        "least": said("LEAST"),
        "claims": _pairs(said("CLAIMS", CLAIMS)),
    }


def _pairs(text: str) -> dict[str, str]:
    """ "a=b,c=d" as a mapping."""
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    wrong = [name for name, sign, value in pairs if not (name and sign and value)]
    if wrong:
        raise ValueError(f"OIDC_…: {wrong[0]!r} is not written as name=value")
    return {name.strip(): value.strip() for name, _sign, value in pairs}
