"""What several rooms of the office show: the side menu, rows, papers that are added."""
