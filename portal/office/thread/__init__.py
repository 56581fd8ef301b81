"""What people write to the office, its answers, and its own notes."""
