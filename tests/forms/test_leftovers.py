"""What an upload leaves behind when its process dies is removed, and nothing else is."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from forms.files import leftovers


def arriving(name: str, age: float) -> Path:
    path = Path(settings.UPLOAD_ROOT, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    os.utime(path, (time.time() - age,) * 2)
    return path


@pytest.mark.parametrize(
    "name",
    ["incoming-a", "again-a", ".writing-a", "../documents/.writing-a", "../anchors/.writing-a"],
)
def test_only_an_abandoned_upload_is_removed(name: str) -> None:
    abandoned = arriving(name, leftovers.ABANDONED + 60)
    fresh = arriving("incoming-b", 60)
    kept = arriving("ab/abcdef", leftovers.ABANDONED * 10)
    arriving("../documents/000000/1/abc.pdf", leftovers.ABANDONED * 10)
    assert leftovers.clear() == 1
    assert not abandoned.exists() and fresh.exists() and kept.exists()


def test_no_folder_yet_is_no_fault() -> None:
    assert leftovers.clear() == 0
