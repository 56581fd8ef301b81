"""Marks: read from a sheet, compared with what counts, and counted once somebody has looked."""
