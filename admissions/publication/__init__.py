"""What is published of a round, so that anybody can recompute it (docs/admissions.md, 6 and 7)."""
