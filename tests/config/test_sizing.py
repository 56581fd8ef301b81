"""docs/sizing.md is what docs/performance.md comes to, and grows as sites do."""

from __future__ import annotations

import dataclasses

import pytest

from tests.bench import sizing


def test_the_page_is_that_of_the_figures_measured_last() -> None:
    said = sizing.page(sizing.FIGURES.read_text())
    assert sizing.PAGE.read_text() == said, "run python -m tests.bench.sizing"


def test_a_figure_that_is_gone_is_missed() -> None:
    with pytest.raises(ValueError, match="Filing"):
        sizing.measured(sizing.FIGURES.read_text().replace("Filing with two", "Filing of two"))


def test_larger_sites_need_more_and_slower_machines_too() -> None:
    one = sizing.measured(sizing.FIGURES.read_text())
    needs = [sizing.needed(site, one) for site in sizing.SITES]
    assert needs == sorted(needs, key=lambda need: (need.cores, need.worker, need.disk_gb))
    assert needs[-1].cores > needs[0].cores and needs[0].cores == sizing.CORES
    slow = dataclasses.replace(one, papers=one.papers / 10)
    assert sizing.needed(sizing.SITES[-1], slow).worker >= 10 * (needs[-1].worker - 1)
