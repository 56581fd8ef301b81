"""A content that is made while it is written: nobody holds it whole."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.base import File


class Pieces(File):  # type: ignore[type-arg]  # generic in the stubs only
    """What a store takes as a file although it can be read once only, from its beginning."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__(io.BytesIO())
        self._pieces = pieces

    def chunks(self, chunk_size: int | None = None) -> Iterator[Any]:
        """The pieces, once."""
        yield from self._pieces
