"""The authorization code flow (OpenID Connect Core 1.0, 3.1) with PKCE (RFC 7636, S256).

What was asked stands in the session of the browser that asked, under its `state`, and is used once:
an answer that another browser brings, or that comes twice, answers nothing. No token is kept: what
it says is read, and it is gone.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

from organisations.accounts.assurance import LEVELS, higher
from portal.account.provider import discovery, id_tokens
from portal.account.provider.configured import Provider
from portal.account.provider.discovery import Metadata
from portal.account.provider.id_tokens import NotBelieved

KEY = "asked_provider"  # in the session: state → what was asked
SECONDS = 900  # to sign in over there
MOST = 5  # windows at once
SECRET_LENGTH = 43  # letters: 256 bits (RFC 7636, 4.1 wants 43 at least)
LONGEST = 4096  # letters of a code
TURNED_BACK = frozenset(
    {"access_denied", "interaction_required", "login_required", "consent_required"}
)


class Cancelled(Exception):
    """The person turned back over there; `target`: where they wanted to go."""

    def __init__(self, target: str) -> None:
        self.target = target
        super().__init__(target)


class LevelNotReached(Exception):
    """The provider says so itself; `asked` is what was asked of it."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        super().__init__(asked.level)


class Stale(Exception):
    """An answer to nothing: too late, brought by another browser, or used before."""


@dataclass(frozen=True)
class Asked:
    """What this browser asked: where to go on, at which level, and whether to be shown anew."""

    target: str
    level: str  # that must be reached; "" where the provider's least does
    anew: bool = False  # the person shows themselves again, even when signed in over there


@dataclass(frozen=True)
class Answer:
    """What the provider said, believed."""

    asked: Asked
    subject: str
    level: str  # the portal's; "" where the provider says none
    shown_at: int  # seconds; 0 where it does not say when the person last showed themselves
    claims: Mapping[str, Any]


def begin(request: HttpRequest, provider: Provider, asked: Asked) -> str:
    """The provider's address to send the browser to. Raises ProviderAway."""
    addresses = discovery.metadata_of(provider)
    state, nonce, verifier = (get_random_string(SECRET_LENGTH) for _each in range(3))
    row = {
        "provider": provider.slug,
        "nonce": nonce,
        "verifier": verifier,
        "target": asked.target,
        "level": asked.level,
        "anew": asked.anew,
        "at": time.time(),
    }
    rows = {**request.session.get(KEY, {}), state: row}
    latest = sorted(rows.items(), key=lambda one: one[1]["at"])[-MOST:]
    request.session[KEY] = dict(latest)
    said = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": _answered_at(provider),
        "scope": provider.scopes,
        "state": state,
        "nonce": nonce,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
        "ui_locales": "vi",
    }
    # asked in any case: some say nothing of a level that nobody asked for
    words = provider.words_for(higher(asked.level, provider.least) or LEVELS[0])
    said |= {"acr_values": " ".join(words)} if words else {}
    said |= {"prompt": "login", "max_age": "0"} if asked.anew else {}
    mark = "&" if "?" in addresses.authorization else "?"
    return f"{addresses.authorization}{mark}{urlencode(said)}"


def finish(request: HttpRequest, provider: Provider) -> Answer:
    """What the answer in the request's address comes to.

    Raises Cancelled, LevelNotReached, Stale, NotBelieved, ProviderAway.
    """
    row = _taken(request, provider)
    addresses = discovery.metadata_of(provider)
    issuer = request.GET.get("iss")
    if issuer != provider.issuer and (issuer is not None or addresses.says_issuer):
        raise NotBelieved("issuer of the answer")
    asked = Asked(row["target"], row["level"], row["anew"])
    if "error" in request.GET:
        raise _why_not(request.GET["error"], asked)
    code = request.GET.get("code", "")
    if not 0 < len(code) <= LONGEST:
        raise NotBelieved("no code")
    tokens = _exchanged(provider, addresses, code, row["verifier"])
    claims = id_tokens.claims_of(provider, tokens.get("id_token"), row["nonce"])
    shown_at = _shown_at(claims)
    if row["anew"] and shown_at < row["at"] - id_tokens.LEEWAY:
        raise NotBelieved("not shown anew")
    return Answer(
        asked=asked,
        subject=claims["sub"],
        level=provider.level_of(claims.get("acr")),
        shown_at=shown_at,
        claims={**_told(addresses, tokens, claims["sub"]), **claims},
    )


def _why_not(error: str, asked: Asked) -> Exception:
    """What an error over there means here (Core 1.0, 3.1.2.6; RFC 6749, 4.1.2.1)."""
    if error in TURNED_BACK:
        return Cancelled(asked.target)
    if error == "unmet_authentication_requirements":  # OpenID Connect Core Error Code, 1.0
        return LevelNotReached(asked)
    return discovery.ProviderAway("error")


def sign_out_address(provider: Provider) -> str:
    """Where one signs out over there too (RP-Initiated Logout 1.0); "" where that is not known."""
    addresses = discovery.known_metadata(provider)
    if addresses is None or not addresses.end_session:
        return ""
    said = {"client_id": provider.client_id, "post_logout_redirect_uri": f"{settings.SITE_URL}/"}
    return f"{addresses.end_session}?{urlencode(said)}"


def _answered_at(provider: Provider) -> str:
    return settings.SITE_URL + reverse("portal:provider_answered", args=[provider.slug])


def _taken(request: HttpRequest, provider: Provider) -> dict[str, Any]:
    """What was asked under this state, taken out of the session: once."""
    rows = dict(request.session.get(KEY, {}))
    row: dict[str, Any] | None = rows.pop(request.GET.get("state", ""), None)
    if row is None:
        raise Stale
    request.session[KEY] = rows
    if row["provider"] != provider.slug or time.time() - row["at"] > SECONDS:
        raise Stale
    return row


def _exchanged(provider: Provider, addresses: Metadata, code: str, verifier: str) -> dict[str, Any]:
    """The tokens for the code. A code that was used before is refused by the provider (400)."""
    said = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _answered_at(provider),
        "code_verifier": verifier,
        "client_id": provider.client_id,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if provider.client_secret and addresses.takes_basic:
        headers["Authorization"] = _basic(provider)
    elif provider.client_secret:
        said["client_secret"] = provider.client_secret
    body = urlencode(said).encode()
    answer = discovery.call(addresses.token, "POST", headers, body)
    if answer.status in (400, 401, 403):
        raise NotBelieved(f"code refused ({answer.status})")
    return discovery.read_json(answer)


def _basic(provider: Provider) -> str:
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _told(addresses: Metadata, tokens: Mapping[str, Any], subject: str) -> dict[str, Any]:
    """What the userinfo endpoint adds; about somebody else it says nothing (Core 1.0, 5.3.4)."""
    token = tokens.get("access_token")
    if not addresses.userinfo or not isinstance(token, str) or not token.isascii():
        return {}
    said = discovery.asked(addresses.userinfo, {"Authorization": f"Bearer {token}"})
    if said.get("sub") != subject:
        raise NotBelieved("userinfo of another one")
    return said


def _shown_at(claims: Mapping[str, Any]) -> int:
    said = claims.get("auth_time")
    return int(said) if isinstance(said, int) and not isinstance(said, bool) else 0


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
