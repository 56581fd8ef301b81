"""What applicants and offices write to each other, and what officers note among themselves."""
