"""A copy of everything kept about one person."""
