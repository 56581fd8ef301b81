"""Sections that several procedures share (`workflows/blocks/`): read, taken by name and version,
narrowed, written out.

docs/decisions/0028 says why they are written out before anything is hashed.
"""
