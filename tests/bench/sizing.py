"""`python -m tests.bench.sizing` writes docs/sizing.md: processes, memory and disk for three sizes
of a site.

What a machine does comes from docs/performance.json, the last runs of `make bench` on a quiet machine; how
much a site has to do is assumed, and the page says what. `make bench` writes it too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from tests.bench.page import QUIET, kept

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/sizing.md"

CORES = 2  # of the machine that was measured, visitors and database on it too
HALF = 0.5  # of what was measured: the rest is room for a bad day
OFFICE_HOURS = 250 * 8  # a year
PEAK = 6  # the busiest hour against the mean one
PAGES = 60  # looked at for one dossier: the applicant's, the officers', the public check
PAPERS = 2.5  # sealed for one dossier: slip, result, and what comes between
UPLOADS_KB = 900  # of one dossier
# a web process with four threads; beat; PostgreSQL, Redis and the system
WEB_MB, BEAT_MB, SYSTEM_MB = 260, 160, 1200
SCANNER_MB = 1300  # ClamAV with its signatures


@dataclass(frozen=True)
class Site:
    """A size: how many dossiers a year."""

    name: str
    dossiers: int


SITES = (
    Site("Commune (one authority)", 5_000),
    Site("Province (100 communes, its department)", 200_000),
    Site("Ten provinces", 2_000_000),
)


@dataclass(frozen=True)
class Measured:
    """What was measured: a second on CORES, or megabytes."""

    filings: float
    checks: float
    papers: float
    worker_mb: float
    paper_kb: float
    row_kb: float


def measured(runs: Mapping[str, Any]) -> Measured:
    """Read from what was measured. Raises KeyError where a run does not say one."""

    def figure(bench: str, *keys: str) -> float:
        found: Any = runs[QUIET][bench]["figures"]
        for key in keys:
            found = found[key]
        return float(found)

    return Measured(
        filings=figure("web", "filing_with_two_files", "per_second"),
        checks=figure("web", "public_check", "per_second"),
        papers=figure("documents", "whole_per_second"),
        worker_mb=figure("worker", "peak_mb"),
        paper_kb=figure("documents", "pdf_kb"),
        row_kb=figure("pages", "row_kb"),
    )


@dataclass(frozen=True)
class Needed:
    """For one site: `cores`, `web` processes of four threads, `worker` processes, megabytes,
    gigabytes a year.
    """

    cores: int
    web: int
    worker: int
    memory_gb: int
    disk_gb: float


def needed(site: Site, one: Measured) -> Needed:
    """By the busiest hour, at half of what was measured; never less than one machine of CORES."""
    filed = site.dossiers / OFFICE_HOURS * PEAK / 3600
    busy = (
        filed / (one.filings * HALF)
        + filed * PAGES / (one.checks * HALF)
        + filed * PAPERS / (one.papers * HALF)
    )
    cores = max(CORES, 2 ** max(0, ceil(busy * CORES) - 1).bit_length())
    worker = max(2, ceil(filed * PAPERS / (one.papers * HALF) * CORES))
    memory = cores * WEB_MB + worker * one.worker_mb + BEAT_MB + SYSTEM_MB + SCANNER_MB
    disk = site.dossiers * (UPLOADS_KB + PAPERS * one.paper_kb * 1.4 + one.row_kb) / 1_000_000
    return Needed(cores, cores, worker, ceil(memory / 1024) + 1, disk)


def page(runs: Mapping[str, Any]) -> str:
    """docs/sizing.md."""
    one = measured(runs)
    rows = "\n".join(_row(site, needed(site, one)) for site in SITES)
    return f"""\
# How large a machine

Written by `make bench` from the last runs on a quiet machine in [performance.json](performance.json) ({one.filings:g} filings,
{one.checks:g} checks and {one.papers:g} sealed papers a second on {CORES} cores with everything on them; a worker of
{one.worker_mb:g} MB, papers of {one.paper_kb:g} kB, {one.row_kb:g} kB of rows a dossier); do not change it by hand.

| Site | Dossiers a year | Cores | Web processes (4 threads) | Worker processes | Memory | Disk a year |
|---|---|---|---|---|---|---|
{rows}

Assumed: {OFFICE_HOURS:,} office hours a year, a busiest hour of {PEAK} times the mean, {PAGES} pages and {PAPERS:g}
sealed papers a dossier, {UPLOADS_KB} kB of uploads; half of what was measured is kept as room. Memory is
{WEB_MB} MB a web process, {BEAT_MB} MB for beat, {SCANNER_MB} MB for ClamAV, {SYSTEM_MB} MB for the rest.
Disk is one copy: the backups keep another, where they lie, and a log archive (`WAL_ARCHIVE`) the changes of two weeks.

One machine is enough up to a province; ten provinces put PostgreSQL on a machine of its own (the same cores once more)
and files into a bucket. Where what is assumed is not so: multiply. `deploy/systemd` starts 4 web processes of 4 threads
and a worker of 4: change `--workers` and `--concurrency` by this table.
"""


def _row(site: Site, one: Needed) -> str:
    disk = f"{one.disk_gb:.0f} GB" if one.disk_gb < 1000 else f"{one.disk_gb / 1000:.1f} TB"
    said = (
        site.name,
        f"{site.dossiers:,}",
        one.cores,
        one.web,
        one.worker,
        f"{one.memory_gb} GB",
        disk,
    )
    return "| " + " | ".join(map(str, said)) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(kept()))
    sys.stdout.write(f"{PAGE}\n")
