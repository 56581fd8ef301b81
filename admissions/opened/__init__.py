"""What everybody may see of a round: its rows, its open data, the number of one child's lot."""
