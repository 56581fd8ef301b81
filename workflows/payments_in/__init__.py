"""Money that comes in: a gateway's notices, bank statements."""
