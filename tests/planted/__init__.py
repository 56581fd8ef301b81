"""Planted bugs: a change to one file that a good suite must notice, and the test that has to go red
on it.

A goal of docs/reliability.md counts when its test is red on the bugs planted for it. Each group of
goals has a list in a file of its own here; `make planted` tries them all, each in a copy of the
project.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Planted:
    """`old`, which `file` has exactly once, becomes `new`; then `test` (arguments of pytest) must
    fail.

    `postgres` where the test means something on PostgreSQL only.
    """

    goal: str
    name: str
    file: str
    old: str
    new: str
    test: str
    postgres: bool = False
