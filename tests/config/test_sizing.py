"""docs/performance.md is what docs/performance.json says, docs/sizing.md what that comes to, and grows as sites do."""

from __future__ import annotations

import copy
import dataclasses

import pytest

from tests.bench import page, sizing
from tests.bench.listed import BENCHES, Told

#: What takes hours, or answers one question once: docs/reliability.md has what they said.
BY_HAND = {"bench_opening", "bench_qr", "bench_reads", "bench_restore", "bench_rotation"}


def test_the_page_is_that_of_the_figures_measured_last() -> None:
    said = sizing.page(page.kept())
    assert sizing.PAGE.read_text() == said, "run python -m tests.bench.sizing"


def test_the_figures_are_those_of_the_json_and_nothing_else() -> None:
    runs = page.kept()
    assert page.PAGE.read_text() == page.page(runs), "docs/performance.md is written by make bench"
    assert page.FIGURES.read_text() == page.written(runs)
    other = copy.deepcopy(runs)
    other["engine"]["figures"]["forward_to_bare_sql"] = 0.001
    assert page.page(other) != page.PAGE.read_text()


def test_a_figure_under_its_goal_is_marked_and_one_that_reaches_it_is_not() -> None:
    least = Told("a", "ours", peer="b", peers="theirs", goal=0.5)
    most = Told("a", "ours", goal=10, at_most=True)
    assert least.row({"ours": 4, "theirs": 10}).falls_short
    assert not least.row({"ours": 5, "theirs": 10}).falls_short
    assert most.row({"ours": 11}).falls_short and not most.row({"ours": 10}).falls_short


def test_every_measurement_is_run_by_make_bench_or_named_as_one_by_hand() -> None:
    modules = {path.stem for path in page.PAGE.parents[1].glob("tests/bench/bench_*.py")}
    assert modules == {bench.module for bench in BENCHES} | BY_HAND


def test_a_figure_that_is_gone_is_missed() -> None:
    runs = page.kept()
    del runs[page.QUIET]["web"]["figures"]["filing_with_two_files"]
    with pytest.raises(KeyError, match="filing"):
        sizing.measured(runs)


def test_larger_sites_need_more_and_slower_machines_too() -> None:
    one = sizing.measured(page.kept())
    needs = [sizing.needed(site, one) for site in sizing.SITES]
    assert needs == sorted(needs, key=lambda need: (need.cores, need.worker, need.disk_gb))
    assert needs[-1].cores > needs[0].cores and needs[0].cores == sizing.CORES
    slow = dataclasses.replace(one, papers=one.papers / 10)
    assert sizing.needed(sizing.SITES[-1], slow).worker >= 10 * (needs[-1].worker - 1)
