"""A bucket of an S3-compatible store: it shows an object only when it has all of it, and keeps it before it answers."""

from __future__ import annotations

from storages.backends.s3 import S3Storage


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages carries no types
    """The same promises as a folder, read and written by the site alone (no public addresses)."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: whoever saves names a file by its content."""
        return name

    def check(self) -> None:
        """Raises when the store is away, or does not know the bucket or the keys."""
        self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
