"""Log lines as JSON: fields from a list of those allowed, so that nothing personal comes in by
accident.

Our own loggers write ids and class names only, so their sentences are kept. Of anybody else's line
the template is kept with the numbers in it (the other values may be paths, parameters or letters),
and of an error its class and where it came through. Django's lines about a request say what was
answered, by which route, and the number of the request.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any

from portal.http.stopwatch import NUMBER, route_of

OURS = frozenset(
    (
        "config",
        "documents",
        "forms",
        "foundation",
        "notifications",
        "organisations",
        "payments",
        "portal",
        "privacy",
        "protection",
        "registers",
        "workflows",
        "assessment",
        "satisfaction",
        "appointments",
        "conversation",
        "figures",
        "waiting_line",
    )
)
PHRASES = frozenset(status.phrase for status in HTTPStatus)
FIELDS = ("route", "method", "status", "ms", "request", "task", "effect", "document", "delivery")
ROOT = Path(__file__).resolve().parent.parent


class Lines(logging.Formatter):
    """One JSON object a line, UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, object] = {
            "at": (
                dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
            ),
            "level": record.levelname,
            "logger": record.name,
            "text": _text(record),
        }
        line |= _of_request(record)
        line |= {
            name: getattr(record, name)
            for name in FIELDS
            if isinstance(getattr(record, name, None), (str, int))
        }
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "through": _places(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=False)


def _text(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    if not record.args:
        return "-"
    if (
        record.name.startswith("django.request")
        and isinstance(record.args, tuple)
        and record.args[0] in PHRASES
    ):
        return str(record.args[0])  # "%s: %s": what was answered, and the path, which is left out
    return _with_numbers(str(record.msg), record.args)


def _with_numbers(template: str, given: object) -> str:
    """ "Worker (pid:%s) was sent SIG%s!" with the pid alone."""
    left: object = "…"
    if isinstance(given, Mapping):
        left = {name: value if type(value) is int else "…" for name, value in given.items()}
    elif isinstance(given, tuple):
        left = tuple(value if type(value) is int else "…" for value in given)
    try:
        return re.sub(r"%(\(\w+\))?[-+ #0-9.]*[rsdixXfgeEGaoc]", r"%\1s", template) % left
    except (TypeError, ValueError, KeyError):
        return template


def _of_request(record: logging.LogRecord) -> dict[str, str | int]:
    """Status, route and number, where somebody else's line is about a request."""
    request: Any = getattr(record, "request", None)
    status = getattr(record, "status_code", None)
    found: dict[str, str | int] = {"status": status} if isinstance(status, int) else {}
    if hasattr(request, "resolver_match"):
        found |= {"route": route_of(request), "request": str(request.META.get(NUMBER, ""))}
    return found


def _places(trace: TracebackType | None) -> list[str]:
    """file:line of each frame, without the source line; ours relative to the project."""
    frames = traceback.extract_tb(trace)
    return [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames][-12:]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])
