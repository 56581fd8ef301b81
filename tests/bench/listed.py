"""What `make bench` measures, and how each figure is told: beside which peer, with which goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Told:
    """One row of the page: a figure of a bench, where it has one its peer's in the same run, and
    the goal of one of them.
    """

    what: str
    ours: str  # keys of the bench's JSON, with dots
    unit: str = "a second"
    peer: str = ""  # what it is called
    peers: str = ""  # its key
    ratio: str = ""  # the key of a ratio taken within the rounds; else it is of the two figures
    goal: float | None = None
    at_most: bool = False  # the goal is a limit

    def row(self, figures: Mapping[str, Any]) -> Row:
        """The figure with its ratio. Raises KeyError where the bench does not say it."""
        ours, peers = _figure(figures, self.ours), _figure(figures, self.peers)
        ratio = _figure(figures, self.ratio)
        if ratio is None and ours is not None and peers:
            ratio = ours / peers
        return Row(self, ours, peers, ratio)


@dataclass(frozen=True)
class Row:
    """What one run said."""

    told: Told
    ours: float | None
    peers: float | None
    ratio: float | None

    @property
    def falls_short(self) -> bool:
        """Whether a goal is missed: that of the ratio where there is one, else of the figure."""
        goal, reached = self.told.goal, self.ours if self.ratio is None else self.ratio
        if goal is None or reached is None:
            return False
        return reached > goal if self.told.at_most else reached < goal


def _figure(figures: Mapping[str, Any], key: str) -> float | None:
    if not key:
        return None
    found: Any = figures
    for part in key.split("."):
        found = found[part]
    return float(found)


@dataclass(frozen=True)
class Bench:
    """A module of tests/bench that prints one JSON line, and what the page tells of it."""

    name: str
    title: str
    module: str
    rows: tuple[Told, ...]
    postgres: bool = True
    by_itself: bool = False  # it brings its own servers
    fast: Mapping[str, str] | None = None  # how it is run in ten minutes; None: not at all
    slow: Mapping[str, str] = field(default_factory=dict)


FORWARD = "Forward: an officer's ordinary step with an entry of the register"
ENGINE = (
    Told(
        FORWARD, "forward_acts_per_second", peer="bare SQL of the same rows",
        peers="bare_sql_acts_per_second", ratio="forward_to_bare_sql", goal=0.42,
    ),
    Told(
        "The same", "forward_acts_per_second", peer="django-fsm and an audit row",
        peers="fsm_acts_per_second", ratio="forward_to_fsm", goal=0.6,
    ),
    Told(
        "The same", "forward_acts_per_second", peer="plain viewflow",
        peers="viewflow_acts_per_second", ratio="forward_to_viewflow", goal=1.8,
    ),
    Told(
        "The whole route, five acts with two numbered papers", "acts_per_second",
        peer="plain viewflow", peers="viewflow_acts_per_second", ratio="whole_to_viewflow",
    ),
    Told("Statements of a forward", "statements_of_a_forward_act", "", goal=8, at_most=True),
)  # fmt: skip
BENCHES = (
    Bench(
        "engine", "One act (PostgreSQL)", "bench_engine", ENGINE,
        fast={"BENCH_ROUNDS": "3", "BENCH_DOSSIERS": "5"},
    ),
    Bench(
        "engine_sqlite", "One act (SQLite)", "bench_engine",
        tuple(replace(one, goal=None) for one in ENGINE), postgres=False,
        fast={"BENCH_ROUNDS": "3", "BENCH_DOSSIERS": "5"},
    ),
    Bench(
        "bulk", "One act over many dossiers", "bench_bulk",
        (
            Told(
                "Handing over: move, entry, effect, letters", "returned_bulk_ms", "ms each",
                "one by one", "returned_single_ms",
            ),
            Told(
                "The same, as it stands", "returned_bulk_ms", "ms each", goal=1.5, at_most=True
            ),
            Told(
                "Signing, a paper drawn up for each", "approve_bulk_ms", "ms each",
                "one by one", "approve_single_ms",
            ),
        ),
        fast={"BENCH_ROUNDS": "1", "BENCH_SINGLE": "20", "BENCH_BULK": "400"},
    ),
    Bench(
        "journal", "The journal's check", "bench_journal",
        (
            Told("Entries read and proven, all cores", "entries_per_second", goal=140_000),
            Told("By one process", "by_one_process"),
            Told("Processor, without the database", "microseconds_of_processor", "µs an entry"),
        ),
        fast={"BENCH_DOSSIERS": "2500"},
    ),
    Bench(
        "documents", "Sealed documents, one process", "bench_documents",
        (
            Told("Reserve: number, code, facts", "reserve_per_second"),
            Told("Word", "render_per_second"),
            Told("PDF/A-2b", "convert_per_second"),
            Told("Seal (PAdES, RSA 2048 from PKCS#12)", "seal_per_second"),
            Told("Whole, with files and rows", "whole_per_second"),
            Told("Whole, a second of processor", "whole_per_core_second", goal=9),
            Told("A page", "pdf_kb", "kB"),
        ),
        fast={"BENCH_DOCUMENTS": "25"},
    ),
    Bench(
        "web", "A live site: gunicorn with 2 processes of 4 threads, PostgreSQL, the visitors on "
        "the same cores", "bench_web",
        (
            Told(
                "Public check", "public_check.per_second", peer="one SELECT in the same server",
                peers="one_select_per_second", ratio="ratio", goal=0.3,
            ),
            Told("Public check, 95 of 100 within", "public_check.p95_ms", "ms"),
            Told(
                "Filing with two pictures of 300 kB (4 requests)",
                "filing_with_two_files.per_second",
            ),
            Told("Filing, 95 of 100 within", "filing_with_two_files.p95_ms", "ms"),
        ),
        by_itself=True, fast={"BENCH_SECONDS": "5"},
    ),
    Bench(
        "worker", "The embedded default's worker", "bench_worker",
        (Told("Memory at its peak, 80 documents sealed", "peak_mb", "MB", goal=250, at_most=True),),
        postgres=False, by_itself=True,
    ),
    Bench(
        "memory", "The embedded default at work", "bench_memory",
        (
            Told("Web and worker (Pss)", "both_mb", "MB", goal=350, at_most=True),
            Told("Web, two processes of four threads", "web_mb", "MB"),
            Told("Worker and timer", "worker_mb", "MB"),
        ),
        postgres=False, by_itself=True,
    ),
    Bench(
        "queue", "The queue: 200,000 dossiers, 20,000 waiting (SQLite)", "bench_queue",
        (
            Told("The page over HTTP", "page_ms", "ms", goal=50, at_most=True),
            Told("Its 50 rows", "rows_ms", "ms", "bare SQL", "bare_sql_ms"),
            Told("Questions to the database", "queries", ""),
        ),
        postgres=False,
    ),
    Bench(
        "pages", "An officer's pages over a million dossiers", "bench_pages",
        (
            Told("Queue, 1,000 waiting", "queue_large.median_ms", "ms", "bare SQL", "bare_queue_ms"),
            Told("Search by name", "search_name.median_ms", "ms"),
            Told("Search by name in one commune", "search_name_commune.median_ms", "ms"),
            Told("Dossier", "dossier.median_ms", "ms", "bare SQL", "bare_dossier_ms"),
            Told("A task with its register match", "work.median_ms", "ms"),
            Told("Rows of one dossier", "row_kb", "kB"),
        ),
    ),
    Bench(
        "register", "The register at a million rows", "bench_register",
        (
            Told("Import of 100,000 rows, CSV", "import_csv.seconds", "s", goal=60, at_most=True),
            Told("Import of 100,000 rows, XLSX", "import_xlsx.seconds", "s", goal=60, at_most=True),
            Told("Look-up", "lookups_per_second", peer="a SELECT by the primary key",
                 peers="primary_key_selects_per_second"),
        ),
    ),
    Bench(
        "files", "Files that lie encrypted (SQLite)", "bench_files",
        (
            Told("Looking at 300 kB", "look_300_kb.encrypted_ms", "ms", "in clear",
                 "look_300_kb.in_clear_ms", goal=1.1, at_most=True),
            Told("Looking at 10 MB", "look_10_mb.encrypted_ms", "ms", "in clear",
                 "look_10_mb.in_clear_ms", goal=1.1, at_most=True),
            Told("Sending 300 kB", "send_300_kb.encrypted_ms", "ms", "in clear",
                 "send_300_kb.in_clear_ms", goal=1.1, at_most=True),
        ),
        postgres=False,
    ),
)  # fmt: skip
