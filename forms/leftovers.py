"""What an upload leaves when its process dies in the middle: a file under a name that nothing refers to."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings

ABANDONED = 6 * 3600.0  # seconds; no upload takes as long


def clear(before: float | None = None) -> int:
    """Remove arriving files last written to before that moment (seconds since 1970; default: six hours ago).

    Returns how many there were. A file whose upload still goes on is written to, and stays.
    """
    limit = time.time() - ABANDONED if before is None else before
    removed = 0
    for path in Path(settings.UPLOAD_ROOT).glob("incoming-*"):
        try:
            if path.stat().st_mtime < limit:
                path.unlink()
                removed += 1
        except FileNotFoundError:  # its upload has just ended
            continue
    return removed
