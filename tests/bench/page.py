"""docs/performance.md, made of docs/performance.json alone: what no run said is not on it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.listed import BENCHES, Bench, Row

ROOT = Path(__file__).parents[2]
FIGURES, PAGE = ROOT / "docs/performance.json", ROOT / "docs/performance.md"
#: Bench → its last run on a quiet machine: what docs/sizing.md is made of.
QUIET = "quiet"
SHORT = "**under its goal**"


def kept() -> dict[str, Any]:
    """What was measured last: bench → its run."""
    found: dict[str, Any] = json.loads(FIGURES.read_text())
    return found


def written(runs: Mapping[str, Any]) -> str:
    """The JSON's text."""
    return json.dumps(runs, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def page(runs: Mapping[str, Any]) -> str:
    """The whole page."""
    return "\n".join([*_head(), *(line for bench in BENCHES for line in _part(bench, runs))]) + "\n"


def _head() -> Iterator[str]:
    yield "# Figures"
    yield ""
    yield "Written by `make bench` (`make bench FAST=1`: ten minutes, smaller sizes) from [performance.json](performance.json);"
    yield "do not change it by hand. Peers run in turns with ours, in the same process and on the same database, with commits that"
    yield "are on the disk. **Read the ratios**: the machine has two cores and other programs at work, as its load says, so that"
    yield f"figures without a peer are lower than a quiet machine's. {SHORT} marks what issue 15 asks and is not reached."
    yield "How large a machine a site needs by these figures: [sizing.md](sizing.md)."


def _part(bench: Bench, runs: Mapping[str, Any]) -> Iterator[str]:
    run = runs.get(bench.name)
    if run is None:
        return
    yield ""
    yield f"## {bench.title}"
    yield f"`tests/bench/{bench.module}.py`, {_when(run)}."
    yield ""
    yield "| What | Ours | Peer | Ratio | Goal |"
    yield "|---|---|---|---|---|"
    for told in bench.rows:
        try:
            row = told.row(run["figures"])
        except KeyError:  # a run from before the bench said it
            continue
        yield _line(row)


def _when(run: Mapping[str, Any]) -> str:
    said = f"{run['date']}, commit {run['commit']}, {run['database']}, load {run['load']}"
    return f"{said}, smaller sizes" if run.get("fast") else said


def _line(row: Row) -> str:
    told = row.told
    bound = "at most" if told.at_most else "at least"
    limit = f"{bound} {_number(told.goal)}" if told.goal is not None else "–"
    peer = f"{told.peer}: {_number(row.peers)}" if told.peer else "–"
    mark = f" {SHORT}" if row.falls_short else ""
    ours = f"{_number(row.ours)} {told.unit}".strip()
    return f"| {told.what} | {ours} | {peer} | {_number(row.ratio)} | {limit}{mark} |"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
