"""Seats before they are given: last year's or a made-up demand against other quotas, areas and
rules.

Pure like the rest of `admissions`: nothing here knows a database or a page.
"""
