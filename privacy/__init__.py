"""Duties towards the people in the dossiers: who read what, how long it is kept, what must not be
erased yet.
"""
