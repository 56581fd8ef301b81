"""Admissions: a plan's rules as data, seats given by them, and a result that anybody can recompute.

Nothing here knows of dossiers or pages: plan and applications in, result and reasons out.
"""
