"""What a CEL expression may cost, told from its text before it is worked out.

The interpreter holds Python's lock while it works: one expression that goes through a list inside a
list stops every page of its process, and `a.map(x, a)` copies a list as often as it is long. So an
expression may go through a list of the dossier once, item by item, and look at nothing else
meanwhile; then its cost is one pass over what a form holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from forms.conditions import tokens as condition_tokens
from forms.conditions.tokens import Token, names_of

MOST_SIGNS = 1000  # characters; the longest shipped has 259
MOST_LISTED = 100  # items of one list that is written out
MOST_LOOPS = 3  # one after the other
MOST_SUMS = 40  # each may copy both texts
MOST_PATTERNS = 2
MOST_REPEATED = 100  # `\w{99}` takes 30 ms to compile, `(\w{30}){30}` seconds
MOST_PATTERN_SIGNS = 200

LOOPS = frozenset({"all", "exists", "exists_one", "existsOne", "map", "filter"})
#: Of the standard, and ours; what else an interpreter offers (bind, sortBy, transformList, …) is
#: not counted here.
FUNCTIONS = frozenset(
    (
        "size",
        "has",
        "contains",
        "startsWith",
        "endsWith",
        "matches",
        "int",
        "uint",
        "double",
        "string",
        "bool",
        "type",
        "dyn",
        "bytes",
        "timestamp",
        "duration",
        "getFullYear",
        "getMonth",
        "getDate",
        "getDayOfMonth",
        "getDayOfWeek",
        "getDayOfYear",
        "getHours",
        "getMinutes",
        "getSeconds",
        "getMilliseconds",
        "age",
        "year",
    )
)
_WORDS = frozenset({"in", "true", "false", "null"})
_REPEATED = re.compile(r"\{(\d*),?(\d*)\}")


@dataclass(frozen=True)
class Excess:
    """Why an expression may cost too much, in both languages of the administration."""

    en: str
    vi: str


def excess(text: str) -> Excess | None:
    """Why the expression may cost too much; None for one whose cost is bounded."""
    return _found(text)


@lru_cache(maxsize=4096)
def _found(text: str) -> Excess | None:
    if len(text) > MOST_SIGNS:
        return Excess("it is longer than 1000 characters", "dài hơn 1000 ký tự")
    return next(_Reckoning(condition_tokens.read(text)).found(), None)


class _Reckoning:
    """One expression, token by token."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = [*tokens, Token("", "end", 0, 0)]
        self.calls = [place for place in range(len(tokens)) if self._is_call(place)]
        self.loops = [
            place for place in self.calls if self._name(place) in LOOPS and self._is_method(place)
        ]

    def found(self) -> Iterator[Excess]:
        yield from self._functions()
        yield from self._loops()
        yield from self._patterns()
        if any(count > MOST_LISTED for count in self._listed()):
            yield Excess("a list in it has more than 100 items", "có danh sách dài hơn 100 mục")
        if sum(one.text == "+" and one.kind == "other" for one in self.tokens) > MOST_SUMS:
            yield Excess("it adds more than 40 times", "có hơn 40 dấu cộng")

    def _is_call(self, place: int) -> bool:
        opens = self.tokens[place + 1]
        return self.tokens[place].kind == "path" and opens.kind == "other" and opens.text == "("

    def _name(self, place: int) -> str:
        return names_of(self.tokens[place].text)[-1]

    def _hangs(self, place: int) -> bool:
        """True for a name behind a call, an index or a text: `f(x).name`."""
        return (
            place > 0
            and self.tokens[place - 1].text == "."
            and self.tokens[place - 1].kind == "other"
        )

    def _is_method(self, place: int) -> bool:
        return self._hangs(place) or len(names_of(self.tokens[place].text)) > 1

    def _functions(self) -> Iterator[Excess]:
        for place in self.calls:
            name = self._name(place)
            if place not in self.loops and name not in FUNCTIONS and name not in _WORDS:
                yield Excess(f"it calls {name}()", f"gọi {name}(), là hàm không có")
        if any(one.text == "`" and one.kind == "other" for one in self.tokens):
            yield Excess("it has a name in backquotes", "có tên trong dấu `")

    def _loops(self) -> Iterator[Excess]:
        if len(self.loops) > MOST_LOOPS:
            yield Excess("it goes through lists more than 3 times", "đi qua danh sách hơn 3 lần")
        for place in self.loops:
            if self._hangs(place) or names_of(self.tokens[place].text)[0] in _WORDS:
                yield Excess(
                    "it goes through a list that is not an answer's own",
                    "đi qua một danh sách không phải là câu trả lời",
                )
            yield from self._inside(place)

    def _inside(self, place: int) -> Iterator[Excess]:
        """What is done with each item: only with the item."""
        inside = range(place + 2, self._closing(place + 1))
        variable = self.tokens[place + 2].text
        for at in inside:
            one = self.tokens[at]
            if one.kind != "path" or self._hangs(at):
                continue
            if at in self.loops:
                yield Excess(
                    "it goes through a list inside a list", "đi qua danh sách lồng trong danh sách"
                )
            first = names_of(one.text)[0]
            is_function = at in self.calls and not self._is_method(at)
            if first not in {variable, *_WORDS} and not is_function:
                yield Excess(
                    f"while it goes through a list it reads {first}",
                    f"trong khi đi qua danh sách lại đọc {first}; ở đó chỉ được đọc từng mục",
                )

    def _closing(self, opens: int) -> int:
        depth = 0
        for place in range(opens, len(self.tokens)):
            one = self.tokens[place]
            if one.kind == "other":
                depth += (one.text in "([{") - (one.text in ")]}")
            if depth == 0:
                return place
        return len(self.tokens) - 1

    def _patterns(self) -> Iterator[Excess]:
        places = [place for place in self.calls if self._name(place) == "matches"]
        if len(places) > MOST_PATTERNS:
            yield Excess("it has more than 2 patterns", "có hơn 2 lần gọi matches()")
        for place in places:
            looped = any(loop < place < self._closing(loop + 1) for loop in self.loops)
            given = [
                one for one in self.tokens[place + 2 : self._closing(place + 1)] if one.text != ","
            ]
            if looped or not given or given[-1].kind != "string" or not _is_small(given[-1].text):
                yield Excess(
                    "matches() wants a short pattern that is written there, outside of lists",
                    "matches() chỉ nhận một mẫu ngắn viết sẵn, không nằm trong phần đi qua danh"
                    " sách",
                )

    def _listed(self) -> Iterator[int]:
        """Items of each list that is written out."""
        open_lists: list[tuple[str, int]] = []
        for one in self.tokens:
            if one.kind != "other":
                continue
            if one.text in "([{":
                open_lists.append((one.text, 1))
            elif one.text in ")]}" and open_lists:
                yield open_lists.pop()[1]
            elif one.text == "," and open_lists:
                sign, count = open_lists.pop()
                open_lists.append((sign, count + 1))


def _is_small(pattern: str) -> bool:
    """Short, and repeated by few counts; how long a text it is tried on does not matter: RE2's kind
    is linear.
    """
    times = 1
    for least, most in _REPEATED.findall(pattern):
        if max(len(least), len(most)) > len(str(MOST_REPEATED)):
            return False
        times *= max(int(least or 1), int(most or 1), 1)
    return len(pattern) <= MOST_PATTERN_SIGNS and times <= MOST_REPEATED
