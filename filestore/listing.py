"""What is in a store, however deep its folders."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import Storage

UNFINISHED = ("incoming-", "again-", ".writing-")  # names of files that are still being written


def names(store: Storage, folder: str = "") -> Iterator[str]:
    """Every whole file below `folder`."""
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in files if not name.startswith(UNFINISHED))
    for name in folders:
        yield from names(store, f"{folder}/{name}".lstrip("/"))
