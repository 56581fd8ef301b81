"""A paper for the demo: a photograph-like picture that says it is invented."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from forms.files.uploads import store
from forms.models import StoredFile
from foundation.text import fold
from organisations.models import User

SIZE = (900, 1200)
AUTHORISATION = (
    "GIAY UY QUYEN (MAU DUNG THU)",
    "",
    "Toi uy quyen cho me toi lam thu tuc",
    "xin cap ban sao bang tot nghiep.",
)


def authorisation(owner: User) -> StoredFile:
    """A letter of authority."""
    return drawn(owner, "giay-uy-quyen.png", AUTHORISATION)


def named(owner: User, title: str) -> str:
    """A paper that says in capitals what it is; returns the stored file's id."""
    words = fold(title)
    return str(drawn(owner, f"{'-'.join(words.split())}.png", (words.upper(), "(MAU DUNG THU)")).pk)


def drawn(owner: User, name: str, lines: Sequence[str]) -> StoredFile:
    """A paper with these lines (ASCII: the picture's own font has no Vietnamese letters), uploaded
    by `owner`.
    """
    picture = Image.new("RGB", SIZE, "#e9e6df")
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        draw.text((90, 140 + row * 60), line, fill="#8f8b84", font_size=32)
    content = io.BytesIO()
    picture.save(content, "PNG")
    upload = SimpleUploadedFile(name, content.getvalue(), "image/png")
    return store(upload, owner, ("pdf", "image"), 10 * 1024 * 1024)
