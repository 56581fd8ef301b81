"""Dossiers that an officer begins: at the counter, or of the office's own accord."""
