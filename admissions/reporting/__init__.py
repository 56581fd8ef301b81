"""What a round is reported by, once it is over: to the council, to the public, to the ministry."""
