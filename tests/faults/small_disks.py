"""Small file systems of their own for the folders of a site, to be filled to the last byte and
emptied again.
"""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

BLOCK = b"\0" * 4096


@contextlib.contextmanager
def small_disks(folder: Path, **megabytes: int) -> Iterator[None]:
    """A tmpfs of that size at each named subfolder (needs root); all are taken away at the end."""
    mounted: list[Path] = []
    try:
        for name, size in megabytes.items():
            place = folder / name
            place.mkdir()
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}m", "motcua-test", str(place)],
                check=True,
            )
            mounted.append(place)
        yield
    finally:
        for place in mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=False)


@contextlib.contextmanager
def full(place: Path) -> Iterator[None]:
    """Not a byte is left on that disk inside the `with` block."""
    filler = place / ".filler"
    with filler.open("ab", buffering=0) as file:
        for size in (len(BLOCK) * 64, len(BLOCK), 1):
            try:
                while True:
                    os.write(file.fileno(), (BLOCK * 64)[:size])
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    try:
        yield
    finally:
        filler.unlink()
