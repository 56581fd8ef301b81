"""A site as commit e3c58bb left it: a dossier at each step that its demo can reach, and how it was
made.
"""
