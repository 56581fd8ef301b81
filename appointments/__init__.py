"""Appointments at a counter: the hours that an office opens, and who comes when."""
