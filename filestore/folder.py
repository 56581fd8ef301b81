"""A folder whose files appear in one step and are on the disk before anybody is told their name."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

READ_ONLY = 0o440  # what is named by its hash is never written again


class Folder(FileSystemStorage):
    """Files below the path that the setting `setting` names; a name that exists is replaced by the
    same content.
    """

    def __init__(self, setting: str) -> None:
        super().__init__()
        self._setting = setting

    @property
    def base_location(self) -> str:  # Django reads it once, tests move it
        return str(getattr(settings, self._setting))

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: whoever saves names a file by its content."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with _written(content, Path(self.location)) as whole:
            whole.replace(target)
        sync_folder(target.parent)
        return name

    def replace(self, name: str, content: File[Any]) -> bool:
        """Put the same content in another form where a file is; False where it has been deleted
        meanwhile.
        """
        target = Path(self.path(name))
        with _written(content, Path(self.location)) as whole, _alone_in(self.location):
            there = target.exists()
            if there:
                whole.replace(target)
        sync_folder(target.parent)
        return there

    def delete(self, name: str) -> None:
        with _alone_in(self.location):
            super().delete(name)

    def check(self) -> None:
        """Raises OSError when nothing can be written here."""
        Path(self.location).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.location) as file:
            file.write(b"probe")


def sync_folder(folder: Path) -> None:
    """Make a new name itself survive a power cut, where the system can (Windows cannot open a
    folder).
    """
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _written(content: File[Any], folder: Path) -> Iterator[Path]:
    """A draft with this content, on the same disk, at the top of the store: where leftovers are
    looked for.

    What has not been given another name at the end is removed.
    """
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(READ_ONLY)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextlib.contextmanager
def _alone_in(folder: str) -> Iterator[None]:
    """While this process deletes or replaces a file below `folder`, no other one does: what is
    erased stays erased.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
