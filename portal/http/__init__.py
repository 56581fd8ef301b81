"""Before any page: who may open an address, sessions, limits, what was typed, headers. Knows no
face of the portal.
"""
