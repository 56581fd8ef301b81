"""Opinions and councils."""
