"""No two modules need each other, late imports inside functions counted: what stands below knows
nothing above it.
"""

from __future__ import annotations

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]


def circle(needs: dict[str, set[str]]) -> list[str]:
    """The modules of one circle, each needing the next; [] where there is none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_a_circle_is_found() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}
    assert circle({"a": {"b"}, "b": set()}) == []


def test_no_circle_of_modules() -> None:
    graph = grimp.build_graph(*APPS, exclude_type_checking_imports=True, cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(needs) > 500 and any(needs.values())
    if found := circle(needs):
        pytest.fail(" needs ".join(found), pytrace=False)
