"""Log lines as JSON: fields from a list of those allowed, so that nothing personal comes in by accident.

Our own loggers write ids and class names only, so their sentences are kept. Of anybody else's line only the template
is kept (the values in it may be paths, parameters or letters), and of an error its class and where it came through.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from pathlib import Path
from types import TracebackType

OURS = frozenset(
    ("config", "documents", "forms", "notifications", "organisations", "payments", "portal", "privacy", "protection")
    + ("registers", "workflows", "assessment", "figures")
)
FIELDS = ("route", "method", "status", "ms", "request", "task", "effect", "document", "delivery")
ROOT = Path(__file__).resolve().parent.parent


class Lines(logging.Formatter):
    """One JSON object a line, UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, object] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "text": _text(record),
        }
        line |= {name: getattr(record, name) for name in FIELDS if isinstance(getattr(record, name, None), (str, int))}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "through": _places(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=False)


def _text(record: logging.LogRecord) -> str:
    ours = record.name.partition(".")[0] in OURS
    return record.getMessage() if ours else str(record.msg) if record.args else "-"


def _places(trace: TracebackType | None) -> list[str]:
    """file:line of each frame, without the source line; ours relative to the project."""
    frames = traceback.extract_tb(trace)
    return [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames][-12:]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])
