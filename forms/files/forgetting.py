"""Deleting papers that nobody needs: their rows, and the bytes that no other row names."""

from __future__ import annotations

from collections.abc import Collection

from django.core.files.storage import storages

from forms.files.uploads import name_of, shown_name_of
from forms.models import StoredFile


def forget(files: Collection[StoredFile]) -> None:
    """The caller has seen that no draft and no dossier names them."""
    digests = {one.sha256 for one in files}
    StoredFile.objects.filter(pk__in=[one.pk for one in files]).delete()
    kept = StoredFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
    for digest in sorted(digests - set(kept)):
        storages["uploads"].delete(name_of(digest))
        storages["uploads"].delete(shown_name_of(digest))
