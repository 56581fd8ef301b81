"""Logbook and figures."""
