"""Versions of a procedure side by side: which running dossiers may follow a new one, and what it
would have changed.
"""
