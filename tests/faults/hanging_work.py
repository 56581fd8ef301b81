"""Imported by the worker of tests/faults/hanging.py: the first call of each of these never comes
back.
"""

import ctypes
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage

from documents import rendering
from documents.conversion import converter
from figures import sweeping
from forms.files import rescanning
from foundation import work_limits
from privacy import retention

work_limits.GRACE = 3.0


def loop() -> None:
    """As a template with three loops does."""
    while True:
        pass


def wait_for_a_server() -> None:
    """Of which nothing comes."""
    ours, _theirs = socket.socketpair()
    ours.recv(1)


def hold_the_lock() -> None:
    """As a library in C or Rust may: no line of Python runs any more in this process."""
    mutex, libc = ctypes.create_string_buffer(64), ctypes.PyDLL(None)
    libc.pthread_mutex_lock(mutex)
    libc.pthread_mutex_lock(mutex)  # for ever, and no signal gets through


def sleep() -> None:
    """As a file system does whose server is away."""
    time.sleep(3600)


def once(name: str, hang: Callable[[], None], call: Callable[..., Any]) -> Callable[..., Any]:
    """`call`, whose first try on this site hangs; a file says that there was one."""
    tried = Path(os.environ["MOTCUA_VAR"], f"hung-{name}")

    def called(*given: Any, **named: Any) -> Any:
        if not tried.exists():
            tried.touch()
            hang()
        return call(*given, **named)

    return called


rendering.docx = once("rendering", loop, rendering.docx)
converter.to_pdfa = once("conversion", hold_the_lock, converter.to_pdfa)
EmailMessage.send = once("letter", wait_for_a_server, EmailMessage.send)
sweeping.sweep = once("figures", sleep, sweeping.sweep)
retention.apply = once("retention", wait_for_a_server, retention.apply)
rescanning.sweep = once("scan", loop, rescanning.sweep)
