"""A council's page: its members, its visit, its votes."""
