"""A folder whose files appear in one step and are on the disk before anybody is told their name."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

READ_ONLY = 0o440  # what is named by its hash is never written again


class Folder(FileSystemStorage):
    """Files below the path that the setting `setting` names; a name that exists is replaced by the same content."""

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
        arrived = getattr(content, "temporary_file_path", None)
        whole = Path(arrived()) if arrived else _written(content, target.parent)
        try:
            whole.chmod(READ_ONLY)
            whole.replace(target)
        except BaseException:
            whole.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
        return name

    def check(self) -> None:
        """Raises OSError when nothing can be written here."""
        Path(self.location).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.location) as file:
            file.write(b"probe")


class Arrived(File):  # type: ignore[type-arg]  # generic in the stubs only
    """A file that lies on the same disk already, whole and synced: a folder takes it by one rename."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        """Where it lies."""
        return str(self._path)


def sync_folder(folder: Path) -> None:
    """Make a new name itself survive a power cut, where the system can (Windows cannot open a folder)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(content: File[Any], folder: Path) -> Path:
    """A file beside the target with this content, on the disk."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
