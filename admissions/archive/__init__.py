"""A round as one file that proves itself in ten years, with Python alone."""
