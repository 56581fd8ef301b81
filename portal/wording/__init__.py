"""What is the same in words on every face: status, titles, dates, texts of a definition."""
