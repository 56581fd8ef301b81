"""Opinions that are asked of an officer."""
