"""Conditions of definitions in CEL (Common Expression Language): a published standard, safe by design, never `eval`.

Source: https://cel.dev; executed by the package `common-expression-language`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import cel

_POSITION = re.compile(r"<input>:(\d+):(\d+): (.*)")
#: All that the evaluation of a sound expression raises over data that does not suit it.
_NO_VALUE = (LookupError, ArithmeticError, RuntimeError, TypeError, ValueError)


class ConditionError(ValueError):
    """A condition that does not parse: `line` and `column` count from 1 inside the condition's own text."""

    def __init__(self, text: str, line: int, column: int, message: str) -> None:
        self.text, self.line, self.column, self.message = text, line, column, message
        super().__init__(f"{message} (line {line}, column {column} of {text!r})")


class Condition:
    """A compiled expression; making the same text again costs a look-up."""

    def __init__(self, text: str) -> None:
        """Raise ConditionError when `text` is no CEL expression."""
        self.text = text
        self._program = _compiled(text)
        #: First segments of the names it reads: `office.check.match` counts as `office`.
        self.references: frozenset[str] = frozenset(self._program.variables())

    def value(self, data: Mapping[str, Any]) -> Any:
        """What the expression gives for `data`; None when it gives nothing: a name without a value, a division by 0."""
        try:
            return self._program.execute(dict(data))
        except _NO_VALUE:
            return None

    def holds(self, data: Mapping[str, Any]) -> bool:
        """True when the expression gives true; a name without a value makes it False."""
        return self.value(data) is True


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Any:
    try:
        return cel.compile(text)
    except ValueError as error:
        found = _POSITION.search(str(error))
        line, column, message = (found[1], found[2], found[3]) if found else ("1", "1", str(error))
        raise ConditionError(text, int(line), int(column), message.split(" expecting")[0]) from error
