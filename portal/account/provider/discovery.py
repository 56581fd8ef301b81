"""What a provider says of itself (OpenID Connect Discovery 1.0), and its keys (RFC 7517).

Kept for ten minutes a process. A token by a key that is not among those kept has them asked anew,
once a minute at most: a provider changes keys when it likes, and a forger names new ones as often
as they like.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from django.core.cache import cache

from foundation import web_calls
from portal.account.provider.configured import Provider, may_be_called

SECONDS = 5.0  # a call may take
KEPT = 600  # seconds
ASKED_ANEW = 60  # seconds
WELL_KNOWN = "/.well-known/openid-configuration"


class ProviderAway(Exception):
    """It does not answer, or not as a provider does; the same may work later."""


@dataclass(frozen=True)
class Metadata:
    """The addresses that are used here."""

    authorization: str
    token: str
    jwks: str
    userinfo: str  # "" where it has none
    end_session: str  # the same
    takes_basic: bool  # the secret in the header (RFC 6749, 2.3.1), else in the form
    says_issuer: bool  # in each answer (RFC 9207)


def metadata_of(provider: Provider) -> Metadata:
    """Kept, or asked for. Raises ProviderAway."""
    found: Metadata | None = cache.get(_key("metadata", provider))
    if found is None:
        found = _read(provider, asked(provider.issuer.rstrip("/") + WELL_KNOWN))
        cache.set(_key("metadata", provider), found, KEPT)
    return found


def known_metadata(provider: Provider) -> Metadata | None:
    """What is kept of it; a page that is drawn does not wait for a provider."""
    found: Metadata | None = cache.get(_key("metadata", provider))
    return found


def key_for(provider: Provider, header: Mapping[str, Any]) -> jwt.PyJWK | None:
    """The key that signed a token with this header; None where the provider has none such.

    Raises ProviderAway.
    """
    kept: dict[str, Any] | None = cache.get(_key("keys", provider))
    if kept is not None:
        found = _among(kept, header)
        # taken before it is asked: many forged tokens at once ask no more often
        if found or not cache.add(_key("asked", provider), True, ASKED_ANEW):
            return found
    keys = asked(metadata_of(provider).jwks)
    cache.set(_key("keys", provider), keys, KEPT)
    return _among(keys, header)


def asked(address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A JSON object from an address of the provider's. Raises ProviderAway."""
    return read_json(call(address, headers=headers))


def call(
    address: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> web_calls.Answer:
    """One call; raises ProviderAway. No redirect is followed."""
    said = {"Accept": "application/json", **(headers or {})}
    try:
        return web_calls.call(address, method, said, body, SECONDS)
    except (web_calls.CallFailed, ValueError) as error:
        raise ProviderAway(type(error).__name__) from error


def read_json(answer: web_calls.Answer) -> dict[str, Any]:
    """The object in an answer of status 200. Raises ProviderAway."""
    try:
        found = json.loads(answer.content) if answer.status == 200 else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProviderAway(f"status {answer.status}")
    return found


def _read(provider: Provider, said: Mapping[str, Any]) -> Metadata:
    if said.get("issuer") != provider.issuer:
        raise ProviderAway("another issuer")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if not all(may_be_called(said.get(name)) for name in needed):
        raise ProviderAway("no addresses")
    ways = said.get("token_endpoint_auth_methods_supported")
    return Metadata(
        authorization=said["authorization_endpoint"],
        token=said["token_endpoint"],
        jwks=said["jwks_uri"],
        userinfo=_optional(said.get("userinfo_endpoint")),
        end_session=_optional(said.get("end_session_endpoint")),
        takes_basic=not isinstance(ways, list) or "client_secret_basic" in ways,
        says_issuer=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _optional(address: object) -> str:
    return str(address) if may_be_called(address) else ""


def _among(keys: Mapping[str, Any], header: Mapping[str, Any]) -> jwt.PyJWK | None:
    rows = keys.get("keys")
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or row.get("use", "sig") != "sig":
            continue
        if header.get("kid") is not None and row.get("kid") != header["kid"]:
            continue
        if row.get("alg", header.get("alg")) != header.get("alg"):
            continue
        try:
            return jwt.PyJWK(row, algorithm=str(header.get("alg")))
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            continue  # of another kind than the token's algorithm
    return None


def _key(what: str, provider: Provider) -> str:
    return f"identity provider {what} {provider.slug} {provider.issuer}".replace(" ", "|")
