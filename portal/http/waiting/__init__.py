"""The waiting line at the door: which addresses it guards, who goes by, and the page of those who
wait (docs/waiting-line.md).
"""
