"""What an upload leaves behind when its process dies is removed, and nothing else is."""

import os
import time
from pathlib import Path

from django.conf import settings

from forms import leftovers


def arriving(name: str, age: float) -> Path:
    path = Path(settings.UPLOAD_ROOT, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_only_an_abandoned_upload_is_removed() -> None:
    abandoned = arriving("incoming-a", leftovers.ABANDONED + 60)
    fresh = arriving("incoming-b", 60)
    kept = arriving("ab/abcdef", leftovers.ABANDONED * 10)
    assert leftovers.clear() == 1
    assert not abandoned.exists() and fresh.exists() and kept.exists()


def test_no_folder_yet_is_no_fault() -> None:
    assert leftovers.clear() == 0
