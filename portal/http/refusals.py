"""What a refused act answers in HTTP, wherever it was asked for."""

from __future__ import annotations

from workflows.errors import ActRefused, Incomplete, NoRight


def status_of(refused: ActRefused) -> int:
    """403 without the right to it, 422 for what one can still complete, 409 when things have moved
    on meanwhile.
    """
    if isinstance(refused, NoRight):
        return 403
    return 422 if isinstance(refused, Incomplete) else 409
