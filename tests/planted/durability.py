"""Bugs planted for group A (durability)."""

from tests.planted import Planted

PLANTED: list[Planted] = []
