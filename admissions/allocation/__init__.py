"""Seats: claims by the plan's rules, what each programme chooses, and why."""
