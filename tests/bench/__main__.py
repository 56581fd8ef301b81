"""`python -m tests.bench [--fast] [NAME …]`: run the benches, keep what they say, write the pages.

Each runs as a process of its own, on an empty folder, and a database of its own on one durable
PostgreSQL. What was not run stays as it was measured before.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from scripts.services import Postgres, running, temporary_folder
from tests.bench import page, sizing
from tests.bench.listed import BENCHES, Bench

QUIET = 1.0  # programs at work before a run whose bare figures say what a machine does


def main(given: list[str]) -> int:
    """The number of benches that failed."""
    fast, wanted = "--fast" in given, [one for one in given if not one.startswith("-")]
    chosen = [one for one in BENCHES if not wanted or one.name in wanted]
    chosen = [one for one in chosen if not fast or one.fast is not None]
    runs, failed = page.kept(), 0
    with temporary_folder() as folder:
        server = Postgres(folder / "postgres")
        with running(server):
            for bench in chosen:
                run = _run(bench, server, fast)
                failed += run is None
                if run is not None:
                    runs[bench.name] = run
                    if float(run["load"]) <= QUIET:
                        runs[page.QUIET][bench.name] = run
                    _write(runs)
    return failed


def _write(runs: dict[str, Any]) -> None:
    page.FIGURES.write_text(page.written(runs))
    page.PAGE.write_text(page.page(runs))
    sizing.PAGE.write_text(sizing.page(runs))


def _run(bench: Bench, server: Postgres, fast: bool) -> dict[str, Any] | None:
    load = os.getloadavg()[0]
    sizes = bench.fast if fast and bench.fast is not None else bench.slow
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        given = {**os.environ, **sizes, "MOTCUA_VAR": folder}
        given.pop("DATABASE_URL", None)
        if bench.postgres and not bench.by_itself:
            given["DATABASE_URL"] = _database(server, bench.name)
        command = [sys.executable, "-m", f"tests.bench.{bench.module}"]
        done = subprocess.run(command, env=given, cwd=page.ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(f"{bench.name} failed:\n{done.stderr[-3000:]}\n")
        return None
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    sys.stdout.write(f"{bench.name}: {json.dumps(figures, ensure_ascii=False)}\n")
    sys.stdout.flush()
    today = dt.datetime.now(dt.UTC).date()
    when = {"date": f"{today}", "commit": _commit(), "load": f"{load:.1f}", "fast": fast}
    return {**when, "database": _called(bench), "figures": figures}


def _called(bench: Bench) -> str:
    return "PostgreSQL" if bench.postgres else "SQLite"


def _database(server: Postgres, name: str) -> str:
    with psycopg.connect(server.url, autocommit=True) as talk:
        talk.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return server.url.rpartition("/")[0] + f"/{name}"


def _commit() -> str:
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short=8", "HEAD"]
    done = subprocess.run(asked, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
