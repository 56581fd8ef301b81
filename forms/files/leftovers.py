"""What whoever writes a file leaves when their process dies in the middle: a name that nothing
refers to.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from filestore.listing import UNFINISHED

ABANDONED = 6 * 3600.0  # seconds; no upload takes as long


def clear(before: float | None = None) -> int:
    """Remove files that arrive or are being written, and were last written to before that moment.

    `before`: seconds since 1970; default: six hours ago. Returns how many there were. A file whose
    upload still goes on is written to, and stays.
    """
    limit = time.time() - ABANDONED if before is None else before
    removed = 0
    for path in _unfinished():
        try:
            if path.stat().st_mtime < limit:
                path.unlink()
                removed += 1
        except FileNotFoundError:  # its upload has just ended
            continue
    return removed


def _unfinished() -> Iterator[Path]:
    for root in (settings.UPLOAD_ROOT, settings.DOCUMENT_ROOT, settings.ANCHOR_ROOT):
        for begins in UNFINISHED:
            yield from Path(root).glob(f"{begins}*")
