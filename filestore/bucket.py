"""A bucket of an S3-compatible store: it shows an object only when it has all of it, and keeps it
before it answers.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from typing import Any

from django.core.files.base import File
from storages.backends.s3 import S3Storage

IN_MEMORY = 1 << 20  # bytes; what is larger waits on the disk, as it will lie in the bucket


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages carries no types
    """The same promises as a folder, read and written by the site alone (no public addresses)."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: whoever saves names a file by its content."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        with _spooled(content) as whole:
            return str(super()._save(name, whole))

    def replace(self, name: str, content: File[Any]) -> bool:
        """Put the same content in another form where an object is; False where it has been deleted
        meanwhile.
        """
        with _spooled(content) as whole:
            there: bool = self.exists(name)
            if there:
                super()._save(name, whole)
        return there

    def check(self) -> None:
        """Raises when the store is away, or does not know the bucket or the keys."""
        self.connection.meta.client.head_bucket(Bucket=self.bucket_name)


@contextlib.contextmanager
def _spooled(content: File[Any]) -> Iterator[File[Any]]:
    """The content as a file that the client may go back in, to try again."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
        whole.writelines(content.chunks())
        whole.seek(0)
        yield File(whole)
