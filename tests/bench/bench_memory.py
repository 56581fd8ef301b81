"""Memory of the embedded default at work: web and worker as the Procfile starts them, after pages
were looked at and a paper was sealed. Prints one JSON line.

Proportional set size (proc(5), smaps_rollup): what processes share is counted once among them.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("/", "/kiem-tra/", "/tra-cuu/", "/k/7K2M9ZD4XWE0", "/dung-thu/", "/thong-ke/")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        os.environ.update(MOTCUA_VAR=folder, DJANGO_SETTINGS_MODULE="config.settings")
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        figures = _measured()
    print(json.dumps({"bench": "memory", "database": "sqlite", **figures}))


def _measured() -> dict[str, int]:
    from scripts.services import free_port
    from tests.bench import bench_worker

    port = free_port()
    given = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    lines = [line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line]
    programs = {
        name: subprocess.Popen(
            command, shell=True, cwd=ROOT, env=given,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for name, command in lines
    }  # fmt: skip
    try:
        _look(port)
        bench_worker.DOSSIERS = 2
        bench_worker._work()
        _look(port)
        sizes = {f"{name}_mb": _pss_mb(one.pid) for name, one in programs.items()}
    finally:
        for one in programs.values():
            one.terminate()
        for one in programs.values():
            one.wait(60)
    return {**sizes, "both_mb": sum(sizes.values())}


def _look(port: int) -> None:
    """Every page from several visitors, so that each process has drawn each."""
    give_up = time.monotonic() + 120
    for page in PAGES * 6:
        while time.monotonic() < give_up:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=60).read()
                break
            time.sleep(0.3)


def _pss_mb(pid: int) -> int:
    """Of a process and all below it."""
    from scripts.services import children

    tree, waiting = [], [pid]
    while waiting:
        tree.append(waiting.pop())
        waiting += children(tree[-1])
    kilobytes = 0
    for one in tree:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                kilobytes += int(line.split()[1]) if line.startswith("Pss:") else 0
    return round(kilobytes / 1024)


if __name__ == "__main__":
    main()
