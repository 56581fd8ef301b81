"""The keys of stored files: each file carries its own, wrapped by the FIELD_KEY that was in use
when it was written.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from django.core.files.storage import storages

from filestore.listing import names
from filestore.sealed import Sealed


def sealed_stores() -> dict[str, Sealed]:
    """Every store of the site that keeps its files encrypted, by its alias."""
    return {
        alias: store for alias in storages.backends if isinstance(store := storages[alias], Sealed)
    }


def move(store: Sealed) -> int:
    """Bring every file under the FIELD_KEY in use, what lies in clear too, while the site runs; how
    many had to.

    Raises CannotOpen when a file's key is wrapped by a FIELD_KEY that is not listed.
    """
    return _count(store, store.move_to_newest_key)


def lay_in_clear(store: Sealed) -> None:
    """Decrypt every file: for code from before files were encrypted. Raises CannotOpen."""
    for name in names(store):
        store.lay_in_clear(name)


def count_stale(store: Sealed) -> int:
    """How many files lie in clear, or under an older key."""
    return _count(store, lambda name: not store.is_current(name))


def _count(store: Sealed, is_counted: Callable[[str], bool]) -> int:
    count = 0
    for name in names(store):
        with contextlib.suppress(FileNotFoundError):  # erased since it was listed
            count += is_counted(name)
    return count
