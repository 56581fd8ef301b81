"""What the form with the three grades brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from django.http import HttpRequest

from foundation.text import clean_text
from satisfaction.models import LONGEST, Survey


@dataclass
class Typed:
    """The grade (0: none chosen) and the reason, kept for a page that refuses them."""

    grade: int = 0
    reason: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)
    grades: list[tuple[int, str]] = field(
        default_factory=lambda: [(one.value, str(one.label)) for one in Survey.Grade]
    )


def typed_by(request: HttpRequest) -> Typed:
    """What was chosen and written."""
    chosen, key = request.POST.get("grade", ""), request.POST.get("key", "")
    typed = Typed(
        int(chosen) if chosen in ("1", "2", "3") else 0,
        clean_text(request.POST.get("reason", ""))[: LONGEST + 1],
    )
    if len(key) == 32 and key.isalnum():
        typed.key = key
    return typed
