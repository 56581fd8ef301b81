"""Strangers' bytes are read in a process of their own, with limits on its time and memory: what bursts is the child.

The child gets one script of ours and the bytes on its standard input, no environment, no secret, no database; it may
write no file. What it prints on its standard output is the answer.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: Sets the limits before anything of a stranger's is read, and turns into the script.
_BEGIN = (
    "import resource as r, runpy, sys; cpu, memory = map(int, sys.argv[2:4]); "
    "r.setrlimit(r.RLIMIT_CPU, (cpu, cpu)); r.setrlimit(r.RLIMIT_AS, (memory, memory)); "
    "r.setrlimit(r.RLIMIT_FSIZE, (0, 0)); r.setrlimit(r.RLIMIT_CORE, (0, 0)); "
    "runpy.run_path(sys.argv[1], run_name='__main__')"
)
WAITS = 4  # times the seconds of work: a busy machine gives a process only part of its time
MOST_ANSWERED = 16 * 1024 * 1024  # bytes


class ChildFailed(Exception):
    """The child used up its time or memory, or broke; nothing that it said is to be believed."""


def run(script: Path, content: bytes, *arguments: str, seconds: int, megabytes: int) -> bytes:
    """What `script` prints when it reads `content`; its own arguments stand from `sys.argv[4]` on.

    `seconds` of processor time, `megabytes` of address space. Raises ChildFailed.
    """
    limits = [str(seconds), str(megabytes * 1024 * 1024)]
    command = [sys.executable, "-I", "-c", _BEGIN, str(script), *limits, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script; the stranger's bytes are its input
            command, input=content, capture_output=True, env={}, timeout=10 + seconds * WAITS
        )
    except subprocess.TimeoutExpired as late:
        raise ChildFailed(f"{script.stem} did not answer") from late
    if done.returncode or len(done.stdout) > MOST_ANSWERED:
        raise ChildFailed(f"{script.stem} ended with {done.returncode}")
    return done.stdout
