"""Where a process may die: before and after every SQL statement, commit, ring, letter and change of
a file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from typing import Any

from celery.app.task import Task
from django.core.mail import EmailMessage
from django.db import connection

DIED = 137  # as after SIGKILL
#: All that our code changes files with ends in one of these; `half` beside them is a file half
#: written.
FILES = ("replace", "rename", "unlink", "mkdir", "chmod", "fsync", "link")


class Points:
    """Counts the points as they are passed; at number `last` (from 1) the process is gone, without
    a word.
    """

    def __init__(self, last: int | None = None) -> None:
        self.last = last
        self.passed: list[str] = []

    def arrive(self, name: str) -> None:
        """One point: die here, or go on."""
        self.passed.append(name)
        if len(self.passed) == self.last:
            os._exit(DIED)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """`call` with a point before and one after it."""

        def surrounded(*given: Any, **named: Any) -> Any:
            self.arrive(f"before {name}")
            answer = call(*given, **named)
            self.arrive(f"after {name}")
            return answer

        return surrounded

    def install(self) -> None:
        """Put the points into this process, which is a child that ends soon: nothing is ever taken
        out again.
        """
        connection.execute_wrappers.append(self._statement)
        connection._commit = self.around("COMMIT", connection._commit)
        for name in FILES:
            setattr(os, name, self.around(name, getattr(os, name)))
        tempfile.mkstemp = self.around("mkstemp", tempfile.mkstemp)
        opened = os.fdopen
        os.fdopen = lambda *given, **named: HalfWritten(opened(*given, **named), self)
        # The ring itself is lost in any case: what is owed must not need it.
        Task.apply_async = self.around("ring", lambda *given, **named: None)
        EmailMessage.send = self.around("letter", EmailMessage.send)

    def _statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        return self.around(" ".join(sql.split()[:3])[:60], execute)(sql, params, many, context)


class HalfWritten:
    """An open file with a point in the middle of everything written to it."""

    def __init__(self, file: Any, points: Points) -> None:
        self._file, self._points = file, points

    def write(self, content: bytes) -> int:
        """Half of it reaches the disk, then comes the point, then the rest."""
        half = len(content) // 2
        self._file.write(content[:half])
        self._file.flush()
        self._points.arrive("half a file")
        self._file.write(content[half:])
        return len(content)

    def __enter__(self) -> HalfWritten:
        self._file.__enter__()
        return self

    def __exit__(self, *what: Any) -> None:
        self._file.__exit__(*what)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
