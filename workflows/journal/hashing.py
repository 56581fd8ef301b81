"""What the hash of an entry covers, and how."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: The columns the hash covers, in this order.
HASHED = (
    "dossier_id",
    "sequence",
    "at",
    "act",
    "actor_id",
    "actor_name",
    "role",
    "authority",
    "step",
    "outcome",
    "status_before",
    "status_after",
    "reason",
    "data",
    "key",
    "previous_hash",
)


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the hashed columns (keys sorted, UTC times, UTF-8)."""
    content = {name: _plain(row[name]) for name in HASHED}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return int(value) if isinstance(value, int) else value  # an enum member is hashed as its number
