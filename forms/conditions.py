"""Conditions of definitions in CEL (Common Expression Language): a published standard, safe by design, never `eval`.

Whether something is empty is asked of people, not of storage: null, "", a missing name and an empty list are one there
(`forms.blanks`), in every condition, those of versions published long ago too.

Source: https://cel.dev; executed by the package `common-expression-language`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import cel

from forms import blanks, dates_in_conditions

_POSITION = re.compile(r"<input>:(\d+):(\d+): (.*)")
#: All that the evaluation of a sound expression raises over data that does not suit it.
_NO_VALUE = (LookupError, ArithmeticError, RuntimeError, TypeError, ValueError)


#: What conditions may call beside CEL's own: age(student.birth_date), year(holder.birth_date).
_FUNCTIONS = {"age": dates_in_conditions.age, "year": dates_in_conditions.year}


class ConditionError(ValueError):
    """A condition that does not parse: `line` and `column` count from 1 inside the condition's own text."""

    def __init__(self, text: str, line: int, column: int, message: str) -> None:
        self.text, self.line, self.column, self.message = text, line, column, message
        super().__init__(f"{message} (line {line}, column {column} of {text!r})")


class Condition:
    """A compiled expression; making the same text again costs a look-up.

    `references`: first segments of the names it reads: `office.check.match` counts as `office`.
    """

    def __init__(self, text: str) -> None:
        """Raise ConditionError when `text` is no CEL expression."""
        self.text = text
        self._program, self._asked, self.references = _compiled(text)

    def value(self, data: Mapping[str, Any]) -> Any:
        """What the expression gives for `data`; None when it gives nothing: a name without a value, a division by 0."""
        known = {one.variable: one.work_out(blanks.reach(data, one.path)) for one in self._asked}
        try:
            return self._program.execute(cel.Context({**data, **known}, _FUNCTIONS))
        except _NO_VALUE:
            return None

    def needs_answer(self, path: blanks.Path, data: Mapping[str, Any]) -> bool:
        """True when it cannot hold while nothing stands at `path`, whatever stands beside it.

        `data` is all else that is known. What stands beside it counts as unknown, not as empty.
        """
        beside, known = path[:-1], {}
        for one in self._asked:
            if one.path == path:
                known[one.variable] = one.work_out(None)
            elif one.path[: len(beside)] != beside:
                known[one.variable] = one.work_out(blanks.reach(data, one.path))
        if not any(one.path == path for one in self._asked):
            return False
        try:
            return self._program.execute({**_without(data, beside), **known}) is False
        except _NO_VALUE:
            return False

    def holds(self, data: Mapping[str, Any]) -> bool:
        """True when the expression gives true; a name without a value makes it False."""
        return self.value(data) is True


def _without(data: Mapping[str, Any], path: blanks.Path) -> dict[str, Any]:
    """The data with nothing known at the end of the path."""
    if not path:
        return {}
    inner = data.get(path[0])
    return {**data, path[0]: _without(inner if isinstance(inner, Mapping) else {}, path[1:])}


@lru_cache(maxsize=4096)
def _compiled(text: str) -> tuple[Any, tuple[blanks.Asked, ...], frozenset[str]]:
    """The program, what is worked out before it runs, and the names that the text as written reads."""
    written = _program(text, text)
    rewritten, asked = blanks.taken_out(text)
    program = _program(rewritten, text) if asked or rewritten != text else written
    return program, asked, frozenset(written.variables())


def _program(expression: str, text: str) -> Any:
    try:
        return cel.compile(expression)
    except ValueError as error:
        found = _POSITION.search(str(error))
        line, column, message = (found[1], found[2], found[3]) if found else ("1", "1", str(error))
        raise ConditionError(text, int(line), int(column), message.split(" expecting")[0]) from error
