"""The root hash over a round's rows, and a row's way to it (docs/admissions.md, 7; as RFC 6962)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any


def row_bytes(row: Any) -> bytes:
    """A row as it is hashed."""
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _leaf(row: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + row).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Hashes over rows, from the leaves up."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._levels = [[_leaf(row_bytes(row)) for row in rows]]
        while len(self._levels[-1]) > 1:
            self._levels.append(_above(self._levels[-1]))

    @property
    def root(self) -> str:
        """In hexadecimal."""
        return self._levels[-1][0].hex()

    def path(self, number: int) -> list[dict[str, str]]:
        """The partners' hashes of a row, from the leaf up."""
        found = []
        for level in self._levels[:-1]:
            partner = number ^ 1
            if partner < len(level):
                side = "left" if partner < number else "right"
                found.append({"side": side, "hash": level[partner].hex()})
            number //= 2
        return found


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [level[start : start + 2] for start in range(0, len(level), 2)]
    return [_node(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
