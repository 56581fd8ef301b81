"""What belongs to the owner of an account: letters, passwords, links that work once."""
