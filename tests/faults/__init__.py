"""What must hold when processes die, disks fill and two people press at once (docs/reliability.md,
A and B).
"""
