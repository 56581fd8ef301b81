"""Run by `foundation.child_process`: keeps readers loaded and forks a child for each file that is
to be read.

An order is one packet at the door (the descriptor named on the command line) with two descriptors:
the bytes, and where the answer goes, its length in front. The child is limited before it reads the
first byte, and reads that one file. Standard library only; the readers bring what they need. Begun
for the site ("site" on the command line) it has loaded Django, and a child speaks the language of
whoever ordered it.
"""

import contextlib
import json
import os
import resource
import runpy
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

Reader = Callable[[bytes, list[str]], bytes]


def main() -> None:
    """Until nobody is left who could order."""
    # Ctrl-C is for the site: it ends, and then there is nobody
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a child
    door = socket.socket(fileno=int(sys.argv[1]))
    if sys.argv[2:] == ["site"]:
        load_the_site()
    readers: dict[str, Reader] = {}
    while True:
        packet, files, _flags, _from = socket.recv_fds(door, 1 << 16, 2)
        if not packet:
            return
        order = json.loads(packet)
        with contextlib.suppress(Exception):  # a reader that cannot be loaded answers nothing
            path = order["reader"]
            if path not in readers:
                readers[path] = load(path)
            if os.fork() == 0:
                door.close()
                read(readers[path], order, *files)
        for file in files:
            os.close(file)


def load_the_site() -> None:
    """Django with the site's settings, for readers that use the site's own code; no database is
    asked.
    """
    sys.path.append(str(Path(__file__).parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def load(path: str) -> Reader:
    """The function `answer` of the reader."""
    reader: Reader = runpy.run_path(path)["answer"]
    return reader


def read(reader: Reader, order: dict[str, Any], sent: int, answers: int) -> NoReturn:
    """Answer and end; whatever goes wrong ends it without an answer."""
    try:
        limit(order)
        with open(sent, "rb") as file:
            file.seek(0)
            content = file.read()
        if language := order["language"]:
            from django.utils import translation

            translation.activate(language)
        answer = reader(content, order["arguments"])
        with socket.socket(fileno=answers) as back:
            back.sendall(len(answer).to_bytes(8, "big") + answer)
    finally:
        os._exit(0)


def limit(order: dict[str, Any]) -> None:
    """Of processor time, of time, of memory; no file can grow beyond what was ordered, and no core
    is left.
    """
    signal.alarm(order["within"])
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (order["file"], order["file"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
