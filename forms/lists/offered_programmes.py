"""Rounds and their programmes that a form offers and does not know itself: whoever keeps them
registers a source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from forms.lists.authority_choices import Body


@dataclass(frozen=True)
class Programme:
    """What can be wished for: its id in the round's plan, its name, the school (slug of an
    authority), and a line beside it (seats, last cut-off) or "".
    """

    id: str
    name: str
    school: str
    note: str = ""


class Source(Protocol):
    """Whoever keeps rounds. A round that does not exist is called "", is decided by "", and offers
    nothing.
    """

    def open_rounds(self, procedure_slug: str) -> list[Body]:
        """(slug, title) of the rounds of this procedure that take applications now."""

    def title_of(self, round_slug: str) -> str:
        """How it is called, also when it is over."""

    def authority_of(self, round_slug: str) -> str:
        """Slug of the authority that decides it."""

    def programmes(self, round_slug: str) -> list[Programme]:
        """All of its plan, in the plan's order."""

    def most_wishes(self, round_slug: str) -> int:
        """How many may be wished for at most."""


_sources: list[Source] = []


def register(source: Source) -> None:
    """Called once, from the `ready()` of the app that keeps rounds; another one takes its place."""
    _sources[:] = [source]


def open_rounds(procedure_slug: str) -> list[Body]:
    """(slug, title) of what takes applications; none while nobody keeps rounds."""
    return [found for source in _sources for found in source.open_rounds(procedure_slug)]


def title_of(round_slug: str) -> str:
    """How the round is called; "" when there is none."""
    return _sources[0].title_of(round_slug) if _sources and round_slug else ""


def authority_of(round_slug: str) -> str:
    """Slug of the authority that decides the round; "" when there is none."""
    return _sources[0].authority_of(round_slug) if _sources and round_slug else ""


def programmes(round_slug: str) -> list[Programme]:
    """The programmes of the round, in the order of its plan."""
    return list(_sources[0].programmes(round_slug)) if _sources and round_slug else []


def most_wishes(round_slug: str) -> int:
    """How many may be wished for; 0 when there is no such round."""
    return _sources[0].most_wishes(round_slug) if _sources and round_slug else 0
