"""A secret made at the first run is the same for every process, even when they start at the same
instant.
"""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path
from typing import Any

from foundation.environment import kept_secret


def _ask(path: Path, gate: Any, answers: Any) -> None:
    gate.wait(timeout=120)
    answers.put(kept_secret(path))


def test_processes_that_start_together_share_one_secret(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    for number in range(20):
        path = tmp_path / str(number) / "secret"
        gate, answers = fork.Barrier(4), fork.Queue()
        processes = [fork.Process(target=_ask, args=(path, gate, answers)) for _ in range(4)]
        for process in processes:
            process.start()
        found = {answers.get(timeout=120) for _ in processes}
        for process in processes:
            process.join()
        assert len(found) == 1 and len(found.pop()) > 40
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert list(path.parent.iterdir()) == [path]
