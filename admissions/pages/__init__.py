"""What pages of a round ask: whose rounds an officer sees, the board's figures, a family's own
result.
"""
