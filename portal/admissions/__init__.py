"""A round of admissions as families and everybody see it: which rounds there are, what holds in
one, what became of one's own wishes.
"""
