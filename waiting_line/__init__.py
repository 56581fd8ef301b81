"""A fair waiting line: for whatever opens at an hour, and for any flood (docs/waiting-line.md)."""
