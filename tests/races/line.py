"""The start line: processes are forked once and released together, round by round, each on its own
connection.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import connection, connections

Job = TypeVar("Job")
Result = TypeVar("Result")
PATIENCE = 120.0  # seconds a racer waits for the others


class RacerFailed(AssertionError):
    """A racer met an error that nobody expected, such as "database is locked" or a deadlock."""


def race(act: Callable[[Job], Result], *racers: Sequence[Job]) -> list[list[Result]]:
    """Let each racer do its jobs, the n-th of all at the same instant. Results by racer, in the
    order of its jobs.

    All racers have equally many jobs. Whatever `act` raises fails the race with RacerFailed.
    """
    assert len({len(jobs) for jobs in racers}) == 1, "a round needs a job for everybody"
    connections.close_all()  # a forked connection would be shared
    fork = multiprocessing.get_context("fork")
    line = fork.Barrier(len(racers))
    pipes = [fork.Pipe(duplex=False) for _ in racers]
    processes = [
        fork.Process(target=_run, args=(act, jobs, line, pipe[1]))
        for jobs, pipe in zip(racers, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    try:
        return [_results(pipe[0]) for pipe in pipes]
    finally:
        for process in processes:
            process.join(timeout=PATIENCE)


def _run(act: Callable[[Any], Any], jobs: Sequence[Any], line: Any, answers: Any) -> None:
    connection.ensure_connection()
    try:
        done = []
        for job in jobs:
            line.wait(timeout=PATIENCE)
            done.append(act(job))
        answers.send((done, ""))
    except BaseException as error:
        line.abort()
        answers.send(([], f"{type(error).__name__}: {error}"))
    finally:
        connections.close_all()


def _results(answers: Any) -> list[Any]:
    if not answers.poll(PATIENCE * 5):
        raise RacerFailed("a racer never came back")
    done, failure = answers.recv()
    if failure:
        raise RacerFailed(failure)
    return list(done)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What `work` returns, and the seconds it took."""
    began = time.monotonic()
    return work(), time.monotonic() - began


def report(goal: str, count: int, seconds: float) -> None:
    """Say what was measured (shown by `pytest -s`); figures are kept in docs/reliability.md."""
    sys.stdout.write(
        f"\n{goal} {connection.vendor}: {count} in {seconds:.1f} s, {count / seconds:.0f}/s\n"
    )
