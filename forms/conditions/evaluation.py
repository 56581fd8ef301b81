"""Conditions of definitions in CEL (Common Expression Language): a published standard, safe by
design, never `eval`.

Whether something is empty is asked of people, not of storage: null, "", a missing name and an empty
list are one there (`forms.conditions.blanks`), in every condition, those of versions published long
ago too.

Source: https://cel.dev; executed by the package `common-expression-language`, which is read with
the first condition: it brings a terminal's whole tool box along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from forms.conditions import blanks, cost, dates
from foundation import child_process

_POSITION = re.compile(r"<input>:(\d+):(\d+): (.*)")
#: All that the evaluation of a sound expression raises over data that does not suit it.
_NO_VALUE = (LookupError, ArithmeticError, RuntimeError, TypeError, ValueError)


_CHILD = Path(__file__).with_name("child_evaluating.py")
_SECONDS, _MEGABYTES = 1, 512  # for an expression that was published before its cost was looked at


class ConditionError(ValueError):
    """A condition that does not parse: `line` and `column` count from 1 inside the condition's own
    text.
    """

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
        self._program, self._asked, self.references, self._reads = _compiled(text)

    def value(self, data: Mapping[str, Any]) -> Any:
        """What the expression gives for `data`; None when it gives nothing: a name without a value,
        a division by 0.
        """
        known = {one.variable: one.work_out(blanks.reach(data, one.path)) for one in self._asked}
        return self._worked_out({**data, **known})

    def _worked_out(self, known: Mapping[str, Any]) -> Any:
        import cel

        if cost.excess(self.text):
            return _worked_out_apart(blanks.taken_out(self.text)[0], known)
        read = {name: known[name] for name in self._reads if name in known}  # each is translated
        try:
            return self._program.execute(cel.Context(read, dates.FUNCTIONS))
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
        return self._worked_out({**_without(data, beside), **known}) is False

    def holds(self, data: Mapping[str, Any]) -> bool:
        """True when the expression gives true; a name without a value makes it False."""
        return self.value(data) is True


def _worked_out_apart(text: str, known: Mapping[str, Any]) -> Any:
    """In a process with limits, as nobody knows how long it takes; None too when it takes longer
    than a second.
    """
    try:
        asked = json.dumps(
            {"text": text, "data": known, "today": str(timezone.localdate())}
        ).encode()
        return json.loads(child_process.run(_CHILD, asked, seconds=_SECONDS, megabytes=_MEGABYTES))
    except (child_process.ChildFailed, TypeError, ValueError):
        return None


def _without(data: Mapping[str, Any], path: blanks.Path) -> dict[str, Any]:
    """The data with nothing known at the end of the path."""
    if not path:
        return {}
    inner = data.get(path[0])
    return {**data, path[0]: _without(inner if isinstance(inner, Mapping) else {}, path[1:])}


@lru_cache(maxsize=4096)
def _compiled(
    text: str,
) -> tuple[Any, tuple[blanks.Asked, ...], frozenset[str], frozenset[str]]:
    """The program, what is worked out before it runs, and the names that the text as written, and
    that the program reads.
    """
    written = _program(text, text)
    rewritten, asked = blanks.taken_out(text)
    program = _program(rewritten, text) if asked or rewritten != text else written
    return program, asked, frozenset(written.variables()), frozenset(program.variables())


def _program(expression: str, text: str) -> Any:
    import cel

    try:
        return cel.compile(expression)
    except ValueError as error:
        found = _POSITION.search(str(error))
        line, column, message = (found[1], found[2], found[3]) if found else ("1", "1", str(error))
        raise ConditionError(
            text, int(line), int(column), message.split(" expecting")[0]
        ) from error
