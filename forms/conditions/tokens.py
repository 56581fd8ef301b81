"""A CEL expression as its signs, names and texts, so that what it asks can be told without working
it out.

Source: the lexis of https://github.com/google/cel-spec (doc/langdef.md, "Syntax").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_RAW = r"(?:[bB]?[rR]|[rR][bB])"  # no escapes inside: r"\" is one text
_TOKEN = re.compile(
    rf"""(?P<string>{_RAW}(?:\"{{3}}.*?\"{{3}}|'{{3}}.*?'{{3}}|"[^"]*"|'[^']*')
    |[bB]?(?:\"{{3}}(?:\\.|[^\\])*?\"{{3}}|'{{3}}(?:\\.|[^\\])*?'{{3}}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))
    |(?P<space>\s+|//[^\n]*)|(?P<path>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)
    |(?P<sign>==|!=|&&|\|\|)|(?P<other>\d[\w.]*|.)""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One of them; `kind` is "string", "path" (`office.check.match`), "sign", "other" or, beyond
    both ends, "end".
    """

    text: str
    kind: str
    start: int
    end: int


def read(text: str) -> list[Token]:
    """All of them in their order, blanks and comments left out."""
    found = (
        Token(one[0], str(one.lastgroup), one.start(), one.end()) for one in _TOKEN.finditer(text)
    )
    return [one for one in found if one.kind != "space"]


def names_of(path: str) -> tuple[str, ...]:
    """The names of a dotted path, first to last."""
    return tuple(part.strip() for part in path.split("."))
