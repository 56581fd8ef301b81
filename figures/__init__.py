"""What a procedure's work comes to: how many, how long, on time or not. Counted from the journal,
one row a day.
"""
