"""Many at the same instant: separate processes, each with its own connection, on whichever database
the run has.
"""
