"""Who came from a provider and has no account here yet: kept in their browser's session, sealed,
until they have made one or have shown which is theirs.
"""

from __future__ import annotations

import base64
import json
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from organisations.accounts.provider_accounts import Shown
from protection import envelope

KEY = "provider_arrival"
SECONDS = 900  # to find the old password; others may use the browser next
PLACE = "portal.provider-arrival"


@dataclass(frozen=True)
class Arrival:
    """Who came, where they wanted to go, and when they showed themselves (0: not said)."""

    shown: Shown
    target: str
    shown_at: int


def keep(request: HttpRequest, arrival: Arrival) -> None:
    """In the place of whoever came before in this browser."""
    key = envelope.new_data_key()
    text = envelope.seal(json.dumps(asdict(arrival)).encode(), key, PLACE)
    request.session[KEY] = {
        "at": time.time(),
        "key": envelope.wrap(key, PLACE).hex(),
        "text": base64.b64encode(text).decode(),
    }


def current(request: HttpRequest) -> Arrival | None:
    """Who came in this browser, while that is not long ago."""
    row: dict[str, Any] | None = request.session.get(KEY)
    if row is None or time.time() - row["at"] > SECONDS:
        return None
    try:
        key = envelope.unwrap(bytes.fromhex(row["key"]), PLACE)
        said = json.loads(envelope.unseal(base64.b64decode(row["text"]), key, PLACE))
    except envelope.CannotOpen:  # by a key that the site has no longer
        return None
    return Arrival(Shown(**said["shown"]), said["target"], said["shown_at"])


def forget(request: HttpRequest) -> None:
    """It is done."""
    request.session.pop(KEY, None)
