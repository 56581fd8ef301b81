"""The journal and what is owed after an act: entries, outbox, anchors, the database's own
refusals.
"""
