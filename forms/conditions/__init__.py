"""Conditions in CEL: their cost, what they ask of days and of what is empty, their value."""
