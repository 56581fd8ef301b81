"""Until when the applicant answers where a plan outside of the definition sets the days, as that of
an admissions round does: whoever keeps such plans registers a source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from workflows.models import Dossier

#: The end for this dossier at the step with this id; None where the definition's own days hold.
Source = Callable[[Dossier, str], dt.datetime | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Called once, from the `ready()` of the app that keeps plans; another one takes its place."""
    _sources[:] = [source]


def end_at(dossier: Dossier, step: str) -> dt.datetime | None:
    """What the plan says; None while nobody keeps one."""
    return _sources[0](dossier, step) if _sources else None
