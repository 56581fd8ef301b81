"""What a CEL expression of a definition reads, by the names as they are written."""

from __future__ import annotations

import re

from forms.conditions.evaluation import Condition

MACRO_VARIABLE = re.compile(r"\.(?:all|exists|exists_one|map|filter)\(\s*(\w+)\s*,")
DOTTED = re.compile(
    r"(?<![\w.\"'])(office|noted|shown|area|dossier|register|grant)\.(\w+)(?:\.(\w+))?(?:\.(\w+))?"
)
TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_LITERAL = re.compile(r"(?<![\w\"'])\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")


def dotted(text: str) -> list[tuple[str, ...]]:
    """The paths in the name spaces, what follows the second name included: ("office", "check",
    "match", "").
    """
    return [tuple(found) for found in DOTTED.findall(TEXT.sub('""', text))]


def names(text: str) -> frozenset[str]:
    """First names of everything it reads, the variables of its own macros left out. Raises
    ConditionError.
    """
    return Condition(text).references - set(MACRO_VARIABLE.findall(text))


def texts_in(text: str) -> set[str]:
    """The texts it compares with or gives."""
    return {first or second for first, second in _LITERAL.findall(text)} - {""}


def numbers_in(text: str) -> set[int]:
    """The whole numbers written in it."""
    return {int(found) for found in _NUMBER.findall(TEXT.sub('""', text))}
