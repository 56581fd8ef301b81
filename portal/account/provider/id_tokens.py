"""Whether an ID token is what it says (OpenID Connect Core 1.0, 3.1.3.7).

Signature by a key of the provider's and by an algorithm of pairs of keys alone (a public key must
never do as the secret of HMAC, and "none" is no signature), issuer, audience, time, nonce.
"""

from __future__ import annotations

import time
from typing import Any

import jwt
from django.utils.crypto import constant_time_compare

from portal.account.provider.configured import Provider
from portal.account.provider.discovery import key_for

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "RS384", "RS512", "PS384", "PS512", "ES384")
LEEWAY = 60  # seconds: two clocks
OLDEST = 600  # seconds since it was made: it is read as soon as it is
LONGEST_SUBJECT = 255  # characters (OpenID Connect Core 1.0, 2)
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class NotBelieved(Exception):
    """The answer is not the provider's, not for this site, too old, or not to what was asked."""


def claims_of(provider: Provider, token: object, nonce: str) -> dict[str, Any]:
    """What a believed token says. Raises NotBelieved, ProviderAway."""
    if not isinstance(token, str):
        raise NotBelieved("no token")
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise NotBelieved("algorithm")
        key = key_for(provider, header)
        if key is None:
            raise NotBelieved("unknown key")
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": list(NEEDED)},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotBelieved(type(error).__name__) from error
    _fits(provider, claims, nonce)
    return claims


def _fits(provider: Provider, claims: dict[str, Any], nonce: str) -> None:
    if not constant_time_compare(str(claims["nonce"]), nonce):
        raise NotBelieved("nonce")
    if not isinstance(claims["iat"], (int, float)) or time.time() - claims["iat"] > OLDEST:
        raise NotBelieved("too old")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise NotBelieved("for another site")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotBelieved("subject")
