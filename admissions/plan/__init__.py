"""The rules of a round, as the authority publishes them."""
