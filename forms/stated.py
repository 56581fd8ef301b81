"""Answers that somebody else than the person gives: an identity provider states who they are.

They are shown and not asked; what is posted in their place is not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.inputs import Input, Typed


@dataclass(frozen=True)
class Stated:
    """`inputs`: name of an input → what stands in it. `source`: who says so, as people call it."""

    source: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)

    def over(self, posted: Typed, name: str) -> Typed:
        """What counts as typed for the field of this name."""
        own = {each: text for each, text in self.inputs.items() if _is_of(each, name)}
        if not own:
            return posted
        typed = {each: posted[each] for each in posted if _is_of(each, name)}
        return {**typed, **own}

    def mark(self, inputs: list[Input]) -> None:
        """Say at each input that is not asked who gave its answer."""
        for one in inputs:
            boxes = one.parts or (one,)
            if all(box.name in self.inputs for box in boxes):
                one.stated = self.source


NOTHING = Stated()


def _is_of(input_name: Any, name: str) -> bool:
    return input_name == name or str(input_name).startswith(f"{name}.")
