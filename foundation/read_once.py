"""What is asked again and again while one thing is done is read once: the calendar in force, an
entry of a register.

Nothing is remembered outside of `reading_once`, and nothing beyond its end: the next act reads
anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read_once", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Inside, a function marked `read_once` is called once for the same arguments; a second one
    inside begins anew.
    """
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def remember(function: Callable[P, R], answer: R, *given: P.args, **named: P.kwargs) -> None:
    """What a function marked `read_once` would answer was read with others: it is not asked
    again.
    """
    if (known := _read.get()) is not None:
        known[_key(function, given, named)] = answer


def is_remembered(function: Callable[P, R], *given: P.args, **named: P.kwargs) -> bool:
    """Whether the function would answer without asking."""
    return _key(function, given, named) in (_read.get() or {})


def forget() -> None:
    """What was read until now may have changed: it is read anew."""
    if (known := _read.get()) is not None:
        known.clear()


def read_once(function: Callable[P, R]) -> Callable[P, R]:
    """For a question whose answer nothing changes meanwhile, or of which a change may wait for the
    next act.

    Arguments are hashable. What raises is asked again.
    """

    @wraps(function)
    def read(*given: P.args, **named: P.kwargs) -> R:
        known = _read.get()
        if known is None:
            return function(*given, **named)
        key = _key(function, given, named)
        if key not in known:
            known[key] = function(*given, **named)
        answer: R = known[key]
        return answer

    return read


def _key(function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Hashable:
    return getattr(function, "__wrapped__", function), given, tuple(sorted(named.items()))
