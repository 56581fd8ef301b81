"""Answers that are looked up in a book which the forms themselves do not know: whoever keeps it
registers a look-up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class LookUp:
    """`find(text, books)`: (id, name) of every entry that the typed text means; `name(id)`: how it
    is called, or "".
    """

    find: Callable[[str, Collection[str]], list[tuple[str, str]]]
    name: Callable[[str], str]


_books: dict[str, LookUp] = {}


def register(kind: str, look_up: LookUp) -> None:
    """Called once, from the `ready()` of the app that knows the book."""
    _books[kind] = look_up


def find(kind: str, text: str, books: Collection[str]) -> list[tuple[str, str]]:
    """(id, name) of the entries meant; none while nobody keeps such a book."""
    return _books[kind].find(text, books) if kind in _books else []


def name(kind: str, value: str) -> str:
    """How the entry is called; "" when there is none."""
    return _books[kind].name(value) if kind in _books else ""
