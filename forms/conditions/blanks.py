"""What in a condition asks whether something is empty, and the one answer: null, "", a missing
name, an empty list.

A field that nobody filled in is stored as null, is missing, or is an empty text or list, as the
page, the step or the import had it. CEL tells these apart (`null != ""` is true); a definition that
asks `office.draft.scale != ""` does not. So `x == ""`, `x != ""`, the same with `null`, `has(x)`
and `size(x)` are answered here, before CEL sees the expression; everything else in it means what
the CEL specification says (https://github.com/google/cel-spec).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.conditions import tokens
from forms.conditions.tokens import Token, names_of

EMPTY: tuple[Any, ...] = (None, "", [], {})
Path = tuple[str, ...]

_EMPTY_TEXT = re.compile(r"""[rRbB]{0,2}(""|''|\"{6}|'{6})""")
_MACRO_VARIABLE = re.compile(r"\.(?:all|exists|exists_one|map|filter)\(\s*(\w+)\s*,")
_RESERVED = {"in", "true", "false", "null"}
#: What may stand before and after a comparison that is whole by itself.
_BEFORE, _AFTER = (
    {"", "(", "[", "{", ",", "&&", "||", "?", ":"},
    {
        "",
        ")",
        "]",
        "}",
        ",",
        "&&",
        "||",
        "?",
        ":",
    },
)


@dataclass(frozen=True)
class Asked:
    """One question that is answered beforehand: the variable that stands for it, and how it is
    worked out.
    """

    variable: str
    path: Path
    work_out: Callable[[Any], Any]


def is_blank(value: Any) -> bool:
    """True for what nobody filled in; 0 and false are answers."""
    return any(value is each or (type(value) is type(each) and value == each) for each in EMPTY)


def reach(data: Any, path: Path) -> Any:
    """What stands in `data` at the end of the path; None where the way there ends before."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def taken_out(text: str) -> tuple[str, tuple[Asked, ...]]:
    """The expression with every question of emptiness replaced by a variable, and what each
    variable stands for.

    What hangs on an item of a list (`changes.map(c, c.old == "")`) is said in CEL itself.
    """
    work = _Work(text)
    return work.rewritten(), tuple(work.asked)


def _size(value: Any) -> int | None:
    """What CEL's size() gives: characters of a text, items of a list; 0 for nothing. None where it
    has no size.
    """
    if value is None:
        return 0
    return len(value) if isinstance(value, str | Sequence | Mapping) else None


class _Work:
    """One expression on its way through the tokens."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens.read(text)
        self.own = set(_MACRO_VARIABLE.findall(text))
        self.asked: list[Asked] = []

    def rewritten(self) -> str:
        parts, place, done = [], 0, 0
        while place < len(self.tokens):
            found = self._comparison(place) or self._has(place) or self._size(place)
            if found is None:
                place += 1
                continue
            said, after = found
            parts += [self.text[done : self.tokens[place].start], said]
            done = self.tokens[after - 1].end
            place = after
        return "".join([*parts, self.text[done:]])

    def _is(self, place: int, *texts: str) -> bool:
        token = self._at(place)
        return token.kind != "string" and token.text in texts

    def _at(self, place: int) -> Token:
        inside = 0 <= place < len(self.tokens)
        return self.tokens[place] if inside else Token("", "end", 0, 0)

    def _comparison(self, place: int) -> tuple[str, int] | None:
        """`x == ""` or `"" != x`, whole by itself."""
        if not self._is(place - 1, *_BEFORE):
            return None
        first, sign = self._side(place)
        if first is None or not self._is(sign, "==", "!="):
            return None
        second, after = self._side(sign + 1)
        if second is None or not self._is(after, *_AFTER) or bool(first) == bool(second):
            return None
        blank = self._blank(first or second)
        return (blank if self._is(sign, "==") else f"(!{blank})"), after

    def _side(self, place: int) -> tuple[Path | None, int]:
        """A path, () for the empty text or null, None for anything else; and where it ends."""
        token = self._at(place)
        if _EMPTY_TEXT.fullmatch(token.text) or self._is(place, "null"):
            return (), place + 1
        if token.kind == "path" and token.text not in _RESERVED:
            return names_of(token.text), place + 1
        if self._is(place, "(") and self._at(place - 1).kind != "path":
            inner, after = self._side(place + 1)
            if inner is not None and self._is(after, ")"):
                return inner, after + 1
        return None, place

    def _has(self, place: int) -> tuple[str, int] | None:
        if not (self._is(place, "has") and self._is(place + 1, "(") and self._is(place + 3, ")")):
            return None
        inner = self._at(place + 2)
        return (
            (f"(!{self._blank(names_of(inner.text))})", place + 4) if inner.kind == "path" else None
        )

    def _size(self, place: int) -> tuple[str, int] | None:
        """`size(x)` or `x.size()`."""
        token = self._at(place)
        if token.kind != "path" or not self._is(place + 1, "(") or self._is(place - 1, "."):
            return None
        if token.text == "size" and self._at(place + 2).kind == "path" and self._is(place + 3, ")"):
            return self._sized(names_of(self._at(place + 2).text)), place + 4
        if (
            names_of(token.text)[-1] == "size"
            and len(names_of(token.text)) > 1
            and self._is(place + 2, ")")
        ):
            return self._sized(names_of(token.text)[:-1]), place + 3
        return None

    def _blank(self, path: Path) -> str:
        said = ".".join(path)
        if path[0] in self.own:
            missing = f"!has({said}) || " if len(path) > 1 else ""
            return f'({missing}{said} in ["", null, []])'
        return self._variable(path, is_blank)

    def _sized(self, path: Path) -> str:
        said = ".".join(path)
        if path[0] in self.own:
            missing = f"!has({said}) || " if len(path) > 1 else ""
            return f"({missing}{said} == null ? 0 : size({said}))"
        return self._variable(path, _size)

    def _variable(self, path: Path, work_out: Callable[[Any], Any]) -> str:
        for one in self.asked:
            if (one.path, one.work_out) == (path, work_out):
                return one.variable
        self.asked.append(Asked(f"_asked{len(self.asked)}", path, work_out))
        return self.asked[-1].variable
