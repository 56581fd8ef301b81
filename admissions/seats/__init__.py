"""Seats: what goes into a run, the run, what its report says, and what the round does by it."""
